import { inspect } from 'node:util';
import { CAPABILITIES } from '@bursar/contract';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import {
  createAdminClient,
  DEFAULT_TIMEOUT_MS,
  type AdminClient,
  type AdminClientOptions,
  type AnswerHeaders,
} from './admin-client.js';
import { OpenAIAdminError } from './errors.js';
import { createPace, type Outcome } from './pacing.js';
import { readBuckets } from './read-buckets.js';
import { createSlotBook } from './slot-book.js';
import { ManualClock, settle } from './testing/manual-clock.js';
import { START, bucketPage, costRow, dayBucket } from './testing/pages.js';
import {
  send,
  sendError,
  sendJson,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from './testing/scripted-server.js';

const KEY = 'sk-admin-Zq3xSecretSecretSecret_0123456789';
const PAGE = bucketPage([dayBucket(0, [costRow()])]);
const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function connect(script: Script, options: Partial<AdminClientOptions> = {}) {
  const server = await startScriptedServer(script);
  servers.push(server);
  return { server, client: createAdminClient({ adminKey: KEY, baseUrl: server.url, ...options }) };
}

/** Reads one day of costs to its end. */
async function readDay(client: AdminClient, signal?: AbortSignal): Promise<number> {
  let rows = 0;
  const window = { capability: CAPABILITIES.costs, width: '1d', groupBy: ['project_id'] } as const;
  const events = readBuckets(client, { ...window, startSeconds: START, endSeconds: START + 86_400, signal });
  for await (const event of events) if (event.kind === 'rows') rows += event.rows.length;
  return rows;
}

/** The error of a read that must not succeed. */
async function failure(client: AdminClient): Promise<OpenAIAdminError> {
  const error: unknown = await readDay(client).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OpenAIAdminError)) throw new Error(`expected an OpenAIAdminError, got ${inspect(error)}`);
  return error;
}

describe('requests', () => {
  it('carry the admin key and nothing that the environment would add (cases 6 and 7)', async () => {
    const stray = {
      OPENAI_API_KEY: 'sk-user-stray',
      OPENAI_ADMIN_KEY: 'sk-admin-stray',
      OPENAI_ORG_ID: 'org-stray',
      OPENAI_PROJECT_ID: 'proj-stray',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/stray',
      OPENAI_CUSTOM_HEADERS: 'X-Stray: stray\nAuthorization: Bearer stray',
      OPENAI_LOG: 'debug',
      OPENAI_WEBHOOK_SECRET: 'stray',
    };
    const before = { ...process.env };
    Object.assign(process.env, stray);
    try {
      const { client, server } = await connect((_, response) => sendJson(response, PAGE));
      expect(await readDay(client)).toBe(1);
      const [request] = server.requests;
      expect(request?.headers['authorization']).toBe(`Bearer ${KEY}`);
      expect(request?.headers['openai-organization']).toBeUndefined();
      expect(request?.headers['openai-project']).toBeUndefined();
      expect(JSON.stringify(request?.headers)).not.toContain('stray');
    } finally {
      for (const name of Object.keys(stray)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });

  it('are sent once and follow no redirect, which would take the key along', async () => {
    const { client, server } = await connect((_, response) =>
      send(response, { status: 307, body: '', headers: { location: '/v1/elsewhere' } }),
    );
    expect(await failure(client)).toMatchObject({ code: 'invalid_answer', status: 307 });
    expect(server.requests).toHaveLength(1);
  });

  it('are not sent with a key that is none', () => {
    for (const adminKey of ['', ' ', 'sk-admin-a\n', 'sk admin', 'sk-ädmin']) {
      expect(() => createAdminClient({ adminKey })).toThrow(/was not sent/);
    }
  });
});

describe('errors', () => {
  const scopes =
    'You have insufficient permissions for this operation. Missing scopes: api.usage.read. Check that you have the correct role.';
  const nested = (message: string, more: object = {}) => ({
    message,
    type: 'invalid_request_error',
    param: null,
    code: null,
    ...more,
  });

  it.each<[string, number, unknown, Partial<OpenAIAdminError>]>([
    [
      'an unknown key (case 1)',
      401,
      nested('Incorrect API key provided: sk-admin-*****6789.', { code: 'invalid_api_key' }),
      { code: 'credential_refused' },
    ],
    ['a missing scope, bare (case 2)', 403, scopes, { code: 'missing_scope', missingScope: 'api.usage.read' }],
    [
      'a missing scope, nested with 401 (case 3)',
      401,
      nested(scopes),
      { code: 'missing_scope', missingScope: 'api.usage.read' },
    ],
    [
      'two missing scopes',
      403,
      'Missing scopes: api.usage.read, api.management.read.',
      { code: 'missing_scope', missingScope: 'api.usage.read, api.management.read' },
    ],
    ['another 403', 403, nested('Country not supported'), { code: 'refused', missingScope: null }],
    ['an unknown endpoint (case 85)', 404, nested('Not found'), { code: 'not_found' }],
    [
      'a refused parameter (case 72)',
      400,
      nested('start_time too early', { param: 'start_time' }),
      { code: 'refused', parameter: 'start_time', detail: 'start_time too early' },
    ],
    ['a conflict', 409, nested('exists'), { code: 'refused' }],
    ['a failure (case 13)', 500, nested('The server had an error'), { code: 'openai_unavailable' }],
  ])('tell %s', async (_, status, error, expected) => {
    const { client, server } = await connect((__, response) => sendError(response, status, error));
    expect(await failure(client)).toMatchObject({ ...expected, status, requestId: 'req_1' });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, (response: ServerResponse) => void, Partial<OpenAIAdminError>]>([
    [
      '503 with a web page (case 14)',
      (response) =>
        send(response, { status: 503, body: '<html>\n<body>Bad', headers: { 'content-type': 'text/html' } }),
      { code: 'openai_unavailable', status: 503, detail: '<html> <body>Bad' },
    ],
    [
      '503 without a body',
      (response) => send(response, { status: 503, body: '' }),
      { code: 'openai_unavailable', status: 503 },
    ],
    [
      '500 that must not be repeated (case 17)',
      (response) => sendError(response, 500, 'x', { 'x-should-retry': 'false' }),
      { code: 'openai_unavailable' },
    ],
    [
      '500 that should be repeated',
      (response) => sendError(response, 500, 'x', { 'x-should-retry': 'true' }),
      { code: 'openai_unavailable' },
    ],
    [
      '200 with a web page (case 14)',
      (response) => send(response, { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }),
      { code: 'invalid_answer', status: 200 },
    ],
    [
      '200 with half a page (case 14)',
      (response) => sendJson(response, JSON.stringify(PAGE).slice(0, 100)),
      { code: 'invalid_answer', status: 200, requestId: 'req_1' },
    ],
    ['200 with nothing (case 14)', (response) => sendJson(response, ''), { code: 'invalid_answer' }],
    ['204 (case 14)', (response) => response.writeHead(204).end(), { code: 'invalid_answer', status: 204 }],
    [
      'a reset before the status (case 15)',
      (response) => response.socket?.resetAndDestroy(),
      { code: 'connection', status: null },
    ],
    [
      'a reset in the middle (case 15)',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"object":"page",', () => response.socket?.resetAndDestroy());
      },
      { code: 'connection', status: 200 },
    ],
    [
      'a body shorter than promised',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"object":"page"}', () => response.socket?.end());
      },
      { code: 'connection', status: 200 },
    ],
  ])('tell %s', async (_, answer, expected) => {
    const { client, server } = await connect((__, response) => answer(response));
    expect(await failure(client)).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });

  it('tell a server that cannot be reached', async () => {
    const { client, server } = await connect((_, response) => sendJson(response, PAGE));
    await server.stop();
    const error = await failure(client);
    expect(error).toMatchObject({ code: 'connection', status: null });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('show the key nowhere, whatever repeats it', async () => {
    const echoes: Script[] = [
      (_, response) => sendError(response, 401, nested(`Incorrect API key provided: ${KEY}. See https://x.`)),
      (_, response) => sendError(response, 401, nested('Incorrect API key provided: sk-admin-Zq3*****6789.')),
      (request, response) => sendError(response, 500, nested(`You sent ${String(request.headers['authorization'])}`)),
      (_, response) =>
        send(response, { status: 502, body: `<html>${KEY}`, headers: { 'x-echo': KEY, 'content-type': 'text/html' } }),
      (_, response) => sendJson(response, `{"object":"${KEY}"`),
      (_, response) => sendJson(response, { object: KEY, data: [] }),
      (_, response) => response.socket?.resetAndDestroy(),
    ];
    for (const echo of echoes) {
      const { client } = await connect(echo);
      const error = await failure(client);
      for (const subject of [error, client, error.cause, error.stack]) {
        const shown = inspect(subject, { showHidden: true, depth: Infinity, getters: true });
        expect(shown).not.toMatch(/Zq3|6789|Secret/);
      }
      expect(JSON.stringify([error, client])).not.toMatch(/Zq3|6789|Secret/);
      expect(error.message).not.toMatch(/Zq3|6789|Secret/);
    }
  });
});

describe('time', () => {
  it('is half a minute at most, unless somebody says otherwise (case 15)', () => {
    expect(DEFAULT_TIMEOUT_MS).toBeLessThanOrEqual(30_000);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['before the status', () => undefined],
    ['after the status', (response) => void response.writeHead(200).flushHeaders()],
    ['in the middle of the body', (response) => void response.writeHead(200).write('{"object":')],
  ])('gives a silent server up %s (case 15)', async (_, answer) => {
    const { client } = await connect((__, response) => answer(response), { timeoutMs: 100 });
    expect(await failure(client)).toMatchObject({ code: 'timeout' });
  });

  it('gives the silent body of an error up, but keeps its status', async () => {
    const { client } = await connect(
      (_, response) => {
        response.writeHead(500).write('{"error":');
      },
      { timeoutMs: 100 },
    );
    expect(await failure(client)).toMatchObject({ code: 'openai_unavailable', status: 500 });
  });

  it('gives a body up that trickles (case 15)', async () => {
    const timers: NodeJS.Timeout[] = [];
    const { client } = await connect(
      (_, response) => {
        response.writeHead(200);
        timers.push(setInterval(() => response.write(' '), 10));
      },
      { timeoutMs: 200 },
    );
    expect(await failure(client)).toMatchObject({ code: 'timeout' });
    timers.forEach((timer) => clearInterval(timer));
  });

  it('reads a body that takes longer than the time-out but keeps coming', async () => {
    const padding = ' '.repeat(20_000);
    const { client } = await connect(
      (_, response) => {
        let left = 12;
        response.writeHead(200);
        const timer = setInterval(() => {
          response.write(padding);
          if (--left > 0) return;
          clearInterval(timer);
          response.end(JSON.stringify(PAGE));
        }, 80);
      },
      { timeoutMs: 600 },
    );
    expect(await readDay(client)).toBe(1);
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const { client } = await connect((_, response) => {
      response.writeHead(200).write('{"object":');
      setImmediate(() => controller.abort(new Error('shutting down')));
    });
    await expect(readDay(client, controller.signal)).rejects.toThrow('shutting down');
    await expect(readDay(client, controller.signal)).rejects.toThrow('shutting down');
  });
});

describe('headers', () => {
  it('are told for each answer, refusals included (case 8)', async () => {
    const seen: AnswerHeaders[] = [];
    const receivedAt = new Date('2026-11-21T10:00:00Z');
    const { client } = await connect(
      (_, response, index) => {
        const headers = { date: 'Sat, 21 Nov 2026 09:59:00 GMT' };
        if (index === 0) sendJson(response, PAGE, headers);
        else sendError(response, 500, 'x', headers);
      },
      { now: () => receivedAt, onAnswer: (headers) => seen.push(headers) },
    );
    await readDay(client);
    await failure(client);
    const common = {
      requestId: 'req_1',
      organizationId: 'org-1',
      serverDate: new Date('2026-11-21T09:59:00Z'),
      receivedAt,
    };
    expect(seen).toEqual([
      expect.objectContaining({ status: 200, ...common }),
      expect.objectContaining({ status: 500, ...common }),
    ]);
  });

  it('may end the read before anything of the body counts (case 8)', async () => {
    const refusal = new OpenAIAdminError('other_organization', { family: 'test' });
    const { client } = await connect((_, response) => sendJson(response, PAGE), {
      onAnswer: ({ organizationId }) => {
        if (organizationId !== 'org-2') throw refusal;
      },
    });
    await expect(readDay(client)).rejects.toBe(refusal);
  });
});

describe('a refusal for the rate', () => {
  function slowDown(headers: Record<string, string>, times: number): Script {
    return (_, response, index) => {
      if (index >= times) sendJson(response, PAGE);
      else sendError(response, 429, { message: "You're making too many requests, please slow down." }, headers);
    };
  }

  async function connectPaced(script: Script) {
    const clock = new ManualClock();
    const slots = createSlotBook(clock.now);
    const pace = createPace({ slots, setTimer: clock.setTimer, random: () => 0 });
    return { clock, slots, ...(await connect(script, { pace })) };
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await settle();
  }

  it.each<[Record<string, string>, number]>([
    [{}, 60_000],
    [{ 'retry-after': '5' }, 5000],
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after-ms': '200' }, 200],
    [{ date: 'Sat, 21 Nov 2026 10:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 10:00:09 GMT' }, 9000],
  ])('with %j is waited out and loses nothing (cases 9 to 11)', async (headers, waitMs) => {
    const { client, clock, server } = await connectPaced(slowDown(headers, 1));
    const read = readDay(client);
    await until(() => clock.untilNext() !== null);
    expect(clock.untilNext()).toBe(waitMs);
    expect(server.requests).toHaveLength(1);
    await clock.advance(waitMs);
    expect(await read).toBe(1);
    expect(server.requests).toHaveLength(2);
  });

  it('is given up after six times', async () => {
    const { client, clock, server } = await connectPaced(slowDown({}, 100));
    const read = failure(client);
    for (let refusals = 1; refusals < 6; refusals++) {
      await until(() => server.requests.length === refusals && clock.untilNext() !== null);
      await clock.advance(120_000);
    }
    expect(await read).toMatchObject({ code: 'rate_limited', status: 429, retryAfterMs: null });
    expect(server.requests).toHaveLength(6);
  });

  it('is handed on where OpenAI asks for hours', async () => {
    const { client, slots } = await connectPaced(slowDown({ 'retry-after': '7200' }, 1));
    expect(await failure(client)).toMatchObject({ code: 'rate_limited', retryAfterMs: 7_200_000 });
    expect(await slots.ratePerMinute('GET /organization/costs')).not.toBeNull();
  });

  it('gives each slot back, whatever became of its request', async () => {
    const settled: (number | null)[] = [];
    let underWay = 0;
    const pace = {
      reserve: () => {
        underWay++;
        return Promise.resolve({
          settled: ({ status }: Outcome) => {
            underWay--;
            settled.push(status);
          },
        });
      },
    };
    const script: Script = (_, response, index) => {
      if (index === 0) sendJson(response, PAGE);
      else if (index === 1) sendError(response, 500, 'x');
      else if (index === 2) response.socket?.resetAndDestroy();
      else if (index === 3) sendJson(response, '<');
      else response.writeHead(204).end();
    };
    const { client } = await connect(script, { pace });
    await readDay(client);
    for (let count = 0; count < 4; count++) await failure(client);
    expect({ settled, underWay }).toEqual({ settled: [200, 500, null, 200, 204], underWay: 0 });
  });
});
