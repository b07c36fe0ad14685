/** A real Chromium for the journeys through the pages. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page, type Request } from 'playwright-core';
import type { StartedServer } from './started-server.js';

/** Set by `npm test` where a Chromium was found; without one the browser journeys are skipped, and it said so. */
export const CHROMIUM = process.env['CHROMIUM_PATH'];

const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

export function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-sync', '--disable-dev-shm-usage', ...QUIET];
  return chromium.launch({ ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }), args });
}

export interface WatchedPage {
  page: Page;
  /** What the browser complained of: uncaught errors, console errors, refused resources. */
  complaints: string[];
  /** Those that have not been answered yet. */
  requests: ReadonlySet<Request>;
}

/** @param server whose owner has signed in */
export async function openPage(
  browser: Browser,
  server: Pick<StartedServer, 'url' | 'session'>,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.addCookies([
    { name: 'sid', value: await server.session(), url: server.url, httpOnly: true, sameSite: 'Lax' },
  ]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const requests = new Set<Request>();
  page.on('request', (request) => requests.add(request));
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
  return { page, complaints, requests };
}

/** Violations of WCAG 2.2 A and AA in words. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page })
    // What passes is not described, and no second page is opened to gather the frames, of which no page has one:
    // both together take more than half of the time.
    .options({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}

/** The same, in light and then in dark, without loading the page anew; the scheme that does not fit is named. */
export async function violationsInBothSchemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    for (const violation of await accessibilityViolations(page)) found.push(`${colorScheme}: ${violation}`);
  }
  return found;
}

/** How far the page can be scrolled sideways, in pixels. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** The widths among these at which the page as it stands can be scrolled sideways. */
export async function tooWideAt(page: Page, widths: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    // What is measured by a script, such as charts, is drawn anew within two frames.
    await page.evaluate('new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle)))');
    const excess = await sidewaysScroll(page);
    if (excess > 0) found.push(`${excess} pixels too wide at ${width}`);
  }
  return found;
}

const SHOWN = `new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle))).then(
  () => document.querySelector('h1') !== null && document.querySelector('.skeleton, [aria-busy="true"]') === null)`;

/**
 * Resolves when nothing is being loaded any more: no skeleton, no busy part, no request on its way.
 *
 * Cheaper than waiting for half a second without any request, and says more: figures may be computed without one.
 */
export async function untilShown({ page, requests }: WatchedPage): Promise<Page> {
  for (;;) {
    await page.waitForFunction(SHOWN);
    const open = [...requests];
    if (open.length === 0) return page;
    await Promise.race(open.map((request) => request.response()));
  }
}
