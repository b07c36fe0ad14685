import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { betaLabs, KEYS, keyOf, keyTestOf, organizationOf, scope } from '../../testing/organization-answers.js';
import { renderApp, textOf, type RenderedApp } from '../../testing/render-app.js';
import { REFUSED } from '../../testing/sync-answers.js';

afterEach(cleanup);

type User = ReturnType<typeof userEvent.setup>;

const card = (name: RegExp) => screen.findByRole('region', { name });
const answer = () => textOf(document.querySelector('.answer'));

async function choose(user: User, name: RegExp, task: string) {
  await user.click(within(await card(name)).getByRole('button', { name: /What to do with/ }));
  await user.click(await screen.findByRole('menuitem', { name: task }));
  return within(await screen.findByRole('dialog'));
}

async function openConnect(user: User) {
  await user.click(await screen.findByRole('button', { name: 'Connect an organization' }));
  return within(await screen.findByRole('dialog'));
}

type Dialog = Awaited<ReturnType<typeof openConnect>>;

async function tryKey(user: User, dialog: Dialog, key: string) {
  await user.type(await dialog.findByLabelText('Admin key'), key);
  await user.click(dialog.getByRole('button', { name: 'Test the key' }));
}

/** All that outlives the dialog: the address, what is kept of answers and calls, and the page. */
const keptOf = ({ router, queryClient, container }: RenderedApp): string =>
  [
    router.state.location.href,
    JSON.stringify(
      queryClient
        .getQueryCache()
        .getAll()
        .map(({ state, queryKey }) => [queryKey, state]),
    ),
    JSON.stringify(
      queryClient
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
    ),
    container.innerHTML,
    JSON.stringify({ ...localStorage, ...sessionStorage }),
  ].join('\n');

describe('the page of organizations', () => {
  it('says how each is, whose its keys are, what they may do, and the exact scope to add', async () => {
    const lacking = keyTestOf({
      scopes: [
        scope('api.usage.read'),
        scope('api.management.read', 'missing'),
        scope('api.audit_logs.read', 'unknown'),
      ],
      is_expiry_known: false,
    });
    renderApp('/organizations', 'full', {
      organizations: [
        organizationOf({ keys: { read: keyOf({ test: lacking }), write: keyOf({ redacted: '\u2026wr1t' }) } }),
      ],
    });
    const text = textOf(await card(/Acme Robotics/));
    expect(answer()).toBe('1 organization is connected. The key of Acme Robotics lacks a scope.');
    expect(text).toContain('org-acme');
    expect(text).toContain('\u2026H2kd');
    expect(text).toContain('Set here 2 Nov 2026 by Olga Owner');
    expect(text).toContain('expiry not known');
    expect(text).toContain('worksCosts and usageapi.usage.read');
    expect(text).toContain('missingProjects, members, keys and limitsapi.management.read');
    expect(text).toContain('Add the scope api.management.read at OpenAI');
    expect(text).toMatch(/6 feeds stand still without it: Projects, Members, .* and 2 more\./);
    expect(text).toContain('not knownAudit logapi.audit_logs.read');
    expect(text).toContain('not knownChanging thingsNot known until the first action');
  });

  it.each([
    ['2026-12-10T00:00:00Z', 'expires in 18 days, on 10 Dec 2026', 'tone-warning'],
    ['2026-11-25T00:00:00Z', 'expires in 3 days, on 25 Nov 2026', 'tone-critical'],
    ['2026-11-20T00:00:00Z', 'expired on 20 Nov 2026', 'tone-critical'],
    ['2027-11-20T00:00:00Z', 'expires in 363 days, on 20 Nov 2027', 'tone-ok'],
    [null, 'does not expire', 'tone-ok'],
  ])('counts down to the end of a key: %s', async (expires_at, words, tone) => {
    const read = keyOf({ test: keyTestOf({ expires_at }) });
    renderApp('/organizations', 'full', { organizations: [organizationOf({ keys: { read, write: null } })] });
    const badge = await within(await card(/Acme Robotics/)).findByText(words);
    expect(badge.closest('.badge')?.className).toContain(tone);
  });

  it('connects: paste, see what the key may do, connect; nothing of the key outlives the dialog', async () => {
    const user = userEvent.setup();
    const app = renderApp('/organizations');
    const dialog = await openConnect(user);
    const field = await dialog.findByLabelText<HTMLInputElement>('Admin key');
    expect([field.type, field.autocomplete]).toEqual(['password', 'off']);
    await user.click(dialog.getByRole('button', { name: 'Show the key' }));
    expect(field.type).toBe('text');
    await tryKey(user, dialog, KEYS.partial);
    const result = textOf(await dialog.findByRole('status'));
    expect(result).toContain('This key belongs to org-gamma. expires in 18 days');
    expect(result).toContain('missingAudit logapi.audit_logs.read');
    expect(result).toContain('Not known until the first action');
    expect(app.bodies).toEqual([{ admin_key: KEYS.partial }]);
    await user.type(dialog.getByLabelText('Name (optional)'), 'Gamma');
    await user.type(dialog.getByLabelText('Key for changes (optional)'), KEYS.fresh);
    await user.click(dialog.getByRole('button', { name: 'Connect' }));
    expect(textOf(await card(/Gamma/))).toContain('connecting');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(app.bodies.at(-1)).toEqual({ admin_key: KEYS.partial, write_key: KEYS.fresh, name: 'Gamma' });
    expect(keptOf(app)).not.toMatch(/sk-admin-of/);
    expect(await screen.findByText(/Gamma.* is connected; collecting begins/)).toBeTruthy();
  });

  it.each([
    [KEYS.refused, /OpenAI does not take this key \(401, req_9d21e7\)/],
    [KEYS.ofProject, /Admin key is a key of a project: an admin key is needed\./],
    [KEYS.acme, /Acme Robotics.* is connected already/],
  ])('refuses %s and says why', async (key, says) => {
    const user = userEvent.setup();
    const app = renderApp('/organizations');
    const dialog = await openConnect(user);
    await tryKey(user, dialog, key);
    expect(await dialog.findByText(says)).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Connect' })).toBeNull();
    expect(app.bodies).toEqual([{ admin_key: key }]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keptOf(app)).not.toContain(key);
  });

  it('says in the words of the server that the second key is of another organization', async () => {
    const user = userEvent.setup();
    renderApp('/organizations');
    const dialog = await openConnect(user);
    await tryKey(user, dialog, KEYS.fresh);
    await user.type(await dialog.findByLabelText('Key for changes (optional)'), KEYS.beta);
    await user.click(dialog.getByRole('button', { name: 'Connect' }));
    expect(await dialog.findByText(/belongs to another organization\./)).toBeTruthy();
  });

  it('goes on with the history of one that was disconnected', async () => {
    const user = userEvent.setup();
    const organizations = [organizationOf(), betaLabs({ state: 'disconnected', keys: { read: null, write: null } })];
    renderApp('/organizations', 'full', { organizations });
    await card(/Beta Labs/);
    expect(answer()).toContain('1 is disconnected; its history is kept.');
    const dialog = await choose(user, /Beta Labs/, 'Connect again');
    await tryKey(user, dialog, KEYS.beta);
    expect(await dialog.findByText(/was connected before. Its history goes on/)).toBeTruthy();
    expect(dialog.getByRole('button', { name: 'Connect' })).toBeTruthy();
  });

  it('replaces a key after the same test, and none by that of another organization', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/organizations', 'several');
    const dialog = await choose(user, /Acme Robotics/, 'Replace the key');
    await tryKey(user, dialog, KEYS.beta);
    expect(await dialog.findByText(/This key belongs to .*Beta Labs.*, not to .*Acme Robotics/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Use another key' }));
    await tryKey(user, dialog, KEYS.acme);
    await user.type(await dialog.findByLabelText('Reason (optional)'), 'rotation');
    await user.click(dialog.getByRole('button', { name: 'Replace the key' }));
    await waitFor(async () => expect(textOf(await card(/Acme Robotics/))).toContain('\u2026new1'));
    expect(bodies.at(-1)).toEqual({ admin_key: KEYS.acme, reason: 'rotation' });
  });

  it('adds and forgets a key for changes', async () => {
    const user = userEvent.setup();
    const app = renderApp('/organizations');
    const adding = await choose(user, /Acme Robotics/, 'Add a key for changes');
    await tryKey(user, adding, KEYS.acme);
    await user.click(await adding.findByRole('button', { name: 'Keep this key' }));
    await waitFor(async () => expect(textOf(await card(/Acme Robotics/))).toContain('\u2026new1'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const forgetting = await choose(user, /Acme Robotics/, 'Forget the key for changes');
    await user.click(forgetting.getByRole('button', { name: 'Forget it' }));
    await waitFor(async () => expect(textOf(await card(/Acme Robotics/))).not.toContain('\u2026new1'));
    expect(app.asked).toContain('PUT /api/v1/organizations/1/keys/write');
    expect(app.asked).toContain('DELETE /api/v1/organizations/1/keys/write');
  });

  it('disconnects with a reason, then deletes the history when its name is typed', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/organizations');
    const leaving = await choose(user, /Acme Robotics/, 'Disconnect');
    expect(leaving.getByText(/What was collected stays and is shown/)).toBeTruthy();
    await user.click(leaving.getByRole('button', { name: 'Disconnect' }));
    expect(await leaving.findByText('Reason is missing.')).toBeTruthy();
    await user.type(leaving.getByLabelText('Reason'), 'sold{Enter}');
    await waitFor(async () => expect(textOf(await card(/Acme Robotics/))).toContain('disconnected'));
    expect(bodies).toEqual([{ reason: 'sold' }]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const removing = await choose(user, /Acme Robotics/, 'Delete its history');
    expect(removing.getByText(/This cannot be undone/)).toBeTruthy();
    await user.type(removing.getByLabelText('Reason'), 'contract over');
    await user.type(removing.getByLabelText(/^Type .*Acme Robotics/), 'Acme{Enter}');
    expect(await removing.findByText(/This is not .*Acme Robotics/)).toBeTruthy();
    expect(bodies).toHaveLength(1);
    await user.type(removing.getByLabelText(/^Type .*Acme Robotics/), ' Robotics{Enter}');
    await waitFor(async () => expect(textOf(await card(/Acme Robotics/))).toContain('history is being deleted'));
    expect(bodies.at(-1)).toEqual({ name: 'Acme Robotics', reason: 'contract over' });
    expect(within(await card(/Acme Robotics/)).queryByRole('button')).toBeNull();
  });

  it('tests a key again, and renames', async () => {
    const user = userEvent.setup();
    const { asked, bodies } = renderApp('/organizations');
    await user.click(await screen.findByRole('button', { name: 'Test again' }));
    expect(await screen.findByText('The key was tested')).toBeTruthy();
    expect(asked).toContain('POST /api/v1/organizations/1/keys/read/test');
    const dialog = await choose(user, /Acme Robotics/, 'Change the name');
    await user.clear(dialog.getByLabelText('Name'));
    await user.type(dialog.getByLabelText('Name'), 'Acme{Enter}');
    await waitFor(() => expect(bodies.at(-1)).toEqual({ name: 'Acme' }));
    expect(await card(/^.?Acme.?$/)).toBeTruthy();
  });

  it('says where a key of the environment is changed, and does not offer it', async () => {
    const user = userEvent.setup();
    const keys = { read: keyOf({ source: 'environment', set_by: null }), write: null };
    renderApp('/organizations', 'full', { organizations: [organizationOf({ keys })] });
    expect(textOf(await card(/Acme Robotics/))).toContain(
      'Set by OPENAI_ADMIN_KEY; change it there and start Bursar again',
    );
    await user.click(screen.getByRole('button', { name: /What to do with/ }));
    await screen.findByRole('menuitem', { name: 'Change the name' });
    expect(screen.queryByRole('menuitem', { name: 'Replace the key' })).toBeNull();
    expect(screen.queryByRole('menuitem', { name: 'Disconnect' })).toBeNull();
  });

  it('takes no key in the demo, and says why', async () => {
    renderApp('/organizations', 'demo');
    expect(await screen.findByText('The demo takes no real key')).toBeTruthy();
    expect(textOf(await card(/Acme Robotics/))).toContain('simulator');
    expect(screen.queryByRole('button', { name: 'Connect an organization' })).toBeNull();
    expect(screen.queryByRole('button', { name: /What to do with|Test again/ })).toBeNull();
  });

  it('is explained to who may not see it', async () => {
    const { asked } = renderApp('/organizations', 'full', { person: personOf('finance') });
    expect(
      await screen.findByRole('heading', { name: 'You may not see connected organizations', level: 2 }),
    ).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Organizations' })).toBeNull();
    expect(asked).not.toContain('GET /api/v1/organizations');
  });
});

describe('the state of one that has stopped', () => {
  it('stands in the answer and on its card', async () => {
    renderApp('/organizations', 'several', {
      organizations: [organizationOf(), betaLabs({ state: 'stopped', error: REFUSED })],
    });
    const text = textOf(await card(/Beta Labs/));
    expect(text).toContain('OpenAI refused the admin key (401, req_9d21e7)');
    expect(answer()).toBe('2 organizations are connected. Beta Labs has stopped: its key needs you.');
  });
});

describe('organizations that cannot be read', () => {
  it('are not said to be on their way: what failed stands there, with a way to try again', async () => {
    renderApp('/organizations', 'failing');
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(answer()).toBe('Which organizations are connected cannot be shown right now.');
  });
});
