/** The HTTP server: `/v1` as OpenAI answers, `/__sim` for whoever runs the simulator. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { admit } from './access.js';
import { answerControl } from './control.js';
import { answerOfFault, deliver, loseAnswer, pause, tooManyRequests, type Answer } from './delivery.js';
import { ApiError, badRequest, nestedBody } from './errors.js';
import type { ActiveFaults, FaultStore } from './faults.js';
import { objectOf, type Body } from './management/body.js';
import { readParameters } from './parameters.js';
import { identifier } from './random.js';
import type { createRequestLog } from './request-log.js';
import { createRoutes, type Call, type RouteFinder } from './routes.js';
import type { Simulator } from './simulator.js';
import type { World } from './world.js';

export interface ServerParts {
  world: World;
  faults: FaultStore;
  requests: ReturnType<typeof createRequestLog>;
  latencyMs: number;
  /** What the control path acts on. */
  simulator: () => Simulator;
}

const BASE = '/v1';
const CONTROL = '/__sim';
const MINUTE_MS = 60_000;
/**
 * How long a connection at rest is kept, as long as front ends do. In the five seconds that are Node's own a busy client
 * meets one that is just being closed again and again, which is a fault that nobody asked for.
 */
const KEEP_ALIVE_MS = 75_000;

export function createHttpServer(parts: ServerParts): Server {
  const find = createRoutes(parts.world, parts.world.table);
  const recent = new Map<string, number[]>();
  let served = 0;
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const done = url.pathname.startsWith(CONTROL)
      ? answerControl(parts.simulator(), request, response, url.pathname.slice(CONTROL.length))
      : serve({ parts, find, recent, url, number: ++served }, request, response);
    done.catch((error: unknown) => confess(response, error));
  });
}

/** A mistake of the simulator's own is said as such, not dressed up as one of OpenAI's failures. */
function confess(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'application/json' });
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  response.end(JSON.stringify(nestedBody(`The simulator itself failed: ${reason}`, { type: 'simulator_error' })));
}

interface Serving {
  parts: ServerParts;
  find: RouteFinder;
  /** Times of the last minute's requests by endpoint family. */
  recent: Map<string, number[]>;
  url: URL;
  number: number;
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { parts, url } = serving;
  const sent = await readBody(request);
  const path = url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : url.pathname;
  const parameters = readParameters(url.searchParams);
  const at = parts.world.clock.now();
  const method = request.method ?? 'GET';
  const faults = parts.faults.strike({ method, path, parameters });
  const asked = { method, path, parameters, headers: request.headers, faults };
  const entry = { method, path, query: parameters, status: 0, at };
  parts.requests.add(entry);
  await hold(faults, parts.latencyMs);
  setHeaders(serving, response, faults);
  const answer = answerTo(serving, asked, sent);
  if (faults.has('lost-answer')) return loseAnswer(response, faults);
  entry.status = answer.status;
  entry.status = await deliver(response, answer, faults);
}

/** What was sent, as text. A request without a body costs no wait. */
async function readBody(request: IncomingMessage): Promise<string> {
  if (request.method === 'GET') {
    request.resume();
    return '';
  }
  request.setEncoding('utf8');
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

/** @throws ApiError 400 for what is no JSON object. */
function parseBody(sent: string): Body {
  if (sent === '') return {};
  try {
    return objectOf(JSON.parse(sent), 'body');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badRequest('We could not parse the JSON body of your request.', null);
  }
}

/** Waits as long as faults say. */
async function hold(faults: ActiveFaults, latencyMs: number): Promise<void> {
  const latency = latencyMs + (faults.find('latency')?.ms ?? 0);
  if (latency > 0) await pause(latency);
  const silence = faults.find('silence');
  if (!silence) return;
  const removed = faults.removed('silence');
  await (silence.ms === undefined ? removed : Promise.race([removed, pause(silence.ms)]));
}

function setHeaders({ parts, number }: Serving, response: ServerResponse, faults: ActiveFaults): void {
  const { world } = parts;
  const other = faults.find('organization-header');
  const organization = other ? other.organization : world.organization.id;
  if (organization !== null) response.setHeader('openai-organization', organization);
  const skewed = world.clock.now().getTime() + (faults.find('clock-skew')?.ms ?? 0);
  response.setHeader('date', new Date(skewed).toUTCString());
  response.setHeader('x-request-id', identifier('req_', 24, number, 1));
  response.setHeader('openai-version', '2020-10-01');
  response.setHeader('openai-processing-ms', '12');
}

function answerTo(serving: Serving, asked: Omit<Call, 'body'>, sent: string): Answer {
  const { parts, find, url } = serving;
  const byFault = answerOfFault(asked.faults);
  if (byFault) return byFault;
  try {
    const found = url.pathname.startsWith(`${BASE}/`) ? find(asked.path, asked.method) : undefined;
    if (found && found !== 'other-method' && isTooOften(serving, found.family, asked.faults)) return tooManyRequests();
    const { route, keyId } = admit(parts.world, found, asked);
    return { status: 200, body: route.answer({ ...asked, body: parseBody(sent) }, keyId) };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: [JSON.stringify(error.body)] };
    if (error instanceof URIError) {
      return { status: 400, body: [JSON.stringify(nestedBody('The path is not well percent-encoded.'))] };
    }
    throw error;
  }
}

/** Counts requests of an endpoint family within a minute of the simulator's clock; refused ones count as well. */
function isTooOften({ parts, recent }: Serving, family: string, faults: ActiveFaults): boolean {
  const limit = faults.find('rate-limit');
  if (!limit) return false;
  const now = parts.world.clock.now().getTime();
  const times = (recent.get(family) ?? []).filter((time) => now - time < MINUTE_MS);
  const tooOften = times.length >= limit.perMinute;
  recent.set(family, tooOften ? times : [...times, now]);
  return tooOften;
}
