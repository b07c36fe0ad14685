/** The real server on a random port, over a database of its own. */
import type { LoggerService } from '@nestjs/common';
import { type Application, createApplication } from '../application.js';
import { type Environment, readEnvironment } from '../env.js';
import type { Clock, OpenaiConnection } from '../tokens.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface TestApplicationOptions {
  /** Default: none, so that nothing is collected. A simulator has `url` and `adminKey`. */
  openai?: OpenaiConnection | { url: string; adminKey: string };
  clock?: Clock;
  environment?: Partial<Environment>;
  /** Default: a fresh one, dropped in `close`. */
  database?: TestDatabase;
  /** Default: a folder that does not exist. */
  webDirectory?: string;
  /** Default: silence. */
  logger?: LoggerService;
}

export interface TestApplication {
  /** Without a slash at its end: `http://127.0.0.1:PORT`. */
  url: string;
  application: Application;
  database: TestDatabase;
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
  });
  const url = await application.listen();
  return {
    url,
    application,
    database,
    get: (path) => getJson(`${url}${path}`),
    async close() {
      await application.close();
      if (options.database === undefined) await database.drop();
    },
  };
}

function connection(openai: TestApplicationOptions['openai']): OpenaiConnection | null {
  if (openai === undefined) return null;
  return 'url' in openai ? { adminKey: openai.adminKey, baseUrl: openai.url, demo: false } : openai;
}

/** Each on a connection of its own: a spec may compute for longer than a server keeps an idle one. */
async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}
