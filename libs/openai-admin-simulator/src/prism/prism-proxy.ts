/** Prism between a client and the simulator: an independent judge of what both say. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { WORKSPACE, type JsonObject } from './openapi-file.js';

/** One request that Prism objected to, or whose answer it objected to. */
export interface Violation {
  /** `GET /organization/costs?limit=7` */
  request: string;
  /** What Prism says of it, as JSON. */
  said: string;
}

export interface PrismProxy {
  /** Base address for the client, in place of the simulator's. */
  readonly url: string;
  readonly violations: readonly Violation[];
  /** Everything that was asked: `GET /organization/costs?limit=7`, oldest first. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const PRISM = join(WORKSPACE, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
const LISTENING = /is listening on (http:\/\/[\w.:]+)/;

/**
 * Runs `prism proxy --errors` in front of a base address.
 *
 * A request that the document does not allow gets 422 and never arrives; an answer that it does not allow becomes a 500.
 * Both are kept as violations. Answers of statuses that the document does not describe pass: it describes few errors.
 *
 * @throws Error with what Prism said, if it does not start.
 */
export async function startPrismProxy({
  upstream,
  document,
}: {
  /** `http://127.0.0.1:4010/v1` */
  upstream: string;
  document: JsonObject;
}): Promise<PrismProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'bursar-prism-'));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const args = [PRISM, 'proxy', file, upstream, '--errors', '--port', '0', '--host', '127.0.0.1'];
  const prism = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const address = await listening(prism);
    const violations: Violation[] = [];
    const asked: string[] = [];
    const front = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      forward({ address, violations }, request, response);
    });
    const url = await listen(front);
    return { url, violations, asked, stop: () => stop(prism, front, folder) };
  } catch (error) {
    await stop(prism, null, folder);
    throw error;
  }
}

/** Settles with Prism's address; its output is read on, or it would stand still. */
function listening(prism: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (piece: Buffer) => {
      if (said.length > 100_000) return;
      said += piece.toString();
      const address = LISTENING.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    prism.stdout?.on('data', hear);
    prism.stderr?.on('data', hear);
    prism.once('error', reject);
    prism.once('exit', (code) => reject(new Error(`Prism ended with ${code} before it listened:\n${said}`)));
  });
}

interface Judge {
  address: string;
  violations: Violation[];
}

/** Passes a request on as it is, and notes what Prism says instead of the answer. */
function forward({ address, violations }: Judge, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = request;
  const onward = ask(`${address}${url}`, { method, headers: { ...headers, host: new URL(address).host } }, (answer) => {
    const finish = async () => {
      const body = await text(answer);
      if (answer.headers['content-type']?.includes('application/problem+json')) {
        const details = answer.headers['sl-violations'];
        violations.push({ request: `${method} ${url}`, said: String(details ?? body) });
      }
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    };
    finish().catch(() => response.destroy());
  });
  // Whoever asked sees a connection that breaks, as without Prism.
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no TCP port.');
  return `http://127.0.0.1:${address.port}`;
}

async function stop(prism: ChildProcess, front: Server | null, folder: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (prism.exitCode !== null || prism.signalCode !== null) resolve();
    else prism.once('exit', () => resolve());
  });
  prism.kill('SIGKILL');
  if (front) {
    const closed = new Promise<void>((resolve) => front.close(() => resolve()));
    front.closeAllConnections();
    await closed;
  }
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
