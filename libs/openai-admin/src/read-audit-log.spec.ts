import { afterEach, describe, expect, it } from '@jest/globals';
import { createAdminClient } from './admin-client.js';
import { OpenAIAdminError } from './errors.js';
import { isAuditLogOff, readAuditLog, type AuditEventObject, type AuditWindow } from './read-audit-log.js';
import {
  sendError,
  sendJson,
  startScriptedServer,
  type Script,
  type ScriptedServer,
  type SeenRequest,
} from './testing/scripted-server.js';

const START = 1_790_812_800;
const WINDOW: AuditWindow = { startSeconds: START, endSeconds: START + 86_400, tenantOnly: false };

let servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});

async function connect(script: Script) {
  const server = await startScriptedServer(script);
  servers.push(server);
  return { server, client: createAdminClient({ adminKey: 'sk-admin-0123456789', baseUrl: server.url }) };
}

async function readAll(script: Script, window = WINDOW) {
  const { client, server } = await connect(script);
  const events: AuditEventObject[] = [];
  const completeFrom: (number | null)[] = [];
  let error: unknown = null;
  try {
    for await (const page of readAuditLog(client, window)) {
      events.push(...page.events);
      completeFrom.push(page.completeFrom);
    }
  } catch (thrown) {
    error = thrown;
  }
  return { events, completeFrom, error, requests: server.requests };
}

const event = (index: number, more: Record<string, unknown> = {}) => ({
  id: `audit_log-${String(index).padStart(4, '0')}`,
  object: 'organization.audit_log',
  type: 'login.succeeded',
  effective_at: START + index,
  ...more,
});

/** Newest first. */
const log = (count: number, more: (index: number) => Record<string, unknown> = () => ({})) =>
  Array.from({ length: count }, (_, index) => event(count - 1 - index, more(count - 1 - index)));

const list = (data: unknown[], hasMore: unknown = false, more: Record<string, unknown> = {}) => ({
  object: 'list',
  data,
  first_id: null,
  last_id: null,
  has_more: hasMore,
  ...more,
});

/** What may lie on the `after` side of an event: the older ones (further down the list), or the later ones. */
type Reading = 'down the list' | 'later in time';

function pages(events: readonly AuditEventObject[], reading: Reading): (request: SeenRequest) => unknown {
  return ({ query }) => {
    const { after, before } = query;
    const cursor = after ?? before;
    const at = events.findIndex(({ id }) => id === cursor);
    const isDown = cursor === undefined || (after !== undefined) === (reading === 'down the list');
    const rest = isDown ? events.slice(at + 1) : events.slice(0, at);
    const page = isDown ? rest.slice(0, 100) : rest.slice(-100);
    return list(page, rest.length > page.length, { last_id: page.at(-1)?.id ?? null });
  };
}

describe('the audit log', () => {
  it('is asked for by explicit times and never by types (case 91)', async () => {
    const { events, requests } = await readAll((_, response) => sendJson(response, list([])));
    expect(events).toEqual([]);
    expect(requests.map(({ path, query }) => [path, query])).toEqual([
      [
        '/organization/audit_logs',
        { 'effective_at[gte]': String(START), 'effective_at[lt]': String(START + 86_400), limit: '100' },
      ],
    ]);
  });

  it('of the tenant is asked for alone', async () => {
    const { requests } = await readAll((_, response) => sendJson(response, list([])), { ...WINDOW, tenantOnly: true });
    expect(requests[0]?.query).toMatchObject({ tenant_only: 'true' });
  });

  it.each<[Reading]>([['down the list'], ['later in time']])(
    'is the same set where "after" means %s (case 90)',
    async (reading) => {
      const events = log(250);
      const answer = pages(events, reading);
      const read = await readAll((request, response) => sendJson(response, answer(request)));
      expect(read.error).toBeNull();
      expect(read.events.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
      expect(read.completeFrom).toEqual([START + 151, reading === 'down the list' ? START + 51 : null, START]);
    },
  );

  it('goes on to the older ones although an event came late in between', async () => {
    const events = log(250);
    const late = event(240, { id: 'audit_log-late' });
    const read = await readAll((request, response, index) => {
      const now = index === 0 ? events : events.toSpliced(9, 0, late);
      sendJson(response, pages(now, 'later in time')(request));
    });
    expect(read.error).toBeNull();
    expect(read.events.map(({ id }) => id).toSorted()).toEqual([...events, late].map(({ id }) => id).toSorted());
  });

  it('that comes oldest first is complete only at its end', async () => {
    const events = log(150).toReversed();
    const answer = pages(events, 'down the list');
    const read = await readAll((request, response) => sendJson(response, answer(request)));
    expect(read.events).toEqual(events);
    expect(read.completeFrom).toEqual([null, START]);
  });

  it('loses and doubles nothing of one second at the cursor (case 88)', async () => {
    const events = log(205, () => ({ effective_at: START }));
    const answer = pages(events, 'down the list');
    const read = await readAll((request, response) => sendJson(response, answer(request)));
    expect(read.events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('gives each event once where pages overlap', async () => {
    const events = log(120);
    const { events: read } = await readAll((_, response, index) =>
      sendJson(response, index === 0 ? list(events.slice(0, 100), true) : list(events.slice(60))),
    );
    expect(read.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('keeps what it does not know: a type, an actor, no payload, no actor, an id of 200 characters (cases 87 and 94)', async () => {
    const odd = [
      event(1, { type: 'moon.landed', 'moon.landed': { id: 'moon_1', flag: true } }),
      event(2, { type: 'api_key.created' }),
      event(3, { actor: null }),
      event(4, { actor: { type: 'robot', robot: { id: 'r2' } } }),
      event(5, { id: `audit_log-${'x'.repeat(180)}__20240101` }),
      event(6, { id: 'audit_log__2024_01_01' }),
      event(7, { type: null }),
    ];
    const { events } = await readAll((_, response) => sendJson(response, list(odd)));
    expect(events).toEqual([...odd.slice(0, 6), { ...odd[6], type: 'unknown' }]);
  });

  it.each<[string, unknown]>([
    ['a list without "data"', { object: 'list', has_more: false }],
    ['a list without "has_more"', { object: 'list', data: [] }],
    ['an event without an id', list([{ type: 'x', effective_at: START }])],
    ['an event without a time', list([{ id: 'audit_log-1', type: 'x' }])],
    ['an event of milliseconds', list([event(1, { effective_at: START * 1e6 })])],
    ['text instead of an event', list(['audit_log-1'])],
    ['a promise of more without an event', list([], true)],
  ])('is not read from %s', async (_, body) => {
    const { events, error } = await readAll((__, response) => sendJson(response, body));
    expect(events).toEqual([]);
    expect(error).toMatchObject({ code: 'invalid_answer' });
  });

  it('ends with an error where pages promise more in both directions and give none (case 19)', async () => {
    const events = log(100);
    const read = await readAll((_, response) => sendJson(response, list(events, true)));
    expect(read.events).toHaveLength(100);
    expect(read.error).toMatchObject({ code: 'invalid_answer' });
    expect(read.requests).toHaveLength(3);
  });

  it.each([
    [START, START],
    [START + 1, START],
    [-1, START],
    [START * 1000, START * 1000 + 1],
    [START + 0.5, START + 2],
  ])('is not asked for from %d to %d (case 81)', async (startSeconds, endSeconds) => {
    const { error, requests } = await readAll((_, response) => sendJson(response, list([])), {
      ...WINDOW,
      startSeconds,
      endSeconds,
    });
    expect(error).toBeInstanceOf(RangeError);
    expect(requests).toEqual([]);
  });
});

describe('an audit log that is switched off (case 86)', () => {
  it.each<[number, string, boolean]>([
    [403, 'Audit logging is not enabled for this organization.', true],
    [400, 'Audit logs have not been activated. Enable them in the organization settings.', true],
    [404, 'Not found', true],
    [403, 'You have insufficient permissions for this operation. Missing scopes: api.audit_logs.read.', false],
    [400, "Invalid value for 'limit'", false],
    [500, 'Audit logging is not enabled', false],
  ])('answers %d "%s": %s', async (status, message, isOff) => {
    const { error } = await readAll((_, response) => sendError(response, status, { message }));
    expect(error).toBeInstanceOf(OpenAIAdminError);
    expect(isAuditLogOff(error)).toBe(isOff);
  });
});
