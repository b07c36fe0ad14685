/** The control path: what `Simulator` offers in process, over HTTP. Never below `/v1`, so that no client can mistake it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './errors.js';
import { ACTIONS } from './control-actions.js';
import type { Body } from './control-body.js';
import type { Simulator } from './simulator.js';

const LARGEST_BODY = 1_000_000;

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
    if (error instanceof ApiError) return send(error.status, error.body);
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
