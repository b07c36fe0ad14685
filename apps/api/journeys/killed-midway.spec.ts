import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costsAnswer, restatementsAnswer } from '@bursar/contract';
import { startSimulator, type Simulator } from '@bursar/openai-admin-simulator';
import { answeredCells, billedCells, withoutZeros, type Question } from './billed.js';
import { startServer, type StartedServer } from './started-server.js';
import { untilSynced } from './synced.js';

/** Enough that each kill comes while some of it is unread. */
const MONTHS = 4;

let simulator: Simulator;
let directory: string;
let environment: Record<string, string>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bursar-journey-'));
  simulator = await startSimulator({ projects: 5, keys: 15, months: MONTHS });
  environment = {
    OPENAI_ADMIN_KEY: simulator.adminKey,
    OPENAI_BASE_URL: simulator.url,
    BURSAR_BACKFILL_MONTHS: `${MONTHS}`,
  };
});

afterAll(async () => {
  await simulator?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Waits until OpenAI has been asked that many more times: a moment in the middle of the work, whatever its speed. */
async function untilAsked(times: number): Promise<void> {
  const before = simulator.requests.count();
  const deadline = Date.now() + 20_000;
  while (simulator.requests.count() < before + times && Date.now() < deadline) {
    await new Promise((settle) => setImmediate(settle));
  }
}

describe('a server that is killed while it collects', () => {
  it('goes on where it was: nothing lost, nothing doubled', async () => {
    const kills = [3, 1, 9, 5, 14] as const;
    for (const [index, requests] of kills.entries()) {
      const server = await startServer(environment, directory);
      await untilAsked(requests);
      await server.kill(index % 2 === 0 ? 'node' : 'node and postgres');
    }
    const server = await startServer(environment, directory);
    try {
      await untilSynced(server.get);
      await expectWhatOpenAIBilled(server);
      expect(await server.stop()).toBe(0);
    } finally {
      await server.stop();
    }
  }, 240_000);
});

async function expectWhatOpenAIBilled({ get }: StartedServer): Promise<void> {
  const day = (monthsAgo: number) => {
    const now = simulator.clock.now();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, 1)).toISOString().slice(0, 10);
  };
  const question: Question = { start: day(MONTHS), end: day(-1), bucket: 'day', groupBy: ['project_id', 'line_item'] };
  const query = new URLSearchParams({ start: question.start, end: question.end, bucket: 'day', limit: '1000' });
  for (const dimension of question.groupBy) query.append('group_by', dimension);
  const answer = costsAnswer.parse(await get(`/api/v1/costs?${query}`));
  expect(withoutZeros(answeredCells(answer, question.groupBy))).toEqual(withoutZeros(billedCells(simulator, question)));
  const restated = restatementsAnswer.parse(
    await get(`/api/v1/restatements?start=${question.start}&end=${question.end}`),
  );
  expect(restated.data).toEqual([]);
}
