/** The sync engine on a real database and a real simulator, without a clockwork: a spec says when it is time. */
import { Global, type LoggerService, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { CAPABILITIES, type CapabilityTable } from '@bursar/contract';
import { createPace, type Pace } from '@bursar/openai-admin';
import { type Simulator, type SimulatorOptions, startSimulator } from '@bursar/openai-admin-simulator';
import { DataSource } from 'typeorm';
import { openDatabase } from '../../database/data-source.js';
import { DatabaseModule } from '../../database/database.module.js';
import { type Environment, readEnvironment } from '../../env.js';
import { PATIENCE, type Patience } from '../../organizations/conversation.js';
import { PacesStore } from '../../organizations/paces.store.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import type { TestTime } from '../../testing/test-time.js';
import {
  CAPABILITY_TABLE,
  type Clock,
  CLOCK,
  ENVIRONMENT,
  OPENAI_CONNECTION,
  type OpenaiConnection,
} from '../../tokens.js';
import { DIRECTORY_FEED_NAMES } from '../feeds.js';
import { SyncEngineModule } from '../sync.module.js';
import { SyncStatusService } from '../sync-status.service.js';
import { COLLECTED_LISTS, SyncService } from '../sync.service.js';
import { createStandTime, type StandTime } from './stand-time.js';

export interface EngineOptions {
  /** null: none is configured. */
  adminKey?: string | null;
  /** Of several organizations; instead of `adminKey`. */
  adminKeys?: readonly string[];
  writeKeys?: readonly string[];
  demo?: boolean;
  /** BURSAR_SECRET. Default: none. */
  secret?: string;
  /** BURSAR_GITHUB_WEBHOOK_SECRET. Default: none. */
  githubWebhookSecret?: string;
  /** What the engine is served with beside what collects. */
  modules?: readonly Type[];
  baseUrl?: string;
  clock?: Clock;
  capabilities?: CapabilityTable;
  backfillMonths?: number;
  /** As BURSAR_AUDIT_MONTHS. */
  auditMonths?: number | null;
  pace?: Pace;
  /** The pace is the one that replicas share, and its timers are this time's. */
  time?: TestTime;
  timeoutMs?: number;
  /** Which lists of the directory are collected: by default only those that give costs their names. */
  directory?: 'names' | 'whole' | readonly string[];
  /** The database is DATABASE_URL's: other servers may work on it. Default false. */
  shared?: boolean;
}

/** One server's engine. */
export interface Engine {
  sync: SyncService;
  status: SyncStatusService;
  dataSource: DataSource;
  module: TestingModule;
  /** Warnings and errors, stacks included. */
  log: string[];
  stop(): Promise<void>;
}

export interface SyncStand {
  simulator: Simulator;
  database: TestDatabase;
  engine: Engine;
  /** Where the stand was asked for one. */
  time: StandTime | null;
  /** Starts one more server on the same database. */
  start(options?: EngineOptions): Promise<Engine>;
  /** Makes every feed due and works until nothing is due any more. */
  collect(engine?: Engine): Promise<void>;
  /** Makes feeds due, and lets history go on that waits after a failure. */
  makeDue(...feeds: string[]): Promise<void>;
  query<Row>(sql: string, ...parameters: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** A small organization; the present is fixed where a month has a few days and the border of the keys lies behind. */
export const SMALL: SimulatorOptions = {
  projects: 5,
  keys: 8,
  modelsPerKey: 1,
  months: 3,
  costLagHours: 0,
  now: new Date('2026-02-10T09:30:00Z'),
};

/** Costs by one reading: for stories of costs and lists, which would wait for thirty feeds that they do not look at. */
export const COSTS_ONLY: CapabilityTable = {
  costs: {
    ...CAPABILITIES.costs,
    dimensions: CAPABILITIES.costs.dimensions.filter((name) => name !== 'user_id'),
    sideDimensions: ['api_source'],
  },
};

/** The least that has all parts: for stories that collect it again and again. */
export const TINY: SimulatorOptions = {
  ...SMALL,
  projects: 3,
  keys: 3,
  months: 2,
  now: new Date('2026-01-08T09:30:00Z'),
};

export async function startStand(
  options: {
    simulator?: SimulatorOptions;
    engine?: EngineOptions;
    /** Database, simulator and pace have one time, which goes on when the suite says so. Default real time. */
    ownTime?: boolean;
  } = {},
): Promise<SyncStand> {
  const simulator = await startSimulator({
    ...SMALL,
    capabilities: { ...options.engine?.capabilities, ...CAPABILITIES },
    ...options.simulator,
  });
  const database = await createTestDatabase(options.ownTime === true ? { clock: simulator.clock.now() } : {});
  const time = database.clock === null ? null : createStandTime(database, database.clock, simulator.clock);
  const engines: Engine[] = [];
  const start = async (more: EngineOptions = {}): Promise<Engine> => {
    const engine = await startEngine(database, simulator, { ...(time && { time }), ...options.engine, ...more });
    engines.push(engine);
    return engine;
  };
  const engine = await start();
  const query = <Row>(sql: string, ...parameters: unknown[]): Promise<Row[]> =>
    database.dataSource.query(sql, parameters);
  const makeDue = async (...feeds: string[]): Promise<void> => {
    await query(
      `UPDATE feeds SET next_run_at = now(), backfill_at = CASE WHEN backfill_at IS NOT NULL THEN now() END
        WHERE $1::text[] = '{}' OR feed = ANY ($1)`,
      feeds,
    );
  };
  return {
    simulator,
    database,
    engine,
    time,
    start,
    makeDue,
    query,
    async collect(by = engine) {
      await makeDue();
      await by.sync.runUntilIdle();
    },
    async close() {
      for (const started of engines) await started.stop();
      await simulator.stop();
      await database.drop();
    },
  };
}

async function startEngine(database: TestDatabase, simulator: Simulator, options: EngineOptions): Promise<Engine> {
  const dataSource = await openDatabase(database.url);
  const environment: Environment = {
    ...readEnvironment({ PORT: '0' }, '/nowhere'),
    backfillMonths: options.backfillMonths ?? 2,
    auditMonths: options.auditMonths ?? null,
    databaseUrl: options.shared === true ? database.url : null,
    secret: options.secret ?? null,
    githubWebhookSecret: options.githubWebhookSecret ?? null,
  };
  const { adminKey = simulator.adminKey, baseUrl = simulator.url } = options;
  const { adminKeys = adminKey === null ? [] : [adminKey], writeKeys = [] } = options;
  const connection: OpenaiConnection = { adminKeys, writeKeys, baseUrl, demo: options.demo ?? false };
  const log: string[] = [];
  const surroundings = [
    { provide: ENVIRONMENT, useValue: environment },
    { provide: OPENAI_CONNECTION, useValue: connection },
    { provide: CLOCK, useValue: options.clock ?? simulator.clock },
    { provide: CAPABILITY_TABLE, useValue: options.capabilities ?? COSTS_ONLY },
  ];
  @Global()
  @Module({ providers: surroundings, exports: surroundings.map(({ provide }) => provide) })
  class Surroundings {}

  const module = await Test.createTestingModule({
    imports: [DatabaseModule.over(dataSource), Surroundings, SyncEngineModule, ...(options.modules ?? [])],
  })
    .overrideProvider(PATIENCE)
    .useFactory({ factory: (paces: PacesStore) => patienceOf(options, paces), inject: [PacesStore] })
    .overrideProvider(COLLECTED_LISTS)
    .useValue(listsOf(options.directory))
    .setLogger(new CollectedLog(log))
    .compile();
  let stopped = false;
  return {
    log,
    sync: module.get(SyncService),
    status: module.get(SyncStatusService),
    dataSource,
    module,
    async stop() {
      if (stopped) return;
      stopped = true;
      await module.close();
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}

/** The given pace, or the shared one in the suite's time, or one whose waits take no time. */
function patienceOf({ pace, time, timeoutMs }: EngineOptions, paces: PacesStore): Patience {
  const own = pace ?? (time ? null : quickPace());
  const shared = new Map<number, Pace>();
  const sharedPace = (id: number): Pace => {
    const known = shared.get(id) ?? time?.holdingRequests(time.pace(paces.book(id))) ?? quickPace();
    shared.set(id, known);
    return known;
  };
  return { paceOf: (id) => own ?? sharedPace(id), timeoutMs };
}

function listsOf(directory: EngineOptions['directory'] = 'names'): readonly string[] {
  if (directory === 'names') return ['projects', 'api-keys'];
  return directory === 'whole' ? DIRECTORY_FEED_NAMES : directory;
}

class CollectedLog implements LoggerService {
  constructor(private readonly lines: string[]) {}

  log(): void {}

  warn(message: unknown): void {
    this.lines.push(String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.lines.push([message, ...rest].map(String).join(' '));
  }
}

/** A pace whose waits take no time: its clock jumps to when the next request may go. */
export function quickPace(): Pace {
  let now = 0;
  return createPace({
    now: () => now,
    random: () => 0,
    setTimer(callback, delayMs) {
      const timer = setImmediate(() => {
        now += delayMs;
        callback();
      });
      return () => clearImmediate(timer);
    },
  });
}
