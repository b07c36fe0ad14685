/** Everything that is changed at OpenAI, once, as an admin clicks and types it, against what is so at OpenAI then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { activityAnswer, incident, rotationsAnswer, type ActivityWord } from '@bursar/contract';
import { startSimulator, type Simulator } from '@bursar/openai-admin-simulator';
import type { Browser, Page } from 'playwright-core';
import {
  CHROMIUM,
  openPage,
  startBrowser,
  tooWideAt,
  untilShown,
  violationsInBothSchemes,
  type WatchedPage,
} from './browser.js';
import { adminOf, operatorOf, type Operator } from './operator.js';
import { startServer, type StartedServer } from './started-server.js';
import { untilSynced } from './synced.js';

const ACCESS = ['projects', 'api-keys', 'members', 'invites', 'project-members', 'service-accounts'];
const LISTS = [
  ...ACCESS,
  'rate-limits',
  'project-spend-limits',
  'groups',
  'group-members',
  'admin-api-keys',
  'audit-log',
];
const PATIENCE_MS = 90_000;
const TEST_MS = 240_000;
const WIDE = { width: 1440, height: 1000 };
const NARROW = [390, 360] as const;
/** Keys of one service account. */
const ROTATED = ['sweeper by day', 'sweeper by night'];
const WHY = 'Said so by the journey';
const SECRET = /^sk-/;
const suite = CHROMIUM === undefined ? describe.skip : describe;

type Listed = { id: string; [field: string]: unknown };

suite('managing, in a browser', () => {
  let simulator: Simulator;
  let server: StartedServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let at: Operator;
  let directory: string;
  /** Of the organization before anything is done. */
  let home: { project: string; model: string };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'bursar-managing-'));
    simulator = await startSimulator({ projects: 4, keys: 8, months: 1 });
    simulator.organization.addMember({ name: 'Rosa Reader', email: 'rosa@acme.example' });
    simulator.organization.addMember({ name: 'Lena Leaver', email: 'lena@acme.example' });
    const project = simulator.organization.projects.find((each) => !each.isDefault && each.archivedAt === null)!;
    const account = simulator.organization.addServiceAccount(project.id, 'sweeper');
    for (const name of ROTATED) {
      simulator.organization.addKey(project.id, name, { owner: { type: 'service_account', account } });
    }
    const key = { OPENAI_ADMIN_KEY: simulator.adminKey, OPENAI_BASE_URL: simulator.url };
    server = await startServer({ ...key, BURSAR_BACKFILL_MONTHS: '1' }, directory);
    const admin = await adminOf(server);
    browser = await startBrowser();
    const as = { url: server.url, session: () => Promise.resolve(admin) };
    watched = await openPage(browser, as, { viewport: WIDE, locale: 'en-US' });
    page = watched.page;
    // What is still being collected for the first time may take most of a small machine.
    page.setDefaultTimeout(PATIENCE_MS);
    at = operatorOf(watched, server.url);
    await untilSynced(server.get, { feeds: LISTS });
    const [limit] = await listed(`projects/${project.id}/rate_limits`);
    home = { project: project.id, model: String(limit?.['model']) };
  }, 180_000);

  afterEach(() => expect(watched.complaints.splice(0)).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  /** What OpenAI answers; null: it has no such object. */
  async function openai(path: string): Promise<unknown> {
    const response = await fetch(`${simulator.url}/organization/${path}`, {
      headers: { authorization: `Bearer ${simulator.adminKey}`, connection: 'close' },
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  /** One page of a list of OpenAI's: more than there is of anything here. */
  async function listed(path: string): Promise<Listed[]> {
    return ((await openai(`${path}?limit=100`)) as { data: Listed[] }).data;
  }

  const named = async (path: string, name: string) =>
    (await listed(path)).find((each) => each['name'] === name || each['email'] === name);

  /** The newest rows of one word of the trail: on what, by whom, why and what came of it. */
  async function trail(what: ActivityWord): Promise<unknown[]> {
    const { data } = activityAnswer.parse(await server.get(`/api/v1/activity?what=${what}`));
    return data.map(({ target, person, reason, outcome }) => [target?.name, person?.name, reason, outcome]);
  }
  const told = (name: string | null) => [name, 'Ada Admin', WHY, 'succeeded'];

  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await server.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };

  /** What is shown of a key, this once; the dialog is closed then. */
  async function keepSecret(): Promise<string> {
    const secret = (await at.dialog.locator('.secret', { hasText: SECRET }).first().innerText()).trim();
    await at.dialog.getByRole('button', { name: 'I have kept it' }).click();
    await at.dialog.waitFor({ state: 'detached' });
    return secret;
  }

  it(
    'invites several at once, takes one back and invites anew whose invite has expired',
    async () => {
      await at.visit('/members');
      await at.button('Invite members').click();
      await at.fill({ 'Mail addresses': 'ines@acme.example, jo@acme.example', Reason: WHY });
      await at.submit('Send 2 invites', /2 invites are sent/);
      for (const email of ['ines@acme.example', 'jo@acme.example']) {
        expect(await named('invites', email)).toMatchObject({ status: 'pending', role: 'reader' });
      }
      await page.getByRole('link', { name: /^Invites/ }).click();
      await at.row('ines@acme.example').waitFor();

      await at.choose('jo@acme.example', 'Take the invite back');
      await at.fill({ Reason: WHY });
      await at.submit('Take it back', /jo@acme\.example.* is taken back/);
      expect(await named('invites', 'jo@acme.example')).toBeUndefined();
      await at.row('jo@acme.example').waitFor({ state: 'detached' });

      const expired = (await listed('invites')).find(({ status }) => status === 'expired')!;
      const email = String(expired['email']);
      await at.choose(email, 'Invite again');
      await at.fill({ Reason: WHY });
      await at.submit('Send 1 invite', /1 invite is sent/);
      const both = (await listed('invites')).filter((each) => each['email'] === email);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['expired', 'pending']);
      expect(await trail('invite.send')).toEqual(
        expect.arrayContaining([told('ines@acme.example'), told('jo@acme.example'), told(email)]),
      );
      expect(await trail('invite.delete')).toEqual([told('jo@acme.example')]);
    },
    TEST_MS,
  );

  it(
    'stops many invites halfway, tries again what failed, and goes on with what was not begun',
    async () => {
      const wanted = Array.from({ length: 8 }, (_, place) => `many-${place}@acme.example`);
      const match = { path: '/organization/invites', method: 'POST' };
      const refusal = { status: 400, message: 'The organization is busy.' };
      simulator.faults.add({ kind: 'status', ...refusal, match, times: 1 });
      const held = simulator.faults.add({ kind: 'silence', match, afterRequests: 1 });
      await at.visit('/members');
      await at.button('Invite members').click();
      await at.fill({ 'Mail addresses': wanted.join(' '), Reason: WHY });
      await at.dialog.getByRole('button', { name: 'Send 8 invites' }).click();
      await at.dialog.getByText('The organization is busy.', { exact: false }).waitFor();
      await at.dialog.getByRole('button', { name: 'Stop', exact: true }).click();
      held.remove();
      await at.dialog.getByText('3 were not begun.').waitFor();
      const invited = async () =>
        (await listed('invites')).filter(({ email }) => wanted.includes(String(email))).length;
      expect(await invited()).toBe(4);

      await at.dialog.getByRole('button', { name: 'Try the 1 that failed again' }).click();
      await at.dialog.getByText('5 of 8 done.').waitFor();
      expect(await invited()).toBe(5);
      await at.submit('Go on with the 3 that were not begun', /8 invites are sent/);
      expect(await invited()).toBe(8);
      const outcomes = (await trail('invite.send')).filter((row) => wanted.includes(String((row as string[])[0])));
      expect(outcomes).toHaveLength(9);
      expect(outcomes.filter((row) => (row as string[])[3] === 'failed')).toHaveLength(1);
      expect(watched.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
    },
    TEST_MS,
  );

  it(
    'gives a member another role and removes one',
    async () => {
      await at.visit('/members');
      await at.choose('Rosa Reader', 'Change the role');
      await at.dialog.getByRole('radio', { name: /^owner/ }).check();
      await at.fill({ Reason: WHY });
      await at.submit('Change the role', /Rosa Reader.* is .*owner.* now/);
      expect(await named('users', 'Rosa Reader')).toMatchObject({ role: 'owner' });
      expect(await trail('member.change')).toEqual([told('Rosa Reader')]);

      // By keyboard: the focus is on the way out first, and the form is sent from its last field.
      await page.getByRole('button', { name: /^What can be done with .?Lena Leaver/ }).press('Enter');
      await page.getByRole('menuitem', { name: 'Remove from the organization' }).press('Enter');
      await at.dialog.locator('button:focus', { hasText: 'Cancel' }).waitFor();
      await at.dialog.getByLabel('Reason', { exact: true }).focus();
      await page.keyboard.type(WHY);
      await page.keyboard.press('Enter');
      await page.getByText(/Lena Leaver.* is removed/).waitFor();
      expect(await named('users', 'Lena Leaver')).toBeUndefined();
      expect(await trail('member.remove')).toEqual([told('Lena Leaver')]);
      await at.row('Lena Leaver').waitFor({ state: 'detached' });
    },
    TEST_MS,
  );

  it(
    'makes a project, renames it, and puts members into it',
    async () => {
      await at.visit('/projects');
      await at.button('Create a project').click();
      await at.fill({ Name: 'Night Shift', Reason: WHY });
      await at.submit('Create the project', /Night Shift.* is created/);
      const made = await named('projects', 'Night Shift');
      expect(made).toMatchObject({ status: 'active' });
      await at.choose('Night Shift', 'Rename');
      await at.fill({ Name: 'Late Shift', Reason: WHY });
      await at.submit('Rename it', /is called .*Late Shift.* now/);
      expect(await named('projects', 'Late Shift')).toMatchObject({ id: made?.id });
      expect([await trail('project.make'), await trail('project.change')]).toEqual([
        [told('Night Shift')],
        [told('Late Shift')],
      ]);

      const somebody = (await listed('users')).find(({ role, name }) => role === 'reader' && typeof name === 'string')!;
      const name = String(somebody['name']);
      await page.getByRole('link', { name: 'Late Shift' }).click();
      await page
        .getByRole('navigation', { name: 'What belongs to the project' })
        .getByRole('link', { name: /^Members/ })
        .click();
      await at.button('Add a member').click();
      await at.dialog.getByRole('searchbox', { name: 'Find a member' }).fill(String(somebody['email']));
      await at.dialog.getByRole('radio', { name: String(somebody['email']) }).check();
      await at.fill({ Reason: WHY });
      await at.submit('Add to the project', /is in the project now/);
      const members = `projects/${made?.id}/users`;
      expect(await named(members, name)).toMatchObject({ id: somebody.id, role: 'member' });
      await at.choose(name, 'Change the role');
      await at.dialog.getByRole('radio', { name: /^owner/ }).check();
      await at.fill({ Reason: WHY });
      await at.submit('Change the role', /is .*owner.* of the project now/);
      expect(await named(members, name)).toMatchObject({ role: 'owner' });
      await at.choose(name, 'Remove from the project');
      await at.fill({ Reason: WHY });
      await at.submit('Remove from the project', /is no longer in the project/);
      expect(await named(members, name)).toBeUndefined();
      for (const what of ['add', 'change', 'remove'] as const) {
        expect(await trail(`project_member.${what}`)).toEqual([told(name)]);
      }
    },
    TEST_MS,
  );

  it(
    'makes a service account and one more key of it, whose secrets are shown once and kept nowhere',
    async () => {
      const project = (await named('projects', 'Late Shift'))!.id;
      await at.visit(`/projects/${project}?tab=accounts`);
      await at.button('Create a service account').click();
      await at.fill({ Name: 'runner', 'Days until its key expires': '30', Reason: WHY });
      await at.dialog.getByRole('button', { name: 'Create the service account' }).click();
      const secrets = [await keepSecret()];
      const account = (await named(`projects/${project}/service_accounts`, 'runner'))!;
      expect(await listed(`projects/${project}/api_keys`)).toHaveLength(1);

      await at.choose('runner', 'Make another key');
      await at.fill({ Name: 'second region', Reason: WHY });
      await at.dialog.getByRole('button', { name: 'Make the key' }).click();
      secrets.push(await keepSecret());
      const keys = await listed(`projects/${project}/api_keys`);
      expect(keys.map(({ name }) => name)).toContain('second region');
      const ends = keys.map(({ redacted_value: redacted }) => String(redacted).slice(-4)).toSorted();
      expect(secrets.map((secret) => secret.slice(-4)).toSorted()).toEqual(ends);

      await at.choose('runner', 'Rename or change the role');
      await at.fill({ Name: 'night runner', Reason: WHY });
      await at.submit('Change it', /night runner.* is changed/);
      expect(await openai(`projects/${project}/service_accounts/${account.id}`)).toMatchObject({
        name: 'night runner',
      });

      await at.visit(`/projects/${project}`);
      await at.row('second region').waitFor();
      const kept = await page.evaluate(
        'JSON.stringify([{...localStorage}, {...sessionStorage}, document.documentElement.outerHTML])',
      );
      const places = [String(kept), server.printed(), JSON.stringify(await server.get('/api/v1/activity'))];
      for (const secret of secrets) expect(places.filter((text) => text.includes(secret))).toEqual([]);
      expect(await trail('service_account.make')).toEqual([told('runner')]);
      expect(await trail('api_key.make')).toEqual([told('second region')]);
      expect(await trail('service_account.change')).toEqual([told('night runner')]);
    },
    TEST_MS,
  );

  it(
    'lets a key expire, restricts it, and deletes it',
    async () => {
      const project = (await named('projects', 'Late Shift'))!.id;
      const key = (await named(`projects/${project}/api_keys`, 'second region'))!;
      const path = `projects/${project}/api_keys/${key.id}`;
      await at.visit(`/projects/${project}`);
      await page.getByRole('link', { name: 'second region' }).click();
      await page.getByRole('heading', { level: 1, name: 'second region' }).waitFor();
      await at.choose('second region', 'Set expiry');
      await at.dialog.getByLabel('Ends in').selectOption('86400');
      await at.fill({ Reason: WHY });
      await at.submit('Set expiry', /The expiry of 1 key is set/);
      const day = Number(simulator.clock.now()) / 1000 + 86_400;
      const { expires_at: end } = (await openai(path)) as { expires_at: number };
      expect(Math.abs(end - day)).toBeLessThan(60);
      await at.choose('second region', 'Restrict scopes');
      await at.fill({ 'Scopes, one a line': 'api.model.request', Reason: WHY });
      await at.submit('Replace scopes', /The scopes are replaced/);
      const { scopes } = simulator.organization.keys.find(({ id }) => id === key.id)!;
      expect(scopes).toEqual(['api.model.request']);
      expect(await trail('api_key.change')).toEqual([told('second region'), told('second region')]);

      await at.choose('second region', 'Delete');
      await at.fill({ Reason: WHY });
      await at.dialog.getByLabel(/^Type .*second region.* to confirm$/).fill('second region');
      await at.submit('Delete 1 key', /1 key is deleted/);
      expect(await openai(path)).toBeNull();
      expect(await trail('api_key.delete')).toEqual([told('second region')]);
      await page.getByText(/It is gone since/).waitFor();
    },
    TEST_MS,
  );

  it(
    'deletes the service account, and archives the project with its name typed',
    async () => {
      const project = (await named('projects', 'Late Shift'))!.id;
      await at.visit(`/projects/${project}?tab=accounts`);
      await at.choose('night runner', 'Delete');
      await at.fill({ Reason: WHY });
      await at.dialog.getByLabel(/to confirm$/).fill('night runner');
      await at.submit('Delete the service account', /night runner.* is deleted/);
      expect(await listed(`projects/${project}/service_accounts`)).toEqual([]);
      expect(await trail('service_account.delete')).toEqual([told('night runner')]);

      await at.button('Archive').click();
      await at.fill({ Reason: WHY });
      await at.dialog.getByLabel(/to confirm$/).fill('Late');
      await at.dialog.getByRole('button', { name: 'Archive for ever' }).click();
      await at.dialog.getByText(/This is not .*Late Shift/).waitFor();
      expect(await openai(`projects/${project}`)).toMatchObject({ status: 'active' });
      await at.dialog.getByLabel(/to confirm$/).fill('Late Shift');
      await at.submit('Archive for ever', /Late Shift.* is archived/);
      expect(await openai(`projects/${project}`)).toMatchObject({ status: 'archived' });
      expect(await trail('project.archive')).toEqual([told('Late Shift')]);
      await page
        .getByText(/^Archived/)
        .first()
        .waitFor();
    },
    TEST_MS,
  );

  it(
    'changes a rate limit and rolls it back, sets a spend limit and removes it',
    async () => {
      const { project, model } = home;
      const limit = async () =>
        (await listed(`projects/${project}/rate_limits`)).find((each) => each['model'] === model)?.[
          'max_requests_per_1_minute'
        ];
      const before = await limit();
      await at.visit(`/projects/${project}?tab=limits`);
      await at.choose(model, 'Change limits');
      await at.fill({ 'New value: Requests / min': '1234', Reason: WHY });
      await at.submit('Apply 1 change', /The limits of .* are changed/);
      expect(await limit()).toBe(1234);
      await at.choose(model, 'Roll back the last change');
      await at.fill({ Reason: WHY });
      await at.submit('Roll back', /are rolled back/);
      expect(await limit()).toBe(before);
      expect(await trail('rate_limit.change')).toEqual([told(model), told(model)]);

      const path = `projects/${project}/spend_limit`;
      await page.getByRole('button', { name: /^(Set a|Change the) spend limit$/ }).click();
      await at.fill({ 'US dollars a month': '123456.78', Reason: WHY });
      await at.submit('Set the limit', /The spend limit is \$123,456\.78 a month now/);
      expect(await openai(path)).toMatchObject({ threshold_amount: 12_345_678 });
      await at.button('Remove the spend limit').click();
      await at.fill({ Reason: WHY });
      await at.submit('Remove the limit', /The spend limit is removed/);
      expect(await openai(path)).toBeNull();
      for (const what of ['set', 'remove'] as const) expect(await trail(`spend_limit.${what}`)).toHaveLength(1);
    },
    TEST_MS,
  );

  it(
    'makes a group, puts somebody into it, takes them out, renames and deletes it',
    async () => {
      await at.visit('/members?tab=groups');
      await at.button('Create a group').click();
      await at.fill({ Name: 'On call', Reason: WHY });
      await at.submit('Create the group', /The group .*On call.* is created/);
      const group = (await named('groups', 'On call'))!.id;
      await page.getByRole('link', { name: 'On call' }).click();
      await at.button('Add a member').click();
      await at.dialog.getByRole('searchbox', { name: 'Find a member' }).fill('rosa@');
      await at.dialog.getByRole('radio', { name: /Rosa Reader/ }).check();
      await at.fill({ Reason: WHY });
      await at.submit('Add to the group', /Rosa Reader.* is in the group now/);
      expect(await named(`groups/${group}/users`, 'Rosa Reader')).toBeDefined();
      await at.choose('Rosa Reader', 'Remove from the group');
      await at.fill({ Reason: WHY });
      await at.submit('Remove from the group', /Rosa Reader.* is no longer in the group/);
      expect(await listed(`groups/${group}/users`)).toEqual([]);
      await at.visit('/members?tab=groups');
      await at.choose('On call', 'Rename');
      await at.fill({ Name: 'Standby', Reason: WHY });
      await at.submit('Rename it', /The group is called .*Standby.* now/);
      expect(await named('groups', 'Standby')).toMatchObject({ id: group });
      await at.choose('Standby', 'Delete');
      await at.fill({ Reason: WHY });
      await at.dialog.getByLabel(/to confirm$/).fill('Standby');
      await at.submit('Delete the group', /The group .*Standby.* is deleted/);
      expect(await named('groups', 'Standby')).toBeUndefined();
      expect(await trail('group.make')).toEqual([told('On call')]);
      expect(await trail('group.change')).toEqual([told('Standby')]);
      expect(await trail('group.delete')).toEqual([told('Standby')]);
      for (const what of ['add', 'remove'] as const)
        expect(await trail(`group_member.${what}`)).toEqual([told('Rosa Reader')]);
    },
    TEST_MS,
  );

  it(
    'opens rotations of several keys at once, and leads to each',
    async () => {
      await at.visit('/keys?q=sweeper');
      for (const name of ROTATED) await at.row(name).getByRole('checkbox').check();
      await page.getByRole('region', { name: '2 selected' }).getByRole('button', { name: 'Rotate' }).click();
      await at.fill({ Reason: WHY });
      await at.dialog.getByRole('button', { name: 'Open 2 rotations' }).click();
      const links = at.dialog.getByRole('link', { name: 'Open rotation' });
      await links.nth(1).waitFor();
      expect(await trail('rotation.open')).toHaveLength(2);
      await links.first().click();
      await page.waitForURL(/\/keys\/rotations\/\d+$/);
      await page.getByRole('button', { name: 'Create new key' }).waitFor();
    },
    TEST_MS,
  );

  it(
    'lists the admin keys, the audit log with all of it, and its own trail',
    async () => {
      await at.visit('/keys?kind=admin');
      for (const { name } of await listed('admin_api_keys')) await at.row(String(name)).waitFor();
      const event = async () =>
        (await server.get('/api/v1/audit-events?event_type=group.deleted')) as { data: unknown[] };
      while ((await event()).data.length === 0) {
        await post('/api/v1/sync/runs', { feeds: ['audit-log'] });
        await new Promise((settle) => setTimeout(settle, 250));
      }
      await at.visit('/audit-log?event_type=group.deleted');
      await page
        .getByRole('link', { name: /^Open event:/ })
        .first()
        .waitFor();
      await at.visit('/activity');
      await page
        .getByText(/Ada Admin.* deleted the group .*Standby/)
        .first()
        .waitFor();
    },
    TEST_MS,
  );

  describe('shows', () => {
    const paths: Record<string, string> = {};

    beforeAll(async () => {
      const { keys } = simulator.organization;
      const { id, projectId } = keys.find((each) => each.owner.type === 'service_account' && !each.deleted)!;
      const owned = keys.find(({ owner, deleted }) => owner.type === 'user' && !owner.member.removed && !deleted)!;
      const member = owned.owner.type === 'user' ? owned.owner.member.id : '';
      const of = { api_key_id: id, project_id: projectId, reason: WHY };
      const since = new Date(Number(simulator.clock.now()) - 3 * 86_400_000).toISOString().slice(0, 10);
      const rotations = rotationsAnswer.parse(await server.get('/api/v1/rotations'));
      const found = incident.parse(await post('/api/v1/incidents', { ...of, leaked_since: since }));
      await post(`/api/v1/incidents/${found.id}/notes`, { text: 'Found in the log of a build.' });
      const [group] = await listed('groups');
      Object.assign(paths, {
        'a key': `/keys/${id}?project=${projectId}`,
        'a rotation': `/keys/rotations/${rotations.data[0]?.id}`,
        'an off-boarding': `/members/${member}/offboarding`,
        groups: '/members?tab=groups',
        'a group': `/groups/${group?.id}`,
        'the leak desk': `/keys/leak-desk?key=${id}&project=${projectId}&since=${since}T00:00:00Z`,
        'an incident': `/keys/incidents/${found.id}`,
        'its evidence': `/keys/incidents/${found.id}/evidence`,
      });
      await untilSynced(server.get, { feeds: ['costs', 'audit-log', ...LISTS] });
    }, TEST_MS);

    it.each([
      'a key',
      'a rotation',
      'an off-boarding',
      'groups',
      'a group',
      'the leak desk',
      'an incident',
      'its evidence',
    ])(
      '%s without accessibility violation, light or dark, and nothing beside a narrow screen',
      async (name) => {
        await page.setViewportSize(WIDE);
        await at.visit(paths[name]!);
        expect(await violationsInBothSchemes(page)).toEqual([]);
        expect(await tooWideAt(page, NARROW)).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
        await untilShown(watched);
      },
      120_000,
    );
  });
});
