/** What goes wrong on the way: answers that are lost, servers that end, keys that OpenAI keeps, members who own keys. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rotation, RotationKeyAnswer } from '@bursar/contract';
import { dieAt } from '../sync/testing/die-at.js';
import { serve } from '../testing/served.js';
import { type RotationStand, startRotations } from './testing/rotation-stand.js';

let at: RotationStand;
beforeAll(async () => {
  at = await startRotations();
});
afterEach(() => at.stand.simulator.faults.clear());
afterAll(() => at.close());

const KEYS = '/organization/projects/*/service_accounts/*/api_keys';
const open = async (keyId = at.keyId): Promise<string> => {
  const body = { api_key_id: keyId, project_id: at.projectId, reason: 'spec' };
  return (await at.send('POST', '', body)).body.id;
};
const makeKey = (id: string, body: object = {}) => at.send<RotationKeyAnswer>('POST', `/${id}/new-key`, body);
const keysOf = (accountId: string): string[] =>
  at.stand.simulator.organization.keys
    .filter(({ owner, deleted }) => !deleted && owner.type === 'service_account' && owner.account.id === accountId)
    .map(({ id }) => id);
const cancel = (id: string) => at.send('POST', `/${id}/cancel`, { reason: 'next story' });
const drained = async (): Promise<void> => {
  await at.pass(18);
  await at.pass(18);
};

describe('an answer of OpenAI that is lost', () => {
  it('makes one key all the same, says that its secret is lost, and makes another when asked to', async () => {
    const id = await open();
    at.stand.simulator.faults.add({ kind: 'lost-answer', ms: 0, match: { method: 'POST', path: KEYS }, times: 1 });
    const lost = await makeKey(id);
    expect([lost.status, lost.body.state, lost.body.secret]).toEqual([200, 'found', null]);
    const found = lost.body.rotation.new_key?.api_key_id ?? '';
    expect(keysOf(at.accountId)).toEqual([at.keyId, found]);
    expect(lost.body.rotation.new_key).toMatchObject({ is_secret_lost: true });
    expect((await at.refusal('POST', `/${id}/placed`, {}))[2]).toContain('Nobody has the secret');
    expect((await at.refusal('POST', `/${id}/new-key`, {}))[2]).toContain('replace_lost');
    const replaced = await makeKey(id, { replace_lost: true });
    expect([replaced.status, replaced.body.secret?.slice(0, 8)]).toEqual([201, 'sk-proj-']);
    expect(replaced.body.rotation.replaced_keys).toEqual([found]);
    expect(keysOf(at.accountId)).toEqual([at.keyId, replaced.body.rotation.new_key?.api_key_id]);
    await cancel(id);
  });

  it('is not known while the list cannot be read, and found by who asks next', async () => {
    const id = await open();
    const before = keysOf(at.accountId);
    at.stand.simulator.faults.add({ kind: 'lost-answer', ms: 0, match: { method: 'POST', path: KEYS } });
    const reading = { method: 'GET', path: '/organization/projects/*/api_keys' };
    at.stand.simulator.faults.add({ kind: 'status', status: 500, match: reading, afterRequests: 2 });
    const unknown = await makeKey(id);
    expect([unknown.status, unknown.body.state, unknown.body.rotation.is_creation_open]).toEqual([
      202,
      'unknown',
      true,
    ]);
    expect((await at.refusal('POST', `/${id}/cancel`, { reason: 'x' }))[2]).toContain('Nobody knows yet');
    at.stand.simulator.faults.clear();
    const found = await makeKey(id);
    expect([found.status, found.body.state]).toEqual([200, 'found']);
    expect(keysOf(at.accountId)).toHaveLength(before.length + 1);
    expect(found.body.rotation).toMatchObject({ is_creation_open: false, new_key: { is_secret_lost: true } });
    await cancel(id);
  });

  it('is told as OpenAI’s refusal where OpenAI says no, and nothing is left open', async () => {
    const id = await open();
    const message = 'Key expiry is required by the policy of the project.';
    at.stand.simulator.faults.add({ kind: 'status', status: 400, message, match: { method: 'POST', path: KEYS } });
    expect(await at.refusal('POST', `/${id}/new-key`, {})).toEqual([
      409,
      '/problems/openai-refused',
      expect.stringContaining(message),
    ]);
    expect((await at.send('GET', `/${id}`)).body.is_creation_open).toBe(false);
    await cancel(id);
  });
});

describe('a secret that was shown, and that nobody has', () => {
  const keys = () => keysOf(at.accountId);

  it('is replaced on the word of who lost it, until the new key is in place; the trail has the reason', async () => {
    const id = await open();
    const before = keys();
    const first = (await makeKey(id)).body.rotation.new_key?.api_key_id ?? '';
    expect((await at.refusal('POST', `/${id}/new-key`, {}))[2]).toContain('send replace_lost');
    const reason = 'the page was reloaded';
    const { status, body } = await makeKey(id, { replace_lost: true, reason });
    expect([status, body.state, body.secret?.slice(0, 8)]).toEqual([201, 'created', 'sk-proj-']);
    expect(body.rotation).toMatchObject({
      state: 'created',
      replaced_keys: [first],
      new_key: { is_secret_lost: false },
    });
    expect(keys()).toEqual([...before, body.rotation.new_key?.api_key_id]);
    expect(body.rotation.timeline.at(-1)).toMatchObject({ event: 'new_key_replaced', reason });
    await at.send('POST', `/${id}/placed`, {});
    const refused = await at.refusal('POST', `/${id}/new-key`, { replace_lost: true });
    expect([refused[0], refused[2]]).toEqual([409, expect.stringContaining('is in place')]);
    await cancel(id);
  });

  it('is replaced where somebody deleted the key at OpenAI, and no deleted key is in place when that fails', async () => {
    const id = await open();
    const first = (await makeKey(id)).body.rotation.new_key?.api_key_id ?? '';
    at.stand.simulator.organization.deleteKey(first);
    at.stand.simulator.faults.add({ kind: 'status', status: 400, match: { method: 'POST', path: KEYS }, times: 1 });
    expect((await at.refusal('POST', `/${id}/new-key`, { replace_lost: true }))[1]).toBe('/problems/openai-refused');
    expect((await at.refusal('POST', `/${id}/placed`, {}))[2]).toContain('Nobody has the secret');
    expect((await makeKey(id, { replace_lost: true })).status).toBe(201);
    await cancel(id);
  });

  it.each([
    ['OpenAI tells of a last use', [], []],
    ['minutes show calls', ['usage-1m/completions'], [null]],
  ])('is not lost where the new key has been called already: %s', async (_, feeds, told) => {
    const id = await open();
    const made = (await makeKey(id)).body.rotation.new_key?.api_key_id ?? '';
    await at.pass(1);
    at.use(made, 0);
    await at.pass(1, feeds);
    for (const last_used_at of told) {
      at.stand.simulator.faults.add({ kind: 'item-fields', id: made, fields: { last_used_at } });
    }
    const [status, type, detail] = await at.refusal('POST', `/${id}/new-key`, { replace_lost: true });
    expect([status, type]).toEqual([409, '/problems/still-used']);
    expect(detail).toContain('somebody has its secret');
    expect(keys()).toContain(made);
    expect((await at.send('GET', `/${id}`)).body.new_key).toMatchObject({ api_key_id: made, is_secret_lost: false });
    await cancel(id);
  });
});

describe('a server that ends', () => {
  it('just after OpenAI made the key leaves it to the next one to find, and there is exactly one', async () => {
    const id = await open();
    const before = keysOf(at.accountId);
    const dying = await at.stand.start();
    const served = await serve(dying.module);
    try {
      const death = dieAt(dying.dataSource, 1, /new_key_id = /);
      const answered = await at.send('POST', `/${id}/new-key`, {}, { served });
      expect([answered.status, death.died()]).toEqual([500, true]);
    } finally {
      await served.close();
      // With a process its connections end, and with these what it had locked.
      await dying.dataSource.destroy();
    }
    expect(keysOf(at.accountId)).toHaveLength(before.length + 1);
    const resumed = await makeKey(id);
    expect([resumed.status, resumed.body.state]).toEqual([200, 'found']);
    expect(keysOf(at.accountId)).toHaveLength(before.length + 1);
    expect(resumed.body.rotation).toMatchObject({ state: 'created', new_key: { is_secret_lost: true } });
    await cancel(id);
  });

  it('before OpenAI was asked leaves nothing behind that hinders', async () => {
    const id = await open();
    await at.stand.query(
      `UPDATE rotations SET attempt = $2 WHERE id = $1`,
      id,
      JSON.stringify({ at: new Date(0).toISOString(), name: 'never sent', serviceAccountId: at.accountId, known: [] }),
    );
    const made = await makeKey(id);
    expect([made.status, made.body.state]).toEqual([201, 'created']);
    await cancel(id);
  });
});

describe('a key that is still used', () => {
  it('is deleted for who forces it and says why; the trail keeps both', async () => {
    const [keyId = ''] = keysOf(at.accountId).slice(-1);
    await at.pass(1);
    const id = await open(keyId);
    await makeKey(id);
    at.use(keyId, 0);
    await at.pass(1);
    expect((await at.refusal('POST', `/${id}/delete`, { reason: 'leaked' }))[1]).toBe('/problems/still-used');
    const gone = await at.send('POST', `/${id}/delete`, { reason: 'it is on a public page', force: true });
    expect(gone.body.state).toBe('deleted');
    expect(keysOf(at.accountId)).not.toContain(keyId);
    expect(gone.body.timeline).toContainEqual(
      expect.objectContaining({ event: 'old_key_deleted', was_forced: true, reason: 'it is on a public page' }),
    );
    expect((await at.refusal('POST', `/${id}/delete`, { reason: 'again' }))[2]).toContain('gone already');
    expect((await at.send('POST', `/${id}/done`, {})).body).toMatchObject({
      state: 'done',
      drain: { state: 'traffic' },
    });
    expect((await at.refusal('POST', `/${id}/done`, {}))[2]).toContain('is done since');
  });
});

describe('a key that OpenAI deletes with its account only', () => {
  it('is moved to a new account, and the old account goes when no other key is on it', async () => {
    const account = at.stand.simulator.organization.addServiceAccount(at.projectId, 'older');
    const keyId = await at.keyAt(account.id);
    const id = await open(keyId);
    await makeKey(id);
    await at.send('POST', `/${id}/placed`, {});
    await drained();
    at.stand.simulator.faults.add({ kind: 'undeletable-account-keys' });
    const refused = await at.send('POST', `/${id}/delete`, { reason: 'silent' });
    expect(refused.body).toMatchObject({ state: 'draining', needs_new_account: true });
    expect(refused.body.timeline.map(({ event }) => event)).toContain('delete_refused_by_openai');
    const together = { reason: 'silent', with_account: true };
    expect((await at.refusal('POST', `/${id}/delete`, together))[2]).toContain('The new key is on the same account');
    const moved = await makeKey(id, { new_service_account_name: 'newer' });
    expect([moved.status, moved.body.rotation.new_key?.service_account_id]).not.toContain(account.id);
    const stray = await at.keyAt(account.id);
    await drained();
    expect((await at.refusal('POST', `/${id}/delete`, together))[2]).toContain(stray);
    at.stand.simulator.organization.deleteKey(stray);
    const gone = await at.send('POST', `/${id}/delete`, together);
    expect(gone.body).toMatchObject({ state: 'deleted' });
    expect(keysOf(account.id)).toEqual([]);
    expect((await at.send<Rotation>('POST', `/${id}/done`, {})).body.state).toBe('done');
  });
});

describe('a key of a member', () => {
  it('is replaced by one of a service account, for nobody can make keys of members', async () => {
    const { id: keyId } = at.stand.simulator.organization.addKey(at.projectId, 'by hand');
    await at.stand.collect();
    const id = await open(keyId);
    expect((await at.send('GET', `/${id}`)).body.kind).toBe('member');
    expect((await at.refusal('POST', `/${id}/new-key`, {}))[2]).toContain('lets nobody make keys of members');
    const made = await makeKey(id, { service_account_id: at.accountId });
    expect([made.status, made.body.rotation.new_key?.service_account_id]).toEqual([201, at.accountId]);
    const again = await makeKey(id, { replace_lost: true });
    expect([again.status, again.body.rotation.new_key?.service_account_id]).toEqual([201, at.accountId]);
    await at.send('POST', `/${id}/placed`, {});
    await drained();
    const gone = await at.send('POST', `/${id}/delete`, { reason: 'silent' });
    expect(gone.body).toMatchObject({ state: 'deleted', drain: { state: 'drained' } });
    await at.send('POST', `/${id}/done`, {});
  });
});
