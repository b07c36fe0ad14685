/** Servers that end, and answers that are lost, while the old key of a rotation is put to its end. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RotationEvent } from '@bursar/contract';
import { dieAt } from '../sync/testing/die-at.js';
import { serve } from '../testing/served.js';
import { type RotationStand, startRotations } from './testing/rotation-stand.js';

let at: RotationStand;
let id = '';
let keyId = '';
beforeAll(async () => {
  at = await startRotations();
});
afterEach(() => at.stand.simulator.faults.clear());
afterAll(() => at.close());

const KEY = '/organization/projects/*/api_keys/*';
const EXPIRE = { reason: 'silent', expires_in_seconds: 3600, force: true };
const DELETE = { reason: 'silent', force: true };
const STEPS = { placed: [{}, 'placed'], expire: [EXPIRE, 'expiry_set'], delete: [DELETE, 'old_key_deleted'] } as const;
type Step = keyof typeof STEPS;

/** A key of its own for each story, with a new key made. */
beforeEach(async () => {
  await at.pass(1);
  keyId = await at.keyAt(at.accountId);
  const body = { api_key_id: keyId, project_id: at.projectId, reason: 'spec' };
  id = (await at.send('POST', '', body)).body.id;
  await at.send('POST', `/${id}/new-key`, {});
});
afterEach(() => at.send('POST', `/${id}/cancel`, { reason: 'next story' }));

const sent = (method: string): number =>
  at.stand.simulator.requests.count(
    (request) => request.method === method && request.path.endsWith(`/api_keys/${keyId}`),
  );
const outcomes = async (): Promise<(string | null)[]> => {
  const rows = await at.stand.query<{ outcome: string | null }>(
    `SELECT o.outcome FROM activity t LEFT JOIN activity o ON o.completes = t.id
      WHERE t.target->>'id' = $1 AND t.what IN ('rotation.place', 'rotation.expire_key', 'rotation.delete_key')
        AND t.completes IS NULL ORDER BY t.id`,
    id,
  );
  return rows.map(({ outcome }) => outcome);
};
const events = async (): Promise<RotationEvent[]> =>
  (await at.send('GET', `/${id}`)).body.timeline.map(({ event }) => event).filter((event) => event !== 'quiet');

/** Takes a step on a server of which nothing reaches the database any more from a statement on. */
async function killedAt(statement: RegExp, step: Step): Promise<void> {
  const dying = await at.stand.start();
  const served = await serve(dying.module);
  try {
    const death = dieAt(dying.dataSource, 1, statement);
    const answered = await at.send('POST', `/${id}/${step}`, STEPS[step][0], { served });
    expect([answered.status, death.died()]).toEqual([500, true]);
  } finally {
    await served.close();
    // With a process its connections end, and with these what it had locked.
    await dying.dataSource.destroy();
  }
}

/** Where a server dies: the step, the statement that is its last, and the state that the rotation comes to. */
const DEATHS: [Step, RegExp, state: string][] = [
  ['placed', /FROM chosen/, 'draining'],
  ['expire', /SET state = .*expires_at/, 'expiring'],
  ['expire', /FROM chosen/, 'expiring'],
  ['delete', /SET state = .*retired_at/, 'deleted'],
  ['delete', /FROM chosen/, 'deleted'],
];

describe('a server that ends', () => {
  it.each(DEATHS)(
    'in the middle of %s (at %s) is followed by one that goes on, and tells it',
    async (step, statement, state) => {
      await killedAt(statement, step);
      const calls = [sent('POST'), sent('DELETE')];
      expect(await outcomes()).toEqual([null]);
      await at.pass(1);
      const { body } = await at.send('GET', `/${id}`);
      expect(body.state).toBe(state);
      expect([sent('POST'), sent('DELETE')]).toEqual(calls);
      expect(await outcomes()).toEqual(['succeeded']);
      expect(await events()).toContain(STEPS[step][1]);
      expect((await at.send('GET', `/${id}`)).body.steps.find((one) => one.state === 'current')?.step).not.toBe(
        'create',
      );
    },
  );

  it.each(DEATHS)(
    'in the middle of %s (at %s) leaves it done once for who asks again',
    async (step, statement, state) => {
      await killedAt(statement, step);
      const calls = [sent('POST'), sent('DELETE')];
      const again = await at.send('POST', `/${id}/${step}`, STEPS[step][0]);
      expect([again.status, again.body.state]).toEqual([200, state]);
      expect([sent('POST'), sent('DELETE')]).toEqual(calls);
      expect(await outcomes()).toEqual(['succeeded', 'succeeded']);
      expect((await events()).filter((event) => event === STEPS[step][1])).toHaveLength(1);
    },
  );

  it.each<Step>(['expire', 'delete'])(
    'before OpenAI was asked to %s leaves nothing done, and nothing in the way',
    async (step) => {
      await killedAt(/SET open_step/, step);
      expect([sent('POST'), sent('DELETE')]).toEqual([0, 0]);
      await at.pass(1);
      expect((await at.send('GET', `/${id}`)).body.state).toBe('created');
      expect((await at.send('POST', `/${id}/${step}`, STEPS[step][0])).status).toBe(200);
      expect(sent('POST') + sent('DELETE')).toBe(1);
    },
  );
});

describe('an answer of OpenAI that is lost', () => {
  /** @param reads of the old key that succeed before none does */
  const unreadableAfter = (reads: number) =>
    at.stand.simulator.faults.add({
      ...{ kind: 'status', status: 500, afterRequests: reads },
      match: { method: 'GET', path: KEY },
    });
  const method = { expire: 'POST', delete: 'DELETE' } as const;

  it.each([
    ['expire', 2, 'expiring'],
    ['delete', 1, 'deleted'],
  ] as const)('to %s is 202, said to be unknown, and found out later', async (step, reads, state) => {
    at.stand.simulator.faults.add({ kind: 'lost-answer', ms: 0, match: { method: method[step], path: KEY } });
    unreadableAfter(reads);
    const unknown = await at.send('POST', `/${id}/${step}`, STEPS[step][0]);
    expect([unknown.status, unknown.body.state]).toEqual([202, 'created']);
    await at.pass(1);
    expect([(await at.send('GET', `/${id}`)).body.state, await outcomes()]).toEqual(['created', [null]]);
    at.stand.simulator.faults.clear();
    await at.pass(1);
    expect([(await at.send('GET', `/${id}`)).body.state, await outcomes()]).toEqual([state, ['succeeded']]);
    expect(sent(method[step])).toBe(1);
    expect(await events()).toContain(STEPS[step][1]);
  });

  it.each([
    ['expire', 2],
    ['delete', 1],
  ] as const)('to %s is told as failed where it was not done, and can be asked for again', async (step, reads) => {
    at.stand.simulator.faults.add({ kind: 'status', status: 500, match: { method: method[step], path: KEY } });
    unreadableAfter(reads);
    expect((await at.send('POST', `/${id}/${step}`, STEPS[step][0])).status).toBe(202);
    at.stand.simulator.faults.clear();
    await at.pass(1);
    expect([(await at.send('GET', `/${id}`)).body.state, await outcomes()]).toEqual(['created', ['failed']]);
    expect((await at.send('POST', `/${id}/${step}`, STEPS[step][0])).status).toBe(200);
    expect(await outcomes()).toEqual(['failed', 'succeeded']);
  });
});

describe('the end of a key that is about to expire', () => {
  it('is moved to later whatever is known of its use, to earlier only where it is silent, or by force', async () => {
    const expire = (expires_in_seconds: number, force = false) =>
      at.send('POST', `/${id}/expire`, { reason: 'spec', expires_in_seconds, force });
    await expire(3600, true);
    at.use(keyId, 0);
    await at.pass(1);
    expect((await expire(600)).body).toMatchObject({ type: '/problems/still-used' });
    expect((await expire(7200)).status).toBe(200);
    expect((await expire(600, true)).status).toBe(200);
    expect(await events()).toEqual(expect.arrayContaining(['expiry_set', 'expiry_moved', 'expiry_moved']));
    at.stand.simulator.clock.advance(601_000);
    expect((await at.refusal('POST', `/${id}/expire`, EXPIRE))[2]).toContain('has expired');
  });
});
