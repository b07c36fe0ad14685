// How the Costs page feels with two years of costs: opened for the first time, filtered, and scrolled, in a real Chromium.
import { chromium } from 'playwright-core';
import { buildWeb } from '../build.mjs';
import { findChromium } from '../chromium.mjs';
import { figureOf } from './figures.mjs';

const REPEATS = 5;
const DAY_MS = 86_400_000;
/** What Chromium calls a long task: one that keeps the page from answering. */
const OBSERVE = `
  window.longTasksEnd = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasksEnd = startTime + duration;
  }).observe({ type: 'longtask', buffered: true });`;
/** Settles with the page's time two frames after there are bars in the chart and rows in the table below it. */
const DRAWN = `new Promise((settle) => {
  const look = () => {
    const bars = document.querySelector('.recharts-bar-rectangle');
    const row = document.querySelector('.table-card tbody tr:not(.spacer)');
    if (bars === null || row === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => requestAnimationFrame(() => settle(performance.now())));
  };
  look();
})`;

/** @type {import('./stages.mjs').Stage} */
export async function measureWeb({ stand, tell }) {
  const executablePath = findChromium(process.env);
  if (executablePath === null) {
    tell('  no Chromium was found, so that the pages are not measured; CHROMIUM_PATH names one');
    return [];
  }
  await buildWeb();
  const { startServer, recording } = await stand();
  const server = await startServer();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run'],
  });
  const day = (/** @type {number} */ at) => new Date(at).toISOString().slice(0, 10);
  const range = `${day(recording.firstDay * 1000)}..${day(recording.endDay * 1000 - DAY_MS)}`;
  const address = `${server.address}/costs?range=${range}&bucket=month&group_by=api_key_id&rows=group`;
  try {
    const loads = [];
    const filters = [];
    // The first one warms the server, not the browser, which starts anew each time.
    for (let round = 0; round <= REPEATS; round++) {
      const page = await openPage(browser);
      const load = await loadPage(page, address);
      const filter = await changeFilter(page);
      await page.context().close();
      if (round > 0) loads.push(load);
      if (round > 0) filters.push(filter);
    }
    const scrolled = await scroll(browser, address);
    const middle = (/** @type {number[]} */ times) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
    return [
      figureOf(
        `Costs page, 24 months, 9 keys and the others, ${scrolled.rows} rows: interactive`,
        middle(loads),
        'ms',
        { goal: '≤ 1500' },
      ),
      figureOf('work of the page until a chosen filter is drawn', middle(filters), 'ms', { goal: '≤ 200' }),
      figureOf(
        `scrolling through ${scrolled.rows} rows: frames with a blank row, of ${scrolled.frames}`,
        scrolled.blank,
        'frames',
        { goal: '≤ 0' },
      ),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Nothing is cached. @param {import('playwright-core').Browser} browser */
async function openPage(browser) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(OBSERVE);
  return context.newPage();
}

/**
 * Milliseconds from the navigation until chart and table are drawn and the page answers.
 *
 * @param {import('playwright-core').Page} page @param {string} address
 */
async function loadPage(page, address) {
  await page.goto(address, { waitUntil: 'commit' });
  const drawn = Number(await page.evaluate(DRAWN));
  await page.waitForLoadState('networkidle');
  const busy = Number(await page.evaluate('window.longTasksEnd'));
  return Math.max(drawn, busy);
}

/**
 * Milliseconds that the main thread works from a click on a key, which becomes a filter, until all is drawn anew.
 *
 * @param {import('playwright-core').Page} page
 */
async function changeFilter(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const taskMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const open = page.locator('.table-card tbody tr:not(.spacer) button').nth(1);
  const before = await taskMs();
  await open.click();
  await page.waitForURL(/[?&]api_key_id=/);
  await page.waitForLoadState('networkidle');
  await page.evaluate(DRAWN);
  return (await taskMs()) - before;
}

/**
 * Turns the wheel from the first row to the last, and looks at each frame whether there is a row wherever one is to be.
 *
 * @param {import('playwright-core').Browser} browser @param {string} address
 * @returns {Promise<{ rows: number, frames: number, blank: number }>}
 */
async function scroll(browser, address) {
  const page = await openPage(browser);
  await loadPage(page, address);
  const region = page.locator('.table-card .table-scroll');
  await region.scrollIntoViewIfNeeded();
  await region.hover();
  await page.evaluate(`(() => {
    const region = document.querySelector('.table-card .table-scroll');
    const seen = (window.seen = { frames: 0, blank: 0, stop: false });
    const look = () => {
      const { left, width, top, bottom } = region.getBoundingClientRect();
      const head = region.querySelector('thead').getBoundingClientRect().bottom;
      const foot = region.querySelector('tfoot')?.getBoundingClientRect().top ?? bottom;
      const [from, to] = [Math.max(top, head, 0), Math.min(bottom, foot, innerHeight)];
      let isBlank = false;
      for (let y = from + 2; y < to - 2; y += 12) {
        const row = document.elementFromPoint(left + width / 2, y)?.closest('tr');
        if (row && row.classList.contains('spacer')) isBlank = true;
      }
      seen.frames += 1;
      if (isBlank) seen.blank += 1;
      if (!seen.stop) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })()`);
  const isAtEnd = `(() => { const region = document.querySelector('.table-card .table-scroll');
    return region.scrollTop + region.clientHeight >= region.scrollHeight - 2; })()`;
  while (!(await page.evaluate(isAtEnd))) await page.mouse.wheel(0, 1500);
  const { frames, blank } = /** @type {{ frames: number, blank: number }} */ (
    await page.evaluate('(window.seen.stop = true, window.seen)')
  );
  const windowed = Number(await page.locator('.table-card table').getAttribute('aria-rowcount'));
  const rows = windowed || (await page.locator('.table-card tbody tr').count());
  await page.context().close();
  return { rows, frames, blank };
}
