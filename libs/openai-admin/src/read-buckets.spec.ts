import { CAPABILITIES, type Capability, type Width } from '@bursar/contract';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAdminClient, type AdminClient } from './admin-client.js';
import { readBuckets, type BucketEvent } from './read-buckets.js';
import type { ReadWindow } from './read-window.js';
import { START, bucketPage, costRow, dayBucket } from './testing/pages.js';
import {
  sendError,
  sendJson,
  startScriptedServer,
  type Script,
  type ScriptedServer,
  type SeenRequest,
} from './testing/scripted-server.js';

const DAY = 86_400;
const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function connect(script: Script) {
  const server = await startScriptedServer(script);
  servers.push(server);
  return { server, client: createAdminClient({ adminKey: 'sk-admin-test', baseUrl: server.url }) };
}

/** A window of whole days of costs from START on. */
function costDays(days: number, more: Partial<ReadWindow> = {}): ReadWindow {
  const groupBy = ['project_id', 'line_item', 'api_key_id'];
  return {
    capability: CAPABILITIES.costs,
    width: '1d',
    startSeconds: START,
    endSeconds: START + days * DAY,
    groupBy,
    ...more,
  };
}

async function eventsOf(client: AdminClient, window: ReadWindow): Promise<BucketEvent[]> {
  const events: BucketEvent[] = [];
  for await (const event of readBuckets(client, window)) events.push(event);
  return events;
}

/** Starts of all buckets since the last restart, as days after START. */
function daysOf(events: BucketEvent[]): number[] {
  const restart = events.findLastIndex(({ kind }) => kind === 'restart');
  return events
    .slice(restart + 1)
    .flatMap((event) => (event.kind === 'page' ? event.buckets : []))
    .map((start) => (start - START) / DAY);
}

function warningsOf(events: BucketEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'page' ? event.warnings : []));
}

/** The buckets that a request asks for, one row each. */
function askedFor({ query }: SeenRequest): ReturnType<typeof dayBucket>[] {
  const first = (Number(query['start_time']) - START) / DAY;
  const days = (Number(query['end_time']) - Number(query['start_time'])) / DAY;
  return Array.from({ length: days }, (_, index) => dayBucket(first + index, [costRow({ quantity: first + index })]));
}

describe('asking', () => {
  it('always sends start, end, width, limit and grouping, one page after the other and larger ones as it goes', async () => {
    const { client, server } = await connect((request, response) => sendJson(response, bucketPage(askedFor(request))));
    const events = await eventsOf(client, costDays(300));
    expect(daysOf(events)).toEqual(Array.from({ length: 300 }, (_, index) => index));
    expect(server.requests.map(({ query }) => Number(query['limit']))).toEqual([7, 28, 112, 153]);
    expect(server.requests[1]).toMatchObject({
      path: '/organization/costs',
      groupBy: ['project_id', 'line_item', 'api_key_id'],
      query: { start_time: `${START + 7 * DAY}`, end_time: `${START + 35 * DAY}`, bucket_width: '1d', limit: '28' },
    });
  });

  it("keeps to OpenAI's largest limits (cases 52 and 84)", async () => {
    const { client, server } = await connect((request, response) => sendJson(response, bucketPage(askedFor(request))));
    await eventsOf(client, costDays(400, { pageSize: { buckets: 500 } }));
    const usage = { capability: CAPABILITIES.completions, groupBy: [], pageSize: { buckets: 500 } };
    await eventsOf(client, { ...costDays(40), ...usage });
    expect(server.requests.map(({ query }) => query['limit'])).toEqual(['180', '180', '40', '31', '9']);
  });

  it('sizes pages by their bytes and remembers the size', async () => {
    const filler = costRow({ note: 'x'.repeat(100_000) });
    const { client } = await connect((request, response) => {
      const heavy = askedFor(request).map((bucket) => ({
        ...bucket,
        results: Array.from({ length: 20 }, () => filler),
      }));
      sendJson(response, bucketPage(heavy));
    });
    const pageSize = { buckets: 7 };
    await eventsOf(client, costDays(11, { pageSize }));
    expect(pageSize.buckets).toBe(4);
  });

  it('reads a capability that the SDK does not know from its path', async () => {
    const dreams: Capability = {
      ...CAPABILITIES.vector_stores,
      label: 'Dreams',
      path: '/organization/usage/dreams',
      sdkMethod: 'dreams',
      result: 'organization.usage.dreams.result',
    };
    const row = { object: dreams.result, project_id: 'proj_a', usage_bytes: 5 };
    const { client, server } = await connect((_, response) => sendJson(response, bucketPage([dayBucket(0, [row])])));
    const events = await eventsOf(client, costDays(1, { capability: dreams, groupBy: ['project_id'] }));
    expect(events[0]).toMatchObject({
      kind: 'rows',
      rows: [{ dimensions: { project_id: 'proj_a' }, measures: { usage_bytes: '5' } }],
    });
    expect(server.requests[0]).toMatchObject({ path: dreams.path, groupBy: ['project_id'], query: { limit: '1' } });
  });

  it.each<[string, Partial<ReadWindow>]>([
    ['not aligned (case 50)', { startSeconds: START + 1 }],
    ['reversed (case 81)', { endSeconds: START - DAY }],
    ['empty (case 82)', { endSeconds: START }],
    ['negative (case 81)', { startSeconds: -DAY }],
    ['in milliseconds (case 81)', { startSeconds: START * 1000, endSeconds: (START + DAY) * 1000 }],
    ['of a width that is not served (case 53)', { width: '1h' }],
    ['grouped by an unknown dimension (case 76)', { groupBy: ['colour'] }],
  ])('refuses to send a window that is %s', async (_, window) => {
    const { client, server } = await connect((__, response) => sendJson(response, bucketPage([])));
    await expect(eventsOf(client, costDays(1, window))).rejects.toBeInstanceOf(RangeError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('buckets', () => {
  const answer =
    (buckets: unknown[], headers: Record<string, string> = {}): Script =>
    (_, response) =>
      sendJson(response, bucketPage(buckets), headers);

  it('may all be empty: that is complete, not missing (case 49)', async () => {
    const { client } = await connect(answer([0, 1, 2, 3, 4, 5, 6].map((day) => dayBucket(day))));
    const events = await eventsOf(client, costDays(7));
    expect(events).toEqual([expect.objectContaining({ kind: 'page', rows: 0, requestId: 'req_1' })]);
    expect(daysOf(events)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are keyed by the border before them where OpenAI clipped the first (case 50)', async () => {
    const { client } = await connect(answer([dayBucket(0, [costRow()], { start_time: START + 5000 }), dayBucket(1)]));
    const events = await eventsOf(client, costDays(2));
    expect(events[0]).toMatchObject({ kind: 'rows', startSeconds: START });
    expect(daysOf(events)).toEqual([0, 1]);
  });

  it('of no length are dropped with a warning (case 82)', async () => {
    const { client } = await connect(answer([dayBucket(0, [costRow()], { end_time: START }), dayBucket(0)]));
    const events = await eventsOf(client, costDays(1));
    expect(events).toEqual([expect.objectContaining({ kind: 'page', rows: 0 })]);
    expect(warningsOf(events)).toEqual([expect.stringContaining('has no length')]);
  });

  it('outside the window are dropped with a warning', async () => {
    const { client } = await connect(answer([dayBucket(-1, [costRow()]), dayBucket(0), dayBucket(1, [costRow()])]));
    const events = await eventsOf(client, costDays(1));
    expect(daysOf(events)).toEqual([0]);
    expect(warningsOf(events)).toEqual([expect.stringContaining('outside'), expect.stringContaining('outside')]);
  });

  it.each<[string, unknown[], RegExp]>([
    ['missing in the middle', [dayBucket(0), dayBucket(2)], /is missing before/],
    ['missing at the end', [dayBucket(0), dayBucket(1)], /ended before the bucket/],
    ['missing altogether', [], /ended before the bucket/],
    ['twice', [dayBucket(0), dayBucket(0), dayBucket(1), dayBucket(2)], /twice or out of order/],
    ['out of order', [dayBucket(0), dayBucket(1), dayBucket(0)], /twice or out of order/],
    ['of another width', [dayBucket(0, [], { end_time: START + 3 * DAY })], /not one of width 1d/],
    ['reversed', [dayBucket(0, [], { end_time: START - 1 })], /not one of width 1d/],
  ])('that are %s fail the read', async (_, buckets, message) => {
    const { client } = await connect(answer(buckets, { date: 'Fri, 30 Oct 2026 00:00:00 GMT' }));
    await expect(eventsOf(client, costDays(3))).rejects.toMatchObject({
      code: 'invalid_answer',
      message: expect.stringMatching(message),
    });
  });

  it("may be missing at the end where they are not over by OpenAI's clock (cases 71 and 80)", async () => {
    const running = await connect(answer([dayBucket(0)], { date: 'Fri, 02 Oct 2026 23:59:59 GMT' }));
    expect(daysOf(await eventsOf(running.client, costDays(2)))).toEqual([0]);
    const over = await connect(answer([dayBucket(0)], { date: 'Sat, 03 Oct 2026 00:00:00 GMT' }));
    await expect(eventsOf(over.client, costDays(2))).rejects.toMatchObject({ code: 'invalid_answer' });
  });

  it('exist 24 times in a UTC day, also where clocks are changed (case 78)', async () => {
    const start = Date.UTC(2026, 9, 25) / 1000;
    const hours = Array.from({ length: 24 }, (_, hour) => ({
      start_time: start + hour * 3600,
      end_time: start + (hour + 1) * 3600,
      results: [],
    }));
    const { client } = await connect(answer(hours));
    const width: Width = '1h';
    const window = {
      capability: CAPABILITIES.completions,
      width,
      groupBy: [],
      startSeconds: start,
      endSeconds: start + DAY,
    };
    expect(
      (await eventsOf(client, window)).flatMap((event) => (event.kind === 'page' ? event.buckets : [])),
    ).toHaveLength(24);
  });
});

describe('page tokens', () => {
  /** Sends one bucket per page, whatever was asked for; the token is the number of the next day. */
  function onePerPage(spoil: (page: ReturnType<typeof bucketPage>, day: number) => unknown = (page) => page): Script {
    return (request, response) => {
      const buckets = askedFor(request);
      const day = Number(request.query['page']?.replace('page+/=', '') ?? 0);
      const hasMore = day + 1 < buckets.length;
      const page = { has_more: hasMore, next_page: hasMore ? `page+/=${day + 1}` : null };
      sendJson(response, spoil(bucketPage(buckets.slice(day, day + 1), page), day));
    };
  }

  it('are followed, unchanged and with the same query (cases 51 and 56)', async () => {
    const { client, server } = await connect(onePerPage());
    expect(daysOf(await eventsOf(client, costDays(3)))).toEqual([0, 1, 2]);
    expect(server.requests.map(({ query }) => query['page'])).toEqual([undefined, 'page+/=1', 'page+/=2']);
    const [first, ...later] = server.requests.map(({ query: { page: _, ...query }, groupBy }) => ({ query, groupBy }));
    expect(later).toEqual([first, first]);
  });

  it.each<[string, (page: object, day: number) => unknown, RegExp]>([
    [
      'the same token again (case 58)',
      (page, day) => (day === 1 ? { ...page, next_page: 'page+/=1' } : page),
      /a loop/,
    ],
    [
      'more without a token (case 57)',
      (page, day) => (day === 1 ? { ...page, next_page: null } : page),
      /not how to get them/,
    ],
    [
      'an end before the end',
      (page, day) => (day === 1 ? { ...page, has_more: false, next_page: null } : page),
      /ended before the bucket/,
    ],
    [
      'pages without end',
      (page, day) => ({ ...page, data: [], has_more: true, next_page: `page+/=${day + 1}` }),
      /pages did not bring/,
    ],
    ['a page twice', (page, day) => (day === 2 ? { ...page, data: [dayBucket(1)] } : page), /twice or out of order/],
  ])('do no harm with %s', async (_, spoil, message) => {
    const { client, server } = await connect(onePerPage(spoil));
    await expect(eventsOf(client, costDays(3))).rejects.toMatchObject({
      code: 'invalid_answer',
      message: expect.stringMatching(message),
    });
    expect(server.requests.length).toBeLessThan(15);
  });

  it('are not followed beyond the last page (case 57)', async () => {
    const { client, server } = await connect(
      onePerPage((page, day) => (day === 2 ? { ...page, next_page: 'page+/=9' } : page)),
    );
    const events = await eventsOf(client, costDays(3));
    expect(daysOf(events)).toEqual([0, 1, 2]);
    expect(warningsOf(events)).toEqual([expect.stringContaining('names a next page')]);
    expect(server.requests).toHaveLength(3);
  });

  /** Refuses the token of the third page so many times. */
  function refusing(times: number): Script {
    let left = times;
    const page = onePerPage();
    return (request, response, index) => {
      if (request.query['page'] !== 'page+/=2' || left-- <= 0) return page(request, response, index);
      const message = 'The page token is invalid, have you modified the query parameters?';
      sendError(response, 400, { message, type: 'invalid_request_error', param: null, code: null });
    };
  }

  it.each([1, 2])('that are refused %d times restart the window, never skip it (cases 54 and 55)', async (times) => {
    const { client } = await connect(refusing(times));
    const events = await eventsOf(client, costDays(3));
    expect(events.filter(({ kind }) => kind === 'restart')).toHaveLength(times);
    expect(daysOf(events)).toEqual([0, 1, 2]);
  });

  it('that are refused a third time fail the read', async () => {
    const { client } = await connect(refusing(3));
    await expect(eventsOf(client, costDays(3))).rejects.toMatchObject({ code: 'refused', status: 400 });
  });

  it('keep nothing of a window whose second page fails (case 13)', async () => {
    const page = onePerPage();
    const { client } = await connect((request, response, index) =>
      request.query['page'] === undefined ? page(request, response, index) : sendError(response, 500, 'x'),
    );
    const seen: string[] = [];
    const read = async () => {
      for await (const { kind } of readBuckets(client, costDays(3))) seen.push(kind);
    };
    await expect(read()).rejects.toMatchObject({ code: 'openai_unavailable' });
    expect(seen).toEqual(['rows', 'page']);
  });
});

describe('bodies', () => {
  const heavy: Script = (request, response) => {
    const rows = Array.from({ length: 200 }, (_, index) => costRow({ api_key_id: `key_${index}` }));
    sendJson(response, bucketPage(askedFor(request).map((bucket) => ({ ...bucket, results: rows }))));
  };

  it('over the limit are cut off and read again with fewer buckets', async () => {
    const { client, server } = await connect(heavy);
    const events = await eventsOf(client, costDays(7, { maxBodyBytes: 100_000 }));
    expect(events.filter(({ kind }) => kind === 'restart')).toEqual([
      { kind: 'restart', reason: expect.stringContaining('reading again with 3') },
      { kind: 'restart', reason: expect.stringContaining('reading again with 1') },
    ]);
    expect(daysOf(events)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(server.requests.map(({ query }) => query['limit']).slice(0, 3)).toEqual(['7', '3', '1']);
  });

  it('over the limit for one heavy day do not go on for ever', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => costRow({ api_key_id: `key_${index}` }));
    const { client } = await connect((request, response) => {
      const buckets = askedFor(request).map((bucket) =>
        bucket.start_time === START + 20 * DAY ? { ...bucket, results: rows } : bucket,
      );
      sendJson(response, bucketPage(buckets));
    });
    const events = await eventsOf(client, costDays(40, { maxBodyBytes: 86_000 }));
    expect(daysOf(events)).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(events.filter(({ kind }) => kind === 'restart').length).toBeLessThan(6);
  });

  it('of a single bucket may be of any size', async () => {
    const { client } = await connect(heavy);
    const events = await eventsOf(client, costDays(1, { maxBodyBytes: 1000 }));
    expect(events.map(({ kind }) => kind)).toEqual(['rows', 'page']);
  });

  it('are left in the middle without harm to the next request', async () => {
    const { client, server } = await connect(heavy);
    for (let count = 0; count < 6; count++) {
      for await (const event of readBuckets(client, costDays(7))) {
        expect(event.kind).toBe('rows');
        break;
      }
    }
    expect(server.requests).toHaveLength(6);
  });
});
