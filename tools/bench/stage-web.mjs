// How the Costs page feels with two years of costs: opened for the first time, filtered, and scrolled, in a real Chromium.
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { buildWeb } from '../build.mjs';
import { findChromium } from '../chromium.mjs';
import { figureOf } from './figures.mjs';
import { sessionOf } from './signed-in.mjs';
import { median } from './timing.mjs';

const REPEATS = 5;
/** After which the browser has done what a profile costs to make and to end: that is no part of a visit. */
const REST_MS = 1_500;
const DAY_MS = 86_400_000;
/** What Chromium calls a long task: one that keeps the page from answering. */
const OBSERVE = `
  window.longTasksEnd = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasksEnd = startTime + duration;
  }).observe({ type: 'longtask', buffered: true });`;
/** Settles with the page's time two frames after bars and rows are there, and nothing of the view before is. */
const DRAWN = `new Promise((settle) => {
  const look = () => {
    const bars = document.querySelector('.chart-bars');
    const row = document.querySelector('.table-card tbody tr:not(.spacer)');
    const isBusy = document.querySelector('[aria-busy="true"]') !== null;
    if (bars === null || row === null || isBusy) requestAnimationFrame(look);
    else requestAnimationFrame(() => requestAnimationFrame(() => settle(performance.now())));
  };
  look();
})`;

/** @type {import('./stages.mjs').Stage} */
export async function measureWeb({ stand, isQuick, tell }) {
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
  const addressOf = (/** @type {string} */ bucket) =>
    `${server.address}/costs?range=${range}&bucket=${bucket}&group_by=api_key_id&rows=group`;
  const address = addressOf('month');
  try {
    const rounds = isQuick ? { warming: 0, counted: 1, restMs: 0 } : { warming: 1, counted: REPEATS, restMs: REST_MS };
    const months = await feel(browser, address, rounds);
    const days = await feel(browser, addressOf('day'), rounds);
    const scrolled = await scroll(browser, address);
    const page = `Costs page, 24 months, 9 keys and the others, ${scrolled.rows} rows`;
    return [
      figureOf(`${page}, by month: interactive`, months.interactive, 'ms', { goal: '≤ 1500' }),
      figureOf('  work of its main thread, by month', months.loadWork, 'ms'),
      figureOf('  work of its main thread until a filter is drawn, by month', months.filterWork, 'ms', {
        goal: '≤ 200',
      }),
      figureOf(`${page}, by day: interactive`, days.interactive, 'ms', { goal: '≤ 1500' }),
      figureOf('  work of its main thread, by day', days.loadWork, 'ms'),
      figureOf('  work of its main thread until a filter is drawn, by day', days.filterWork, 'ms', { goal: '≤ 200' }),
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

/**
 * How a page loads and answers: the medians of a few rounds, each in a browser that has nothing of it.
 *
 * @param {import('playwright-core').Browser} browser @param {string} address
 * @param {{ warming: number, counted: number, restMs: number }} rounds the first ones warm the server, not the browser, which starts anew
 *   each time
 * @returns {Promise<{ interactive: number, loadWork: number, filterWork: number }>}
 */
async function feel(browser, address, { warming, counted, restMs }) {
  /** @type {{ interactive: number, loadWork: number, filterWork: number }[]} */
  const rounds = [];
  for (let round = 0; round < warming + counted; round++) {
    const page = await openPage(browser, address);
    const work = await workOf(page);
    await setTimeout(restMs);
    const interactive = await loadPage(page, address);
    const loadWork = await work();
    const filterWork = await chooseFilter(page, work);
    await page.context().close();
    if (round >= warming) rounds.push({ interactive, loadWork, filterWork });
  }
  const middle = (/** @type {'interactive' | 'loadWork' | 'filterWork'} */ name) =>
    median(rounds.map((each) => each[name]));
  return {
    interactive: middle('interactive'),
    loadWork: middle('loadWork'),
    filterWork: middle('filterWork'),
  };
}

/**
 * Milliseconds of processor time that the main thread of a page has worked so far, whatever else the machine does.
 *
 * @param {import('playwright-core').Page} page @returns {Promise<() => Promise<number>>}
 */
async function workOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
}

/** Nothing is cached. @param {import('playwright-core').Browser} browser @param {string} address */
async function openPage(browser, address) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  const { origin } = new URL(address);
  await context.addCookies([{ name: 'sid', value: sessionOf(address), url: origin, httpOnly: true, sameSite: 'Lax' }]);
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
 * Milliseconds that the main thread works from the click that sets a filter until chart and table are drawn anew.
 *
 * The filter is by a type of token, which leaves as many keys in the table as there are.
 *
 * @param {import('playwright-core').Page} page @param {() => Promise<number>} work
 */
async function chooseFilter(page, work) {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('button', { name: 'Token type' }).click();
  // The list of values, which comes with its answer; below it there is a choice of no value, which is always there.
  const choice = page.locator('.choices-list[role=group] input').first();
  await choice.waitFor();
  const before = await work();
  await choice.click();
  // It comes with the mark of a view that is not whole yet, which goes when the last answer is drawn.
  await page.locator('.filter-chip').waitFor();
  await page.evaluate(DRAWN);
  return (await work()) - before;
}

/**
 * Turns the wheel from the first row to the last, and looks at each frame whether there is a row wherever one is to be.
 *
 * @param {import('playwright-core').Browser} browser @param {string} address
 * @returns {Promise<{ rows: number, frames: number, blank: number }>}
 */
async function scroll(browser, address) {
  const page = await openPage(browser, address);
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
