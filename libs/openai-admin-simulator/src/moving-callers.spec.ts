import { CAPABILITIES } from '@bursar/contract';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NOW, startAsked, type Asked } from './testing/ask.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WITHIN_MINUTES = 6;

let openai: Asked;
beforeEach(async () => {
  openai = await startAsked({ callersMoveWithinMinutes: WITHIN_MINUTES, usageLagMinutes: 0 });
});
afterEach(() => openai.stop());

const at = (ms: number) => new Date(NOW.getTime() + ms);

/** Requests of a key between two instants, over all that names keys and counts requests. */
async function requests(apiKeyId: string, from: Date, until: Date, of = openai): Promise<number> {
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
  const range = { start_time: seconds(from), end_time: seconds(until), bucket_width: '1m', limit: 1440 };
  let sum = 0;
  for (const { path, dimensions, measures } of Object.values(CAPABILITIES)) {
    if (!dimensions.includes('api_key_id' as never) || !('num_model_requests' in measures)) continue;
    const buckets = await of.buckets(path, { ...range, api_key_ids: apiKeyId });
    for (const { results } of buckets) for (const row of results) sum += Number(row['num_model_requests']);
  }
  return sum;
}

/** A working key of a service account, and another one that is made for the account. */
async function rotate(projectName?: string) {
  const { keys, projects } = openai.organization;
  const projectId = projects.find(({ name }) => name === projectName)?.id;
  for (const key of keys) {
    if (key.owner.type !== 'service_account' || key.deleted || key.silentSince !== null) continue;
    if (projectId !== undefined && key.projectId !== projectId) continue;
    if ((await requests(key.id, at(-HOUR_MS), NOW)) === 0) continue;
    const path = `/organization/projects/${key.projectId}/service_accounts/${key.owner.account.id}/api_keys`;
    const made = await openai.send('POST', path, { name: 'next' });
    return { before: key.id, next: String(made.json['id']) };
  }
  throw new Error('No service account has a key with traffic.');
}

describe('callers of a service account that gets another key', () => {
  it('go on with it one after the other, and none is lost', async () => {
    const { before, next } = await rotate();
    openai.clock.set(at(2 * HOUR_MS));
    const moved = at(WITHIN_MINUTES * MINUTE_MS);
    expect(await requests(before, NOW, moved)).toBeGreaterThan(0);
    expect(await requests(before, moved, at(2 * HOUR_MS))).toBe(0);
    const withNext = await requests(next, NOW, at(2 * HOUR_MS));
    expect(withNext).toBeGreaterThan(0);
    const unmoved = await startAsked({ usageLagMinutes: 0 });
    unmoved.clock.set(at(2 * HOUR_MS));
    const all = await requests(before, at(-HOUR_MS), at(2 * HOUR_MS), unmoved);
    expect((await requests(before, at(-HOUR_MS), at(2 * HOUR_MS))) + withNext).toBe(all);
    await unmoved.stop();
  });

  it('are not those who should not have the key: theirs ends with it', async () => {
    const { before, next } = await rotate('Sim Generator');
    openai.clock.set(at(2 * HOUR_MS));
    const moved = at(WITHIN_MINUTES * MINUTE_MS);
    const [stranger, own] = [await requests(before, moved, at(HOUR_MS)), await requests(next, moved, at(HOUR_MS))];
    expect(stranger).toBeGreaterThan(100);
    expect(own).toBeGreaterThan(0);
    const { projectId } = openai.organization.keys.find(({ id }) => id === before)!;
    await openai.send('POST', `/organization/projects/${projectId}/api_keys/${before}`, { expires_in_seconds: 300 });
    openai.clock.set(at(4 * HOUR_MS));
    expect(await requests(before, at(2 * HOUR_MS + 5 * MINUTE_MS), at(4 * HOUR_MS))).toBe(0);
  });
});
