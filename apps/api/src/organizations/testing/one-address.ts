/** Several simulators behind one address, as OpenAI has one for all organizations: the key decides which of them answers. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface OneAddress {
  /** As OPENAI_BASE_URL says it. */
  url: string;
  /** From now on nobody answers, until `open`. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** Whose key it is. Every other key is asked of the first one, which refuses it. */
export interface Answering {
  url: string;
  keys: readonly string[];
}

export async function startOneAddress(answering: readonly [Answering, ...Answering[]]): Promise<OneAddress> {
  let isShut = false;
  const server = createServer((incoming, outgoing) => {
    if (isShut) {
      incoming.socket.destroy();
      return;
    }
    const key = incoming.headers.authorization?.replace('Bearer ', '') ?? '';
    pass(incoming, outgoing, new URL((answering.find(({ keys }) => keys.includes(key)) ?? answering[0]).url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The address listens on no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    shut: () => (isShut = true),
    open: () => (isShut = false),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, { hostname, port }: URL): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ hostname, port, method, path, headers: { ...headers, host: `${hostname}:${port}` } });
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  // A fault of the simulator's, such as a reset, reaches whoever asked.
  onward.on('error', () => incoming.socket.destroy());
  incoming.pipe(onward);
}
