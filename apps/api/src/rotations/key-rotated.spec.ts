/** A key is rotated from the first step to the last, and what keeps it from being taken away too early. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CAPABILITIES,
  keyDetail,
  type Rotation,
  rotation as rotationSchema,
  rotationKeyAnswer,
  type RotationKeyAnswer,
  type RotationsAnswer,
} from '@bursar/contract';
import { type RotationStand, startRotations } from './testing/rotation-stand.js';

let at: RotationStand;
beforeAll(async () => {
  at = await startRotations();
});
afterEach(() => at.stand.simulator.faults.clear());
afterAll(() => at.close());

let id = '';
let newKey = '';
let secret = '';

const show = async (): Promise<Rotation> => (await at.send('GET', `/${id}`)).body;
const keysOfAccount = () =>
  at.stand.simulator.organization.keys.filter(
    ({ owner, deleted }) => !deleted && owner.type === 'service_account' && owner.account.id === at.accountId,
  );

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

describe('a rotation of a key of a service account', () => {
  it('is opened once, and has everything that can name the key read by the minute from then on', async () => {
    const asleep = await at.stand.query<{ feed: string }>(
      `SELECT feed FROM feeds WHERE feed = 'usage-1m/audio_transcriptions' AND memory->>'isQuiet' = 'true'`,
    );
    expect(asleep).toHaveLength(1);
    const opened = await at.send('POST', '', { api_key_id: at.keyId, project_id: at.projectId, reason: 'too old' });
    expect([opened.status, opened.text.includes('too old')]).toEqual([201, true]);
    ({ id } = rotationSchema.parse(opened.body));
    expect(opened.body).toMatchObject({ kind: 'service_account', state: 'opened', new_key: null });
    const twice = await at.refusal('POST', '', { api_key_id: at.keyId, project_id: at.projectId, reason: 'again' });
    expect(twice).toEqual([409, '/problems/invalid-request', expect.stringContaining(`rotation ${id}`)]);
    at.use(at.keyId, 2);
    await at.pass(2);
    const { drain, steps } = await show();
    expect(drain.coverage.map(({ capability, is_complete }) => [capability, is_complete])).toEqual([
      ['completions', true],
      ['audio_transcriptions', true],
    ]);
    expect(drain).toMatchObject({ state: 'traffic', requests_in_required: 3, quiet_since: null });
    expect(steps.map(({ state }) => state)).toEqual(['current', 'waiting', 'waiting', 'waiting', 'waiting']);
  });

  it('is nothing to who is limited to other projects', async () => {
    expect((await at.send('GET', '/999999')).status).toBe(404);
    expect((await at.send('GET', '/no-number')).status).toBe(404);
    const limited = { who: 'elsewhere' } as const;
    expect((await at.send('GET', `/${id}`, undefined, limited)).status).toBe(404);
    expect((await at.send('POST', `/${id}/new-key`, {}, limited)).status).toBe(404);
    expect((await at.send('POST', `/${id}/cancel`, { reason: 'x' }, limited)).status).toBe(404);
    expect((await at.send<RotationsAnswer>('GET', '', undefined, limited)).body.data).toEqual([]);
    const body = { api_key_id: at.keyId, project_id: at.projectId, reason: 'x' };
    expect((await at.send('POST', '', body, limited)).status).toBe(404);
  });

  it('makes one new key on the same account, and shows its secret once', async () => {
    const [one, other] = await Promise.all([
      at.send<RotationKeyAnswer>('POST', `/${id}/new-key`, {}),
      at.send<RotationKeyAnswer>('POST', `/${id}/new-key`, {}),
    ]);
    const [made, refused] = one.status === 201 ? [one, other] : [other, one];
    expect([made.status, refused.status]).toEqual([201, 409]);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const answer = rotationKeyAnswer.parse(made.body);
    newKey = answer.rotation.new_key?.api_key_id ?? '';
    secret = answer.secret ?? '';
    expect(secret).toMatch(/^sk-proj-simulator-/);
    expect(answer.rotation.state).toBe('created');
    expect(keysOfAccount().map((key) => key.id)).toEqual([at.keyId, newKey]);
    const again = await at.refusal('POST', `/${id}/new-key`, {});
    expect(again).toEqual([409, '/problems/invalid-request', expect.stringContaining(newKey)]);
    const successions = await at.stand.query('SELECT old_key_id, new_key_id, rotation_id::text FROM key_successions');
    expect(successions).toEqual([{ old_key_id: at.keyId, new_key_id: newKey, rotation_id: id }]);
  });

  it('keeps the secret nowhere', async () => {
    const tables = await at.stand.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
    );
    for (const { name } of tables) {
      const rows = await at.stand.query(`SELECT 1 FROM "${name}" t WHERE t::text LIKE $1`, `%${secret}%`);
      expect([name, rows]).toEqual([name, []]);
    }
    expect(at.stand.engine.log.filter((line) => line.includes(secret))).toEqual([]);
    expect((await at.send('GET', `/${id}`)).text).not.toContain(secret);
  });

  it('refuses to take the old key away while it is used', async () => {
    await at.pass(3);
    expect((await at.send('POST', `/${id}/placed`, {})).body).toMatchObject({ state: 'draining' });
    expect((await at.refusal('POST', `/${id}/placed`, {}))[0]).toBe(409);
    const [status, type, detail] = await at.refusal('POST', `/${id}/delete`, { reason: 'done with it' });
    expect([status, type]).toEqual([409, '/problems/still-used']);
    expect(detail).toContain('it made 3 requests in the last 15 minutes');
    expect(await at.refusal('POST', `/${id}/expire`, { reason: 'x', expires_in_seconds: 60 })).toContain(
      '/problems/still-used',
    );
    expect(keysOfAccount()).toHaveLength(2);
  });

  it('refuses like traffic where minutes of one capability were not read', async () => {
    at.use(newKey, 1, 5);
    await at.pass(16);
    at.stand.simulator.faults.add({
      kind: 'status',
      status: 500,
      match: { path: CAPABILITIES.audio_transcriptions.path },
    });
    await at.pass(16);
    const { drain, minutes } = await show();
    expect(drain.state).toBe('unknown');
    expect(drain.reasons).toEqual(['minutes_missing']);
    expect(drain.coverage.map(({ capability, is_complete }) => [capability, is_complete])).toEqual([
      ['completions', true],
      ['audio_transcriptions', false],
    ]);
    expect(minutes.filter((minute) => minute.new === 5)).toHaveLength(1);
    const [status, , detail] = await at.refusal('POST', `/${id}/delete`, { reason: 'done with it' });
    expect([status, detail]).toEqual([409, expect.stringContaining('minutes were not read of audio_transcriptions')]);
  });

  it('takes calls for traffic that arrive late, and last_used_at that moves', async () => {
    await at.pass(1);
    expect((await show()).drain).toMatchObject({ state: 'drained', reasons: [] });
    at.use(at.keyId, 12);
    await at.pass(1);
    expect((await show()).drain).toMatchObject({ state: 'traffic' });
    await at.pass(15);
    await at.pass(15);
    expect((await show()).drain).toMatchObject({ state: 'drained' });
    const { last_used_at: seen } = (await show()).drain;
    at.stand.simulator.faults.add({
      kind: 'item-fields',
      id: at.keyId,
      fields: { last_used_at: Math.floor(Date.parse(seen ?? '') / 1000) + 60 },
    });
    const [status, , detail] = await at.refusal('POST', `/${id}/delete`, { reason: 'done with it' });
    expect([status, detail]).toEqual([409, expect.stringContaining('has changed while it was looked at')]);
  });

  it('lets the silent key expire, shows its evidence, and is over', async () => {
    await at.pass(1);
    const early = await at.refusal('POST', `/${id}/done`, {});
    expect(early).toEqual([409, '/problems/invalid-request', expect.stringContaining('still works')]);
    const expiring = await at.send('POST', `/${id}/expire`, { reason: 'silent', expires_in_seconds: 3600 });
    expect(expiring.body).toMatchObject({ state: 'expiring', drain: { state: 'drained' } });
    const key = keysOfAccount().find((one) => one.id === at.keyId);
    expect(key?.expiresAt).toBe(Math.floor(at.stand.simulator.clock.now().getTime() / 1000) + 3600);
    const before = { state: 'expiring', expires_at: new Date((key?.expiresAt ?? 0) * 1000).toISOString() };
    const moved = await at.send('POST', `/${id}/expire`, { reason: 'sooner', expires_in_seconds: 600 });
    const end = Math.floor(at.stand.simulator.clock.now().getTime() / 1000) + 600;
    expect([moved.status, moved.body.old_key.expires_at]).toEqual([200, instantOf(end)]);
    expect(moved.body.timeline.at(-1)).toMatchObject({ event: 'expiry_moved', reason: 'sooner' });
    const [told] = await at.stand.query(
      `SELECT t.before, o.after->>'expires_at' AS after FROM activity t JOIN activity o ON o.completes = t.id
        WHERE t.reason = 'sooner'`,
    );
    expect(told).toEqual({ before, after: new Date(end * 1000).toISOString() });
    const done = await at.send('POST', `/${id}/done`, {});
    expect(done.body).toMatchObject({ state: 'done', drain: { state: 'drained' } });
    expect(done.body.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(done.body.timeline.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['opened', 'new_key_created', 'first_call_of_new_key', 'placed', 'expiry_set', 'done']),
    );
    const { body } = await at.send<RotationsAnswer>('GET', '?state=done');
    expect(body.data).toEqual([expect.objectContaining({ id, reason: 'too old' })]);
  });

  it('leaves every try in the trail, those that were refused too', async () => {
    const rows = await at.stand.query<{ what: string; outcome: string }>(
      `SELECT t.what, o.outcome FROM activity t JOIN activity o ON o.completes = t.id
        WHERE t.what LIKE 'rotation.%' ORDER BY t.id`,
    );
    expect(rows.filter(({ outcome }) => outcome === 'succeeded').map(({ what }) => what)).toEqual([
      ...['rotation.open', 'rotation.make_key', 'rotation.place', 'rotation.expire_key'],
      ...['rotation.expire_key', 'rotation.finish'],
    ]);
    expect(rows.filter(({ outcome }) => outcome === 'refused').map(({ what }) => what)).toEqual(
      expect.arrayContaining(['rotation.open', 'rotation.make_key', 'rotation.delete_key', 'rotation.finish']),
    );
  });

  it('stands in the timeline of the old key and of the new one', async () => {
    for (const key of [at.keyId, newKey]) {
      const response = await fetch(`${at.served.url}/api/v1/key-inventory/${key}`, {
        headers: { connection: 'close' },
      });
      const { timeline } = keyDetail.parse(await response.json());
      const told = timeline.filter(({ what, outcome }) => what.startsWith('rotation.') && outcome === 'succeeded');
      expect(told.map(({ what, key_id }) => [what, key_id]).toReversed()).toEqual([
        ['rotation.open', at.keyId],
        ['rotation.make_key', newKey],
        ['rotation.place', at.keyId],
        ['rotation.expire_key', at.keyId],
        ['rotation.expire_key', at.keyId],
        ['rotation.finish', at.keyId],
      ]);
      expect(told.flatMap(({ changes }) => changes.map(({ field }) => field))).not.toContain('drain');
    }
  });
});
