/** The whole server on a given database: what `npm start` runs, and what specs run on a database of their own. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { openDatabase } from './database/data-source.js';
import type { Environment } from './env.js';
import { compressJson } from './http/compress-json.js';
import { serveOpenapi } from './http/openapi.js';
import { ProblemFilter } from './http/problem-filter.js';
import { keepRawBody } from './http/raw-body.js';
import { guardRequests } from './http/request-guard.js';
import { RequestSchemaPipe } from './http/request-schema.js';
import { webFiles } from './http/web-files.js';
import { WebServer } from './http/web-server.js';
import type { OutgoingRules } from './outgoing/outgoing-rules.js';
import type { ReachedAt } from './reached-at.js';
import { proveSecret } from './sealing/secret-proof.js';
import { type Clock, type OpenaiConnection, SYSTEM_CLOCK } from './tokens.js';

export interface ApplicationOptions {
  environment: Environment;
  databaseUrl: string;
  openai: OpenaiConnection;
  /** Default: the system's. */
  clock?: Clock;
  /** Default: the system's names, and five seconds. */
  outgoing?: Partial<OutgoingRules>;
  /** Where the built web pages are. */
  webDirectory: string;
  /** false: silence. */
  logger: LoggerService | false;
}

export interface Application {
  nest: NestExpressApplication;
  dataSource: DataSource;
  /** Accepts requests; answers the address, such as `http://127.0.0.1:3000`. */
  listen(): Promise<string>;
  /** Ends what runs, then closes the database. May be called twice. */
  close(): Promise<void>;
}

/** How long answers that are under way may take to end once the server is told to stop. */
const GRACE_MS = 5_000;

/**
 * Connects, migrates and wires everything up, without listening yet.
 *
 * @throws UnsuitableDatabaseError, and whatever `pg` throws when the database is not to be had.
 */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { environment, openai, clock = SYSTEM_CLOCK, outgoing = {}, logger } = options;
  const dataSource = await openDatabase(options.databaseUrl, {
    before: (connection) => proveSecret(connection, environment.secret),
  });
  try {
    const module = AppModule.within({ environment, dataSource, openai, clock, outgoing });
    const nest = await NestFactory.create<NestExpressApplication>(module, new WebServer(), {
      logger,
      bodyParser: false,
      abortOnError: false,
    });
    configureHttp(nest, options.webDirectory, environment);
    let closing: Promise<void> | null = null;
    return {
      nest,
      dataSource,
      listen: () => listen(nest, environment),
      close: () => (closing ??= close(nest, dataSource)),
    };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

type Address = Pick<ReachedAt, 'publicOrigin' | 'trustedProxies'>;

/** Reached on this machine, without a proxy. */
const LOOPBACK: Address = { publicOrigin: null, trustedProxies: 0 };

/** Everything between the socket and the routes. */
export function configureHttp(nest: NestExpressApplication, webDirectory: string, address = LOOPBACK): void {
  nest.disable('x-powered-by');
  // A number, not `true`: then whoever sends X-Forwarded-For himself could choose the address that he is counted by.
  nest.set('trust proxy', address.trustedProxies);
  nest.use(guardRequests(address.publicOrigin));
  nest.use(webFiles(webDirectory));
  nest.use(compressJson);
  // Express's parser takes `verify`, which Nest's type of its options leaves out.
  const parsing = { limit: '100kb', verify: keepRawBody };
  nest.useBodyParser('json', parsing);
  nest.useGlobalPipes(new RequestSchemaPipe());
  nest.useGlobalFilters(new ProblemFilter());
  serveOpenapi(nest);
}

async function listen(nest: NestExpressApplication, { host, port }: Environment): Promise<string> {
  await nest.init();
  const server: Server = nest.getHttpServer();
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const listened = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${listened}`;
}

async function close(nest: NestExpressApplication, dataSource: DataSource): Promise<void> {
  const server: Server = nest.getHttpServer();
  const cutOff = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  try {
    await nest.close();
  } finally {
    clearTimeout(cutOff);
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}
