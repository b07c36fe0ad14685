import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from './fault-kinds.js';
import { midnight, NOW, startAsked, type Asked, type Reply } from './testing/ask.js';

const COSTS = '/organization/costs';
const PROJECTS = '/organization/projects';
const RANGE = { start_time: midnight('2026-11-01'), end_time: midnight('2026-11-13'), limit: 4, group_by: 'line_item' };

let openai: Asked;
beforeAll(async () => {
  openai = await startAsked({ keys: 20 });
});
afterEach(() => {
  openai.faults.clear();
  openai.clock.set(NOW);
});
afterAll(() => openai.stop());

async function struck(fault: Fault): Promise<Reply> {
  const handle = openai.faults.add(fault);
  const reply = await openai.get(COSTS, RANGE);
  expect(handle.hits).toBe(1);
  return reply;
}

describe('answers in place of the real one (cases 3, 9, 13, 14 and 85)', () => {
  it.each<[string, Fault, number, RegExp]>([
    ['429 without a hint', { kind: 'status', status: 429, message: 'slow down' }, 429, /"message":"slow down"/],
    ['500', { kind: 'status', status: 500 }, 500, /server_error/],
    ['a bare 403', { kind: 'status', status: 403, body: 'bare', message: 'no' }, 403, /^\{"error":"no"\}$/],
    ['a nested 401', { kind: 'status', status: 401, code: 'invalid_api_key' }, 401, /"code":"invalid_api_key"/],
    ['503 as a web page', { kind: 'status', status: 503, body: 'html' }, 503, /^<!doctype html>/],
    ['503 without a body', { kind: 'status', status: 503, body: 'empty' }, 503, /^$/],
    ['404 of a feature that is off', { kind: 'status', status: 404, match: { path: COSTS } }, 404, /error/],
    ['200 with a web page', { kind: 'html-200' }, 200, /^<!doctype html>/],
    ['200 with nothing', { kind: 'empty-200' }, 200, /^$/],
    ['204', { kind: 'no-content' }, 204, /^$/],
  ])('%s', async (_name, fault, status, body) => {
    const reply = await struck(fault);
    expect(reply.status).toBe(status);
    expect(reply.text).toMatch(body);
    expect(reply.headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('carry hints for retrying as they were set (cases 10, 11 and 17)', async () => {
    const at = 'Sat, 21 Nov 2026 14:05:00 GMT';
    const hints = async (fault: Fault) => {
      const { headers } = await struck({ ...fault, times: 1 });
      return ['retry-after', 'retry-after-ms', 'x-should-retry'].map((name) => headers.get(name));
    };
    expect(await hints({ kind: 'status', status: 429, retryAfter: '5' })).toEqual(['5', null, null]);
    expect(await hints({ kind: 'status', status: 429, retryAfter: at })).toEqual([at, null, null]);
    expect(await hints({ kind: 'status', status: 429, retryAfterMs: 200 })).toEqual([null, '200', null]);
    expect(await hints({ kind: 'status', status: 500, shouldRetry: false })).toEqual([null, null, 'false']);
  });
});

describe('broken transport', () => {
  it('cuts JSON while the message is complete (case 14)', async () => {
    const { text } = await struck({ kind: 'cut-json' });
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    openai.faults.clear();
    expect((await struck({ kind: 'cut-json', keepBytes: 10 })).text).toBe('{"object":');
  });

  it('resets the connection before the status or within the body (case 15)', async () => {
    openai.requests.clear();
    await expect(struck({ kind: 'reset' })).rejects.toThrow('fetch failed');
    expect(openai.requests.entries.map(({ status }) => status)).toEqual([0]);
    openai.faults.clear();
    await expect(struck({ kind: 'reset', afterBytes: 200 })).rejects.toThrow();
  });

  it('is silent until the fault is removed, then gives the true answer', async () => {
    const handle = openai.faults.add({ kind: 'silence' });
    openai.requests.clear();
    let settled = false;
    const held = openai.get(COSTS, RANGE).finally(() => {
      settled = true;
    });
    while (openai.requests.count() === 0) await new Promise((resolve) => setImmediate(resolve));
    // Another request of the same process comes and goes meanwhile.
    await fetch(openai.controlUrl);
    expect(settled).toBe(false);
    handle.remove();
    expect((await held).status).toBe(200);
  });

  it('trickles a body that is whole in the end', async () => {
    const whole = (await openai.get(COSTS, RANGE)).text;
    const { text } = await struck({ kind: 'slow-body', everyMs: 1, chunkBytes: 4000 });
    expect(text).toBe(whole);
  });

  it('changes the organization, leaves it out, and sends another date (cases 8 and 80)', async () => {
    expect(
      (await struck({ kind: 'organization-header', organization: 'org-x' })).headers.get('openai-organization'),
    ).toBe('org-x');
    openai.faults.clear();
    expect((await struck({ kind: 'organization-header', organization: null })).headers.has('openai-organization')).toBe(
      false,
    );
    const { headers } = await struck({ kind: 'clock-skew', ms: 600_000 });
    expect(headers.get('date')).toBe(new Date(NOW.getTime() + 600_000).toUTCString());
  });

  it('lets seven calls a minute through for each endpoint family (case 12)', async () => {
    openai.faults.add({ kind: 'rate-limit', perMinute: 7 });
    const statuses: number[] = [];
    for (let call = 0; call < 8; call++) statuses.push((await openai.get(PROJECTS)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 429]);
    expect((await openai.get(COSTS, RANGE)).status).toBe(200);
    openai.clock.advance(60_000);
    expect((await openai.get(PROJECTS)).status).toBe(200);
  });
});

describe('what a fault strikes', () => {
  it('is chosen by path, page, query, number and order', async () => {
    const status = async (path: string, query: Record<string, string | number> = {}) =>
      (await openai.get(path, query)).status;
    openai.faults.add({ kind: 'status', status: 500, match: { path: '/organization/projects/*' }, times: 1 });
    openai.faults.add({
      kind: 'status',
      status: 501,
      match: { path: /costs$/, page: 'first' },
      afterRequests: 1,
      times: 1,
    });
    openai.faults.add({ kind: 'status', status: 502, match: { query: { group_by: 'project_id' } } });
    expect(await status(PROJECTS)).toBe(200);
    expect(await status(`${PROJECTS}/proj_x`)).toBe(500);
    expect(await status(`${PROJECTS}/proj_x`)).toBe(404);
    expect([await status(COSTS, RANGE), await status(COSTS, RANGE), await status(COSTS, RANGE)]).toEqual([
      200, 501, 200,
    ]);
    expect(await status(COSTS, { ...RANGE, group_by: 'project_id' })).toBe(502);
  });

  it('is nothing for a kind that there is not', () => {
    // A caller without types, as over the control path.
    const misspelt = { kind: 'sillence' } as unknown as Fault;
    expect(() => openai.faults.add(misspelt)).toThrow('There is no fault "sillence"; there are status, html-200');
  });
});
