/** A key leaks: from the pasted line of a log to the evidence, as somebody clicks it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evidencePack, rotation, type Rotation } from '@bursar/contract';
import { startSimulator, type Simulator } from '@bursar/openai-admin-simulator';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, openPage, startBrowser, untilShown, violationsInBothSchemes, type WatchedPage } from './browser.js';
import { startServer, type StartedServer } from './started-server.js';
import { untilSynced } from './synced.js';

/** The project in which somebody burns money with a key of a service account since three days. */
const BURNING = 'Sim Generator';
const MINUTE_MS = 60_000;
/** For minutes to be read that are there, and between two looks at what they tell. */
const PATIENCE_MS = 90_000;
const LOOK_MS = 1_000;
const WIDE = { width: 1440, height: 1000 };
const suite = CHROMIUM === undefined ? describe.skip : describe;

suite('a leaked key, in a browser', () => {
  let simulator: Simulator;
  let server: StartedServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let directory: string;
  /** Everything that the page sent. */
  const sent: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'bursar-leak-'));
    simulator = await startSimulator({ keys: 16, months: 1, callersMoveWithinMinutes: 3 });
    const key = { OPENAI_ADMIN_KEY: simulator.adminKey, OPENAI_BASE_URL: simulator.url };
    server = await startServer({ ...key, BURSAR_BACKFILL_MONTHS: '1' }, directory);
    browser = await startBrowser();
    watched = await openPage(browser, server, { viewport: WIDE, locale: 'en-US' });
    page = watched.page;
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await untilSynced(server.get, { feeds: ['costs', 'projects', 'api-keys', 'members', 'audit-log'] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const readRotation = async (): Promise<Rotation> =>
    rotation.parse(await server.get(`/api/v1${new URL(page.url()).pathname.replace('/keys', '')}`));

  /** Lets time pass at OpenAI, and has what happened meanwhile read by the minute. */
  async function passMinutes(minutes: number, isOver: (seen: Rotation) => boolean): Promise<Rotation> {
    simulator.clock.advance(minutes * MINUTE_MS);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const response = await server.fetch('/api/v1/sync/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ feeds: ['usage-1m'] }),
      });
      expect(response.status).toBe(202);
      await new Promise((settle) => setTimeout(settle, LOOK_MS));
      const seen = await readRotation();
      if (isOver(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`not seen in time: ${JSON.stringify(seen.drain)}`);
    }
  }

  it('is found by what leaked, rotated, watched, ended and proven, and no secret goes anywhere', async () => {
    const { keys, projects } = simulator.organization;
    const project = projects.find(({ name }) => name === BURNING)!;
    const leaked = keys.find(({ projectId, owner }) => projectId === project.id && owner.type === 'service_account')!;
    const pasted = `sk-proj-${'Zq7'.repeat(16)}${leaked.redactedValue.slice(-4)}`;

    await page.goto(`${server.url}/keys/leak-desk`);
    await untilShown(watched);
    await page.getByRole('textbox').first().fill(`02:58:07Z build[4471]: export OPENAI_API_KEY=${pasted} && make`);
    await button('Find the key').click();
    const candidate = page.getByRole('radio', { name: new RegExp(`Look at .?${leaked.name}`) });
    await candidate.waitFor();
    if (!(await candidate.isChecked())) await candidate.check();
    await page
      .getByText(/above its baseline/)
      .first()
      .waitFor();
    await untilShown(watched);
    expect(await violationsInBothSchemes(page)).toEqual([]);

    await button('Open').click();
    await dialog().getByLabel('Reason').fill('Found in the log of a build');
    await button('Open the incident').click();
    await page.waitForURL(/\/keys\/incidents\/\d+$/);

    await button('Rotate').click();
    await dialog().getByLabel('Reason').fill('Leaked in the log of a build');
    await button('Start the rotation').click();
    await page.waitForURL(/\/keys\/rotations\/\d+$/);
    await button('Create new key').click();
    const shown = page.locator('.secret', { hasText: /^sk-proj-/ });
    await shown.waitFor();
    const made = (await shown.innerText()).trim();
    await button('I have put it in place').click();
    await shown.waitFor({ state: 'detached' });

    // Its callers have moved; whoever should not have the key goes on with it.
    const used = await passMinutes(
      40,
      ({ drain, new_key: key }) => drain.requests_in_required > 0 && key?.last_used_at !== undefined,
    );
    expect(used.drain.state).toBe('traffic');
    await page.reload();
    await untilShown(watched);
    await page.getByText('The old key is still used', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: /End it all the same/ }).check();
    await page.getByLabel('Reason, kept in the activity trail').fill('A stranger burns money with it');
    await button('Expire old key in 1 hour').click();
    await page
      .getByText(/expires/)
      .first()
      .waitFor();

    const drained = await passMinutes(125, ({ drain }) => drain.state === 'drained');
    expect(drained.drain.coverage.every(({ is_complete }) => is_complete)).toBe(true);
    await page.reload();
    await untilShown(watched);
    await button('Close the rotation').click();
    await page.getByText('The old key is replaced.', { exact: false }).waitFor();
    expect((await readRotation()).state).toBe('done');

    const { data } = (await server.get('/api/v1/incidents')) as { data: { id: string }[] };
    const incident = data[0]!.id;
    await page.goto(`${server.url}/keys/incidents/${incident}/evidence`);
    await untilShown(watched);
    expect(await violationsInBothSchemes(page)).toEqual([]);
    const pack = evidencePack.parse(await server.get(`/api/v1/incidents/${incident}/evidence`));
    expect(pack.actions.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['incident.open', 'rotation.open', 'rotation.make_key', 'rotation.expire_key']),
    );
    expect(pack.incident.revoked_at).not.toBeNull();

    const kept = await page.evaluate(
      'JSON.stringify([{...localStorage}, {...sessionStorage}, document.documentElement.outerHTML])',
    );
    for (const secret of [pasted, made]) {
      const place = [...sent, server.printed(), JSON.stringify(pack), String(kept)].find((text) =>
        text.includes(secret),
      );
      expect(place).toBeUndefined();
    }
    expect(watched.complaints.splice(0)).toEqual([]);
  }, 300_000);
});
