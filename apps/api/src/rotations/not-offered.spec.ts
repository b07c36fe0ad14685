/** What OpenAI does not offer to an organization keeps no key from being ended; what it fails to tell does. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, type Drain } from '@bursar/contract';
import { type RotationStand, startRotations } from './testing/rotation-stand.js';

const { audio_transcriptions: absent, completions } = CAPABILITIES;
/** Without the minutes of what is not offered: these are asked for by the open rotation alone. */
const OTHERS = ['usage-1m/completions', 'changed-objects'];

let at: RotationStand;
let id = '';
beforeAll(async () => {
  at = await startRotations();
  answer(404);
  const body = { api_key_id: at.keyId, project_id: at.projectId, reason: 'spec' };
  id = (await at.send('POST', '', body)).body.id;
  await at.send('POST', `/${id}/new-key`, {});
  await at.send('POST', `/${id}/placed`, {});
});
afterEach(() => at.stand.simulator.faults.clear());
afterAll(() => at.close());

const answer = (status: number, path: string = absent.path) =>
  at.stand.simulator.faults.add({ kind: 'status', status, match: { path } });
const drain = async (): Promise<Drain> => (await at.send('GET', `/${id}`)).body.drain;
const evidenceOf = ({ coverage }: Drain, capability: string) => coverage.find((one) => one.capability === capability);
const refusal = () => at.refusal('POST', `/${id}/expire`, { reason: 'silent', expires_in_seconds: 3600 });
const asked = () => at.stand.simulator.requests.count(({ path }) => path === absent.path);

describe('a kind of usage that OpenAI answers with 404', () => {
  it('is asked for again while a rotation is open, and is named without hindering', async () => {
    answer(404);
    await at.pass(18, OTHERS);
    const before = asked();
    await at.pass(18, OTHERS);
    expect(asked()).toBeGreaterThan(before);
    const seen = await drain();
    expect(seen).toMatchObject({ state: 'drained', reasons: [] });
    expect(evidenceOf(seen, 'audio_transcriptions')).toMatchObject({
      is_complete: false,
      not_offered_at: `${at.stand.simulator.clock.now().toISOString().slice(0, 19)}Z`,
    });
    expect(evidenceOf(seen, 'completions')).toMatchObject({ is_complete: true, not_offered_at: null });
    const { minutes } = (await at.send('GET', `/${id}`)).body;
    expect(minutes.slice(-30, -5).every(({ is_complete }) => is_complete)).toBe(true);
  });

  it('is not known when it was not asked for lately', async () => {
    await at.stand.query(
      `UPDATE feeds SET paused_at = now(), pause_reason = 'spec' WHERE feed = 'usage-1m/audio_transcriptions'`,
    );
    await at.pass(11, OTHERS);
    expect(await refusal()).toEqual([
      409,
      '/problems/still-used',
      expect.stringContaining('minutes were not read of audio_transcriptions.'),
    ]);
    expect(evidenceOf(await drain(), 'audio_transcriptions')).toMatchObject({ not_offered_at: null });
    await at.stand.query(
      `UPDATE feeds SET paused_at = NULL, pause_reason = NULL WHERE feed = 'usage-1m/audio_transcriptions'`,
    );
  });

  it.each([401, 403, 500])('is not known when OpenAI answers with %i since', async (status) => {
    answer(status);
    await at.pass(5);
    expect(await drain()).toMatchObject({ state: 'unknown', reasons: expect.arrayContaining(['minutes_missing']) });
    expect((await refusal())[1]).not.toBe('/problems/invalid-request');
  });

  it('is not known when it has rows of today: OpenAI offers it, and the 404 passes', async () => {
    at.use(at.keyId, 1);
    await at.pass(3);
    answer(404, completions.path);
    await at.pass(20);
    await at.pass(20);
    const seen = await drain();
    expect(seen).toMatchObject({ state: 'unknown', reasons: ['minutes_missing'] });
    expect(evidenceOf(seen, 'completions')).toMatchObject({ is_complete: false, not_offered_at: null });
  });

  it('lets the key expire without force, and stays in the evidence', async () => {
    answer(404);
    await at.pass(18);
    await at.pass(18);
    await at.pass(18);
    const body = { reason: 'silent', expires_in_seconds: 3600 };
    const expiring = await at.send('POST', `/${id}/expire`, body);
    expect([expiring.status, expiring.body.state]).toEqual([200, 'expiring']);
    const done = await at.send('POST', `/${id}/done`, {});
    expect(done.body).toMatchObject({ state: 'done', drain: { state: 'drained' } });
    expect(evidenceOf(done.body.drain, 'audio_transcriptions')?.not_offered_at).not.toBeNull();
  });
});
