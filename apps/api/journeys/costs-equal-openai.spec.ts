import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COST_BUCKETS, costsAnswer, type CostsAnswer } from '@bursar/contract';
import { startSimulator, type BilledDimension, type Simulator } from '@bursar/openai-admin-simulator';
import { startTestApplication, type TestApplication } from '../src/testing/test-application.js';
import { addDecimals, answeredCells, billedCells, billedTotal, withoutZeros, type Question } from './billed.js';
import { untilSynced } from './synced.js';

const NOW = new Date('2026-11-20T15:00:00Z');
const FIRST_DAY = '2025-10-01';
/** Days before it are read without keys, for OpenAI refuses them. */
const KEYS_SINCE = '2025-12-06';

let simulator: Simulator;
let server: TestApplication;

beforeAll(async () => {
  simulator = await startSimulator({ projects: 8, keys: 16, now: NOW, months: 13, hostile: true });
  server = await startTestApplication({ openai: simulator, clock: { now: () => simulator.clock.now() } });
  await untilSynced(server.get);
}, 180_000);

afterAll(async () => {
  await server?.close();
  await simulator?.stop();
});

/** Small generator with a fixed seed, so that a failure can be repeated. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const GROUPINGS: readonly (readonly BilledDimension[])[] = [
  [],
  ['project_id'],
  ['line_item'],
  ['model'],
  ['token_type'],
  ['project_id', 'line_item'],
  ['model', 'token_type'],
  ['project_id', 'model'],
  ['api_key_id'],
  ['api_key_id', 'model'],
  ['project_id', 'api_key_id'],
];

function drawQuestion(draw: (below: number) => number): Question {
  const groupBy = GROUPINGS[draw(GROUPINGS.length)] ?? [];
  const first = Date.parse(groupBy.includes('api_key_id') ? KEYS_SINCE : FIRST_DAY);
  const days = Math.floor((NOW.getTime() - first) / 86_400_000);
  const start = draw(days);
  const length = 1 + draw(days - start);
  const day = (offset: number) => new Date(first + offset * 86_400_000).toISOString().slice(0, 10);
  const bucket = COST_BUCKETS[draw(COST_BUCKETS.length)] ?? 'day';
  const projects = simulator.organization.projects.filter(() => draw(3) === 0).map(({ id }) => id);
  return {
    start: day(start),
    end: day(start + length),
    bucket,
    groupBy,
    ...(draw(3) === 0 && projects.length > 0 && { projectIds: projects }),
  };
}

async function ask({ start, end, bucket, groupBy, projectIds = [] }: Question, limit = 1000): Promise<CostsAnswer> {
  const query = new URLSearchParams({ start, end, bucket, limit: String(limit) });
  for (const dimension of groupBy) query.append('group_by', dimension);
  for (const project of projectIds) query.append('project_id', project);
  return costsAnswer.parse(await server.get(`/api/v1/costs?${query}`));
}

describe('the cost call equals what OpenAI billed', () => {
  const draw = draws(20_261_120);

  it.each(Array.from({ length: 30 }, (_, index) => index))('for drawn question %i, to the last digit', async () => {
    const question = drawQuestion(draw);
    const answer = await ask(question);
    expect({ question, cells: withoutZeros(answeredCells(answer, question.groupBy)) }).toEqual({
      question,
      cells: withoutZeros(billedCells(simulator, question)),
    });
    expect(answer.other).toBeNull();
    expect(addDecimals(answer.groups.map(({ total }) => total))).toBe(answer.total);
    expect(addDecimals(answer.points.map(({ amount }) => amount))).toBe(answer.total);
  });

  it('with what is left out summed in other, exactly', async () => {
    const whole: Question = { start: FIRST_DAY, end: '2026-11-20', bucket: 'month', groupBy: ['line_item'] };
    const answer = await ask(whole, 3);
    const shown = answer.groups.map(({ total }) => total);
    expect(answer.groups).toHaveLength(3);
    expect(addDecimals([...shown, answer.other?.total ?? ''])).toBe(answer.total);
    const rows = simulator.billed({ start: new Date(whole.start), end: new Date(whole.end) });
    expect(answer.total).toBe(billedTotal(rows));
  });

  it('with days before keys could be read counted once, in a group of their own', async () => {
    const question: Question = { start: FIRST_DAY, end: '2026-11-20', bucket: 'total', groupBy: ['api_key_id'] };
    const answer = await ask(question);
    const early = simulator.billed({ start: new Date(FIRST_DAY), end: new Date(KEYS_SINCE) });
    const uncollected = answer.groups.filter(({ attribution }) => attribution === 'not_collected');
    expect(uncollected.map(({ key, total }) => ({ key, total }))).toEqual([
      { key: { api_key_id: null }, total: billedTotal(early) },
    ]);
    expect(answer.total).toBe(
      billedTotal(simulator.billed({ start: new Date(FIRST_DAY), end: new Date(question.end) })),
    );
  });

  it('with credits, which are negative and belong to no project', async () => {
    const answer = await ask({ start: '2026-01-01', end: '2026-11-20', bucket: 'month', groupBy: ['project_id'] });
    const credits = answer.groups.find(({ key }) => key['project_id'] === null);
    expect(credits?.attribution).toBe('none');
    expect(credits?.total).toMatch(/^-/);
  });
});
