import { CAPABILITIES, WIDTHS, type Capability, type Width } from '@bursar/contract';
import { startSimulator, type Fault, type Simulator } from '@bursar/openai-admin-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdminClient, type AdminClient } from './admin-client.js';
import { isArchivedProject, isRefusedGrouping } from './errors.js';
import { readBuckets } from './read-buckets.js';
import { readDirectoryList, readDirectoryObject, readProjects } from './read-directory.js';
import type { ReadWindow } from './read-window.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const GROUP_BY = ['project_id', 'line_item', 'api_key_id'] as const;

let simulator: Simulator;
let client: AdminClient;

beforeAll(async () => {
  simulator = await startSimulator({ now: NOW, projects: 5, keys: 8, modelsPerKey: 1, months: 14 });
  client = createAdminClient({ adminKey: simulator.adminKey, baseUrl: simulator.url, timeoutMs: 5000 });
});

afterEach(() => simulator.faults.clear());
afterAll(() => simulator.stop());

const seconds = (day: string) => Date.parse(day) / 1000;

function costWindow(start: string, end: string, more: Partial<ReadWindow> = {}): ReadWindow {
  return {
    capability: CAPABILITIES.costs,
    width: '1d',
    startSeconds: seconds(start),
    endSeconds: seconds(end),
    groupBy: GROUP_BY,
    ...more,
  };
}

/** All rows of a window as sorted lines, those before a restart thrown away. */
async function linesOf(window: ReadWindow): Promise<string[]> {
  let lines: string[] = [];
  for await (const event of readBuckets(client, window)) {
    if (event.kind === 'restart') lines = [];
    if (event.kind !== 'rows') continue;
    const start = new Date(event.startSeconds * 1000).toISOString().slice(0, 10);
    for (const { dimensions, measures, currency } of event.rows) {
      const key = window.groupBy.map((name) => dimensions[name] ?? null);
      lines.push(JSON.stringify([start, ...key, currency, measures['amount'] ?? null, measures['quantity'] ?? null]));
    }
  }
  return lines.sort();
}

/** What the simulator's books say, in the same form. */
function billedLines(start: string, end: string): string[] {
  const rows = simulator.billed({ start: new Date(start), end: new Date(end), bucket: 'day', groupBy: GROUP_BY });
  return rows
    .map(({ start: day, key, currency, amount, quantity }) =>
      JSON.stringify([day, ...GROUP_BY.map((name) => key[name] ?? null), currency, amount, quantity]),
    )
    .sort();
}

describe('costs', () => {
  it('are what was billed, to the last digit', async () => {
    const lines = await linesOf(costWindow('2026-09-25', '2026-11-22'));
    expect(lines.length).toBeGreaterThan(500);
    expect(lines).toEqual(billedLines('2026-09-25', '2026-11-22'));
  });

  it.each(['number', 'short-string', 'exponent'] as const)(
    'are the same when amounts are written as %s (case 68)',
    async (as) => {
      simulator.faults.add({ kind: 'amount-notation', as });
      expect(await linesOf(costWindow('2026-10-01', '2026-10-08'))).toEqual(billedLines('2026-10-01', '2026-10-08'));
    },
  );

  it('by key are refused before 2025-12-06 in a way that can be told, and readable without (case 72)', async () => {
    const window = costWindow('2025-11-20', '2025-12-10');
    const error: unknown = await linesOf(window).catch((thrown: unknown) => thrown);
    expect(isRefusedGrouping(error)).toBe(true);
    expect(await linesOf({ ...window, groupBy: ['project_id', 'line_item'] })).not.toEqual([]);
  });

  it('by member and project may be refused, which can be told (case 73)', async () => {
    simulator.faults.add({ kind: 'refuse-dimensions', dimensions: ['user_id', 'project_id'] });
    const read = linesOf(costWindow('2026-10-01', '2026-10-08', { groupBy: ['user_id', 'project_id'] }));
    expect(isRefusedGrouping(await read.catch((thrown: unknown) => thrown))).toBe(true);
  });
});

describe('usage', () => {
  const widths: Width[] = ['1m', '1h', '1d'];

  it.each(widths)(
    'of every capability can be read in width %s by all its dimensions, and adds up (case 65)',
    async (width) => {
      const end = seconds('2026-11-20T12:00:00Z');
      const endSeconds = end - (end % WIDTHS[width].seconds);
      const startSeconds = endSeconds - 30 * WIDTHS[width].seconds;
      const capabilities: Capability[] = Object.values(CAPABILITIES);
      for (const capability of capabilities.filter(({ widths: served }) => served.includes(width))) {
        const side = capability.sideDimensions ?? [];
        const groupBy = capability.dimensions.filter((name) => !side.includes(name));
        const buckets: number[] = [];
        for await (const event of readBuckets(client, { capability, width, startSeconds, endSeconds, groupBy })) {
          if (event.kind !== 'page') continue;
          buckets.push(...event.buckets);
          expect(event.brokenSums).toEqual([]);
        }
        expect(buckets).toHaveLength(30);
      }
    },
  );
});

describe('faults', () => {
  const START = '2026-10-01';
  const END = '2026-10-11';

  it.each<Fault>([
    { kind: 'clip-first-bucket', seconds: 5000, match: { query: { start_time: `${seconds(START)}` } } },
    { kind: 'zero-length-bucket' },
    { kind: 'unknown-result-object' },
    { kind: 'unknown-field' },
    { kind: 'currency-text', currency: 'USD' },
    { kind: 'token-with-has-more-false' },
    { kind: 'slow-body', everyMs: 1, chunkBytes: 4096, times: 1 },
    { kind: 'latency', ms: 20, times: 1 },
  ])('that do no harm change nothing: %j', async (fault) => {
    const { hits } = simulator.faults.add(fault);
    expect(hits).toBe(0);
    expect(await linesOf(costWindow(START, END))).toEqual(billedLines(START, END));
    expect(simulator.faults.list()[0]?.hits).toBeGreaterThan(0);
  });

  it.each<[Fault, string]>([
    [{ kind: 'status', status: 500 }, 'openai_unavailable'],
    [{ kind: 'status', status: 503, body: 'html' }, 'openai_unavailable'],
    [{ kind: 'status', status: 502, body: 'empty' }, 'openai_unavailable'],
    [{ kind: 'status', status: 403, body: 'bare', message: 'Missing scopes: api.usage.read.' }, 'missing_scope'],
    [{ kind: 'status', status: 401, code: 'invalid_api_key' }, 'credential_refused'],
    [{ kind: 'html-200' }, 'invalid_answer'],
    [{ kind: 'cut-json' }, 'invalid_answer'],
    [{ kind: 'cut-json', keepBytes: 300 }, 'invalid_answer'],
    [{ kind: 'empty-200' }, 'invalid_answer'],
    [{ kind: 'no-content' }, 'invalid_answer'],
    [{ kind: 'reset' }, 'connection'],
    [{ kind: 'reset', afterBytes: 500 }, 'connection'],
    [{ kind: 'has-more-without-token' }, 'invalid_answer'],
    [{ kind: 'without-results' }, 'invalid_answer'],
    [{ kind: 'result-instead-of-results' }, 'invalid_answer'],
    [{ kind: 'without-has-more' }, 'invalid_answer'],
    [{ kind: 'without-data' }, 'invalid_answer'],
    [{ kind: 'amount-text', json: '"NaN"' }, 'invalid_answer'],
    [{ kind: 'amount-text', json: '"1,00"' }, 'invalid_answer'],
  ])('that strike once fail the read, and the next is as if nothing had been: %j', async (fault, code) => {
    const window = costWindow(START, END);
    simulator.faults.add({ ...fault, times: 1, afterRequests: 1 });
    await expect(linesOf(window)).rejects.toMatchObject({ code });
    expect(await linesOf(window)).toEqual(billedLines(START, END));
  });

  it('of the rate are waited out inside', async () => {
    simulator.faults.add({ kind: 'status', status: 429, retryAfterMs: 20, times: 1, afterRequests: 1 });
    const window = costWindow('2026-10-01', '2026-10-08', { pageSize: { buckets: 3 } });
    const other = createAdminClient({ adminKey: simulator.adminKey, baseUrl: simulator.url, pace: impatient() });
    const days: number[] = [];
    for await (const event of readBuckets(other, window)) if (event.kind === 'page') days.push(...event.buckets);
    expect(days).toHaveLength(7);
  });

  /** A pace that honours nothing: this spec is about the repetition. */
  function impatient() {
    return { reserve: () => Promise.resolve({ settled: () => undefined }) };
  }
});

describe('memory and size', () => {
  it('rows of a day with 5,000 of them come in batches (case 77)', async () => {
    simulator.setRowsPerDay('2026-11-10', 5000);
    const batches: number[] = [];
    for await (const event of readBuckets(client, costWindow('2026-11-10', '2026-11-11'))) {
      if (event.kind === 'rows') batches.push(event.rows.length);
    }
    expect(Math.max(...batches)).toBeLessThanOrEqual(1000);
    expect(batches.reduce((sum, rows) => sum + rows, 0)).toBeGreaterThanOrEqual(5000);
    simulator.setRowsPerDay('2026-11-10', 0);
  });
});

describe('the directory', () => {
  it('lists each project, archived ones too, and reads one by its id (case 27)', async () => {
    const read = await readProjects(client);
    expect(read).toMatchObject({ complete: true, problem: null });
    expect(read.items.map(({ id }) => id).sort()).toEqual(simulator.organization.projects.map(({ id }) => id).sort());
    const [first] = simulator.organization.projects;
    expect(await readDirectoryObject(client, 'projects', [first?.id ?? ''])).toMatchObject({
      id: first?.id,
      name: first?.name,
    });
    await expect(readDirectoryObject(client, 'projects', ['proj_nobody'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists the keys of each project, those of inactive owners too; archived projects refuse (cases 28 and 37)', async () => {
    for (const { id, archivedAt } of simulator.organization.projects) {
      if (archivedAt === null) {
        const keys = simulator.organization.keys.filter(({ projectId, deleted }) => projectId === id && !deleted);
        const read = await readDirectoryList(client, 'api-keys', [id]);
        expect(read.items.map((key) => key.id).sort()).toEqual(keys.map((key) => key.id).sort());
      } else {
        const error: unknown = await readDirectoryList(client, 'api-keys', [id]).catch((thrown: unknown) => thrown);
        expect(isArchivedProject(error)).toBe(true);
      }
    }
  });
});
