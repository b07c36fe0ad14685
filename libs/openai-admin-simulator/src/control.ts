/** The control path: what `Simulator` offers in process, over HTTP. Never below `/v1`, so that no client can mistake it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BilledDimension, CostChange } from './billing-model.js';
import { parseDay, dayStart } from './days.js';
import type { Fault } from './fault-kinds.js';
import type { Simulator } from './simulator.js';

type Body = Readonly<Record<string, unknown>>;
type Action = (simulator: Simulator, body: Body, query: URLSearchParams) => unknown;

const LARGEST_BODY = 1_000_000;

const ACTIONS: Readonly<Record<string, Action>> = {
  'GET /': (simulator) => ({
    url: simulator.url,
    organization_id: simulator.organizationId,
    now: simulator.clock.now().toISOString(),
    faults: simulator.faults.list().length,
    requests: simulator.requests.count(),
  }),
  'GET /faults': (simulator) => ({
    faults: simulator.faults.list().map(({ id, fault, hits }) => ({ id, hits, fault })),
  }),
  'POST /faults': (simulator, body) => {
    if (typeof body['kind'] !== 'string')
      throw new RangeError('A fault needs a kind; see the list of kinds in fault-kinds.ts.');
    // The kind is checked where it is added; its fields are the caller's business.
    return { id: simulator.faults.add(body as unknown as Fault).id };
  },
  'DELETE /faults': (simulator) => {
    simulator.faults.clear();
    return { faults: [] };
  },
  'GET /clock': (simulator) => ({ now: simulator.clock.now().toISOString() }),
  'POST /clock': (simulator, body) => {
    const { now, advance_ms: ms } = body;
    if (typeof now === 'string') simulator.clock.set(new Date(now));
    else if (typeof ms === 'number') simulator.clock.advance(ms);
    else throw new RangeError('The clock needs {"now": "2026-10-01T00:00:00Z"} or {"advance_ms": 60000}.');
    return { now: simulator.clock.now().toISOString() };
  },
  'POST /restate': (simulator, body) => {
    const { changes } = body;
    if (!Array.isArray(changes))
      throw new RangeError('Restating needs {"day": "2026-10-01", "changes": [{"kind": …}]}.');
    // Kinds, days and amounts are checked where they are used.
    simulator.restate(textOf(body, 'day'), ...(changes as CostChange[]));
    return { day: body['day'] };
  },
  'POST /rows': (simulator, body) => {
    const { rows } = body;
    if (typeof rows !== 'number') throw new RangeError('This needs {"day": "2026-10-01", "rows": 5000}.');
    simulator.setRowsPerDay(textOf(body, 'day'), rows);
    return { day: body['day'], rows };
  },
  'GET /requests': (simulator) => ({ requests: simulator.requests.entries }),
  'DELETE /requests': (simulator) => {
    simulator.requests.clear();
    return { requests: [] };
  },
  'GET /billed': (simulator, _body, query) => ({
    rows: simulator.billed({
      start: dayStart(parseDay(query.get('start') ?? '')),
      end: dayStart(parseDay(query.get('end') ?? '')),
      // Unknown names give null, as a dimension that no row has.
      groupBy: query.getAll('group_by') as BilledDimension[],
      bucket: query.get('bucket') === 'day' ? 'day' : query.get('bucket') === 'month' ? 'month' : 'total',
    }),
  }),
};

function textOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new RangeError(`"${name}" is missing; write "${name}": "2026-10-01".`);
  return value;
}

export async function answerControl(
  simulator: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  try {
    const body = await readBody(request);
    const name = `${request.method} ${path.replace(/\/$/, '') || '/'}`;
    const single = /^DELETE \/faults\/(.+)$/.exec(name)?.[1];
    if (single !== undefined) {
      simulator.faults
        .list()
        .find(({ id }) => id === single)
        ?.remove();
      return send(200, { removed: single });
    }
    const action = ACTIONS[name];
    if (!action) return send(404, { error: `There is no ${name}; there are ${Object.keys(ACTIONS).join(', ')}.` });
    send(200, action(simulator, body, new URL(request.url ?? '/', 'http://simulator').searchParams));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    send(400, { error: error.message });
  }
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    // Without an encoding set, a request gives buffers only.
    pieces.push(piece as Buffer);
    size += pieces.at(-1)!.length;
    if (size > LARGEST_BODY) throw new RangeError(`The body is larger than ${LARGEST_BODY} bytes.`);
  }
  const body: unknown = pieces.length === 0 ? {} : JSON.parse(Buffer.concat(pieces).toString());
  if (typeof body !== 'object' || body === null) throw new RangeError('The body has to be a JSON object.');
  return { ...body };
}
