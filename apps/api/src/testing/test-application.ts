/** The real server on a random port, over a database of its own. */
import type { LoggerService } from '@nestjs/common';
import { type Application, createApplication } from '../application.js';
import { type Environment, readEnvironment } from '../env.js';
import type { OutgoingRules } from '../outgoing/outgoing-rules.js';
import type { Clock, OpenaiConnection } from '../tokens.js';
import { type Asker, signIn } from './signed-in.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface TestApplicationOptions {
  /** Default: none, so that nothing is collected. A simulator has `url` and `adminKey`. */
  openai?: OpenaiConnection | { url: string; adminKey: string };
  clock?: Clock;
  outgoing?: Partial<OutgoingRules>;
  environment?: Partial<Environment>;
  /** Default: a fresh one, dropped in `close`. */
  database?: TestDatabase;
  /** Default: a folder that does not exist. */
  webDirectory?: string;
  /** Default: silence. */
  logger?: LoggerService;
  /** Who asks. Default: an owner; null: nobody who has signed in. */
  as?: Asker | null;
}

export interface TestApplication {
  /** Without a slash at its end: `http://127.0.0.1:PORT`. */
  url: string;
  application: Application;
  database: TestDatabase;
  /** The headers of a request by whoever asks; `origin` is what a browser adds to writes. */
  headers: { cookie: string; origin: string };
  /** As whoever asks. A connection of its own each: a spec may compute for longer than a server keeps an idle one. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** GET of JSON; throws with the body when the answer is not a 2xx. */
  get(path: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts what a person would use, ready for requests. */
export async function startTestApplication(options: TestApplicationOptions = {}): Promise<TestApplication> {
  const database = options.database ?? (await createTestDatabase());
  const application = await createApplication({
    environment: { ...readEnvironment({ PORT: '0' }, '/nowhere'), ...options.environment },
    databaseUrl: database.url,
    openai: connection(options.openai),
    webDirectory: options.webDirectory ?? '/nowhere',
    logger: options.logger ?? false,
    ...(options.clock && { clock: options.clock }),
    ...(options.outgoing && { outgoing: options.outgoing }),
  });
  const url = await application.listen();
  const { as = { role: 'owner' } } = options;
  const headers = { cookie: as === null ? '' : await signIn(application.nest, as), origin: url };
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, { ...init, headers: { connection: 'close', ...headers, ...init.headers } });
  return {
    url,
    application,
    database,
    headers,
    fetch: ask,
    get: async (path) => readJson(path, await ask(path)),
    async close() {
      await application.close();
      if (options.database === undefined) await database.drop();
    },
  };
}

function connection(openai: TestApplicationOptions['openai']): OpenaiConnection {
  if (openai === undefined) return { adminKeys: [], writeKeys: [], baseUrl: null, demo: false };
  return 'url' in openai ? { adminKeys: [openai.adminKey], writeKeys: [], baseUrl: openai.url, demo: false } : openai;
}

async function readJson(path: string, response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}
