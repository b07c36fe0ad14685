import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as it arrived; lists in the query without their brackets. */
export interface SeenRequest {
  path: string;
  query: Record<string, string>;
  groupBy: string[];
  headers: Record<string, string | string[] | undefined>;
}

export type Script = (request: SeenRequest, response: ServerResponse, index: number) => void;

export interface ScriptedServer {
  url: string;
  requests: SeenRequest[];
  stop(): Promise<void>;
}

/** A server of which each answer is spelt out by the spec, for answers that no sound simulator would give. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const request = seen(incoming);
    requests.push(request);
    script(request, response, requests.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  send(response, { status: 200, body: typeof body === 'string' ? body : JSON.stringify(body), headers });
}

export function sendError(
  response: ServerResponse,
  status: number,
  error: unknown,
  headers: Record<string, string> = {},
) {
  send(response, { status, body: JSON.stringify({ error }), headers });
}

export function send(
  response: ServerResponse,
  answer: { status: number; body: string; headers?: Record<string, string> },
): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'x-request-id': 'req_1',
    'openai-organization': 'org-1',
    ...answer.headers,
  });
  response.end(answer.body);
}

function seen(incoming: IncomingMessage): SeenRequest {
  const url = new URL(incoming.url ?? '/', 'http://scripted');
  return {
    path: url.pathname.replace(/^\/v1/, ''),
    query: Object.fromEntries(url.searchParams),
    groupBy: url.searchParams.getAll('group_by[]'),
    headers: incoming.headers,
  };
}
