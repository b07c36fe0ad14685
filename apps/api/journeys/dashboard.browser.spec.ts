import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, costsAnswer, syncAnswer, usageAnswer, usageCapabilities } from '@bursar/contract';
import { startSimulator, type Simulator } from '@bursar/openai-admin-simulator';
import type { Browser, Page, Request } from 'playwright-core';
import {
  accessibilityViolations,
  CHROMIUM,
  openPage,
  sidewaysScroll,
  startBrowser,
  tooWideAt,
  untilShown,
  violationsInBothSchemes,
  type WatchedPage,
} from './browser.js';
import { startServer, type StartedServer } from './started-server.js';
import { untilSynced } from './synced.js';

/** The first capability of the table: the one that every organization uses. */
const [FIRST] = usageCapabilities(CAPABILITIES)[0] ?? [''];
const EXPLORER = `/usage/${FIRST}`;
const NAVIGATED = [
  '/',
  '/costs',
  '/usage',
  '/keys',
  '/members',
  '/projects',
  '/audit-log',
  '/sync',
  '/people',
  '/organizations',
  '/activity',
];
const OF_KEYS = ['/keys/leak-desk', '/keys/rotations', '/keys/incidents', '/keys/policies'];
const PAGES = [...NAVIGATED, ...OF_KEYS, EXPLORER, '/account'];
/** Everything of the Sync page that can be unfolded is unfolded. */
const UNFOLDED = '/sync?open=costs&open=perDay&open=lists&open=auditLog';
/** Sixty feeds are read for the first time, on a machine that may be busy with other suites. */
const SYNCED_MS = 400_000;
/** So that some are certainly still being read for as long as it is looked at. */
const READ_SLOWLY = { kind: 'latency', ms: 3_000, match: { path: /\/usage\// } } as const;
const WIDE = { width: 1440, height: 1000 };
const NARROW = { width: 390, height: 844 };
const suite = CHROMIUM === undefined ? describe.skip : describe;

suite('the dashboard in a browser', () => {
  let simulator: Simulator;
  let server: StartedServer;
  let browser: Browser;
  /** One for all: what it has loaded of the program it need not load again. */
  let watched: WatchedPage;
  let page: Page;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'bursar-browser-'));
    simulator = await startSimulator({ projects: 6, keys: 12, months: 2, hostile: true });
    const key = { OPENAI_ADMIN_KEY: simulator.adminKey, OPENAI_BASE_URL: simulator.url };
    server = await startServer({ ...key, BURSAR_BACKFILL_MONTHS: '1' }, directory);
    browser = await startBrowser();
    watched = await openPage(browser, server, { viewport: WIDE, locale: 'en-US' });
    page = watched.page;
    page.on('dialog', (dialog) => {
      watched.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await untilSynced(server.get);
  }, 180_000);

  beforeEach(async () => {
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  /** A page that shows all that it has. */
  async function visit(path: string): Promise<void> {
    await page.goto(`${server.url}${path}`);
    await untilShown(watched);
  }

  /** What it complained of since it was last asked. */
  const complaints = (): string[] => watched.complaints.splice(0);

  describe('while usage is still being read', () => {
    let slowness: { remove(): void };

    beforeAll(() => {
      slowness = simulator.faults.add(READ_SLOWLY);
    });

    afterAll(() => slowness.remove());

    it.each(['/', '/sync'])('%s has no accessibility violation', async (path) => {
      await page.goto(`${server.url}${path}`);
      await page.locator('.answer').waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(complaints()).toEqual([]);
      const { feeds } = syncAnswer.parse(await server.get('/api/v1/sync'));
      expect(feeds.some(({ last_success_at, backfill }) => last_success_at === null || backfill !== null)).toBe(true);
    });
  });

  describe('shows each page', () => {
    // From here on nothing is being collected, so that no page is drawn anew while it is looked at.
    beforeAll(() => untilSynced(server.get, { feeds: 'all', timeoutMs: SYNCED_MS }), SYNCED_MS);

    it.each([...PAGES, UNFOLDED])(
      '%s has no accessibility violation, light or dark, nothing beside a narrow screen, and no complaint',
      async (path) => {
        await visit(path);
        expect(await violationsInBothSchemes(page)).toEqual([]);
        expect(await tooWideAt(page, [390, 360])).toEqual([]);
        expect(complaints()).toEqual([]);
      },
    );

    it.each([
      [390, '/members?show=all'],
      [360, '/projects?show=all'],
      [360, `${EXPLORER}?range=24h&clock=local`],
      [360, '/audit-log?q=a&event_type=login.succeeded'],
      [360, '/costs?group_by=line_item'],
      [1024, '/costs?group_by=api_key_id'],
    ])('opened at %i pixels %s does not scroll sideways', async (width, path) => {
      await page.setViewportSize({ width, height: 800 });
      await visit(path);
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
      expect(complaints()).toEqual([]);
    });
  });

  it('opens a project, a member of it and what they have access to, in light and dark on a narrow screen', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(NARROW);
    await visit('/projects');
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/\/projects\/proj/);
    await page.getByRole('heading', { name: 'Controls at OpenAI' }).waitFor();
    await untilShown(watched);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    expect(await violationsInBothSchemes(page)).toEqual([]);
    await page.getByRole('link', { name: /^Members \d/ }).click();
    await page.getByRole('table', { name: 'Members' }).getByRole('link').first().click();
    await page.waitForURL(/\/members\/user/);
    await page.getByRole('heading', { name: 'Projects and roles' }).waitFor();
    await untilShown(watched);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    expect(await violationsInBothSchemes(page)).toEqual([]);
    expect(complaints()).toEqual([]);
  });

  it('asks for the figures of the Costs page once, before its code has come', async () => {
    const asked: string[] = [];
    const note = (request: Request): void => {
      const { pathname, search } = new URL(request.url());
      if (pathname === '/api/auth/state' || pathname === '/api/v1/costs') asked.push(`${pathname}${search}`);
    };
    page.on('request', note);
    await visit('/costs?range=30d&group_by=api_key_id&bucket=week');
    page.off('request', note);
    // Days, series, groups, and the last two of the range before.
    expect(asked).toHaveLength(6);
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    expect(complaints()).toEqual([]);
  });

  it('says in the sentence of the Costs page what the call says', async () => {
    await visit('/costs');
    const now = simulator.clock.now();
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString().slice(0, 10);
    const today = now.toISOString().slice(0, 10);
    if (month !== today) {
      const answer = costsAnswer.parse(await server.get(`/api/v1/costs?start=${month}&end=${today}&bucket=total`));
      const [whole = '', cents = ''] = roundToCents(answer.total).split('.');
      const shown = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
      expect((await page.getByRole('main').innerText()).replaceAll('\u2212', '-')).toContain(shown);
    }
  });

  it('opens from a card of the Usage page what the call says, by keyboard', async () => {
    await visit('/usage');
    await page.locator(`.usage-card a[href^="${EXPLORER}"]`).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === EXPLORER);
    await page.getByRole('heading', { name: 'Table of the chart' }).waitFor();
    const today = simulator.clock.now().toISOString().slice(0, 10);
    const start = new Date(Date.parse(today) - 30 * 86_400_000).toISOString().slice(0, 10);
    const path = `/api/v1/usage/${FIRST}?start=${start}&end=${today}&bucket=total`;
    const { total } = usageAnswer.parse(await server.get(path));
    const sentence = await page.locator('.answer').innerText();
    expect(sentence).toContain(total.replace(/\B(?=(\d{3})+$)/g, ','));
    expect(complaints()).toEqual([]);
  });

  it('shows hostile names as text: nothing of them runs', async () => {
    await visit('/costs?rows=group');
    const text = await page.getByRole('main').innerText();
    const names = simulator.organization.projects.map(({ name }) => name);
    expect(names.some((name) => name.includes('<img'))).toBe(true);
    expect(await page.locator('main img').count()).toBe(0);
    expect(text).not.toBe('');
    expect(complaints()).toEqual([]);
  });

  it('can be used by keyboard alone: skip link, navigation, a view that its link reproduces', async () => {
    await visit('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement?.getAttribute("href")')).toMatch(/^#/);
    const costs = page.getByRole('navigation').getByRole('link', { name: 'Costs' });
    await costs.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/costs/);
    await page.getByRole('radio', { name: 'Month', exact: true }).focus();
    await page.keyboard.press('Space');
    await page.waitForURL(/month/);
    await untilShown(watched);
    const view = await page.getByRole('main').getByRole('table').first().innerText();
    await page.reload();
    await untilShown(watched);
    expect(await page.getByRole('main').getByRole('table').first().innerText()).toBe(view);
    await page.goBack();
    expect(page.url()).not.toMatch(/month/);
    expect(complaints()).toEqual([]);
  });

  it('opens an audit event by keyboard and by its link, in light and dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await visit('/audit-log');
    const first = page.getByRole('link', { name: /^Open event:/ }).first();
    await first.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    await panel.getByRole('region', { name: 'JSON of the event' }).waitFor();
    expect(await violationsInBothSchemes(page)).toEqual([]);
    const shown = await panel.innerText();
    await page.reload();
    await panel.getByRole('region', { name: 'JSON of the event' }).waitFor();
    expect(await panel.innerText()).toBe(shown);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('event=');
    expect(complaints()).toEqual([]);
  });

  it('pauses collecting for a reason, says so on every page, and goes on', async () => {
    await visit('/sync');
    await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
    const reason = page.getByRole('dialog').getByRole('textbox');
    await reason.waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await reason.fill('<img src=x onerror=alert(1)> month end');
    await page.keyboard.press('Enter');
    await page.getByText(/^Paused: synced/).waitFor();
    await visit('/costs');
    await page.getByText(/^Paused: synced/).waitFor();
    await visit('/sync');
    await page.getByText('<img src=x onerror=alert(1)> month end').first().waitFor();
    await page.getByRole('button', { name: 'Go on', exact: true }).first().click();
    await page.getByText(/^Synced/).waitFor();
    expect(complaints()).toEqual([]);
  });

  it('says so on every page when OpenAI refuses the admin key, and keeps showing what is stored', async () => {
    const fault = simulator.faults.add({
      kind: 'status',
      status: 401,
      code: 'invalid_api_key',
      message: 'Incorrect API key provided.',
    });
    const response = await server.fetch('/api/v1/sync/runs', { method: 'POST' });
    expect(response.status).toBe(202);
    await visit(EXPLORER);
    const refused = page.getByText(/refused the admin key/).first();
    await refused.waitFor();
    expect(await page.getByRole('main').innerText()).toContain('401');
    const pages = page.locator('.navigation .links').getByRole('link');
    const count = await pages.count();
    expect(count).toBe(NAVIGATED.length);
    for (let index = 0; index < count; index += 1) {
      await pages.nth(index).click();
      await untilShown(watched);
      await refused.waitFor();
    }
    fault.remove();
  });
});

/** Half-even, as the pages round. */
function roundToCents(amount: string): string {
  const [, whole = '0', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const cents = BigInt(whole + fraction.padEnd(2, '0').slice(0, 2));
  const rest = fraction.slice(2).replace(/0+$/, '');
  const up = rest > '5' || (rest === '5' && cents % 2n === 1n);
  const text = (up ? cents + 1n : cents).toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
