/** Starts the stand-in for OpenAI's Admin, Usage and Costs API. */
import type { CapabilityTable } from '@bursar/contract';
import type { Server } from 'node:http';
import { addTraffic, type AddedTraffic } from './added-traffic.js';
import type { AuditControl } from './audit-model.js';
import { billedRows } from './billed.js';
import type { BilledQuery, BilledRow, CostChange } from './billing-model.js';
import type { Clock } from './clock.js';
import type { FaultControl } from './fault-kinds.js';
import { FaultStore } from './faults.js';
import type { Organization } from './organization-model.js';
import { createRequestLog, type RequestLog } from './request-log.js';
import { play, type PlayedScenario, type ScenarioName } from './scenarios.js';
import { createHttpServer } from './server.js';
import type { UsageEvent } from './traffic-model.js';
import { createWorld } from './world.js';

export interface AdminKey {
  value: string;
  /** `api.usage.read`, `api.management.read`, `api.audit_logs.read`; default all. */
  scopes?: readonly string[] | 'all';
}

export interface SimulatorOptions {
  /** Default 1. The same seed, sizes and anchor give the same organization to the last digit. */
  seed?: number;
  /** Default 0: any free port. */
  port?: number;
  /** Default 14, archived ones included; at least 3. */
  projects?: number;
  /** Default 60. */
  keys?: number;
  /** People who work there now, at least 6; a few of every unusual kind come on top. Default 6 and one for eight keys. */
  members?: number;
  /** Models that a key uses on an average; each makes about three cost rows a day. Default 2. */
  modelsPerKey?: number;
  /** Ways, at most 4, in which a key calls a model on an average: usage rows of their own, the same cost rows. Default 1. */
  waysPerModel?: number;
  /** Fixes the clock; absent: real time. */
  now?: Date;
  /**
   * The day to which the stories (a project that burns money, a new one, a vanished one) and the length of the history
   * are relative; default the clock at the start. Whoever keeps what was read should keep this too.
   */
  anchor?: Date;
  /** Length of the history before the anchor's month. Default 14. */
  months?: number;
  organizationId?: string;
  organizationName?: string;
  adminKeys?: readonly AdminKey[];
  /** Default 6. Hours after the end of a day until the first of its costs are there; they settle at two and three times that. 0: at once, the running day in part. */
  costLagHours?: number;
  /** Default 2. Minutes until usage is there. */
  usageLagMinutes?: number;
  /** Days now and then get a late correction two days after their end, as in life. Default false. */
  corrections?: boolean;
  /** Real time before each answer. Default 0. */
  latencyMs?: number;
  /** Usage and costs of service accounts' keys name no member: whether OpenAI names the account there is not known. Default false. */
  accountsUnnamed?: boolean;
  /**
   * Within how many minutes the callers of a service account go on with a new key that is made for it, one after the
   * other. Absent: a new key is not used.
   */
  callersMoveWithinMinutes?: number;
  /** Adds projects, keys and line items with names that hurt careless programs. Default false. */
  hostile?: boolean;
  /** What is metered; default everything of the contract. Specs add inventions. */
  capabilities?: CapabilityTable;
}

export interface Simulator {
  /** Base address for the client: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  /** Faults, clock and restatements over HTTP: `http://127.0.0.1:PORT/__sim`. */
  readonly controlUrl: string;
  /** The first admin key. */
  readonly adminKey: string;
  readonly organizationId: string;
  readonly clock: Clock;
  readonly faults: FaultControl;
  readonly requests: RequestLog;
  /** Projects, members, service accounts and keys: readable, and changeable as if others did it at OpenAI. */
  readonly organization: Organization;
  readonly auditLog: AuditControl;
  /**
   * What is billed, straight from the model in exact decimals: the ground truth for every reading over HTTP, days
   * before 2025-12-06 (with their keys) and credits included. As far as visible at the clock's now.
   */
  billed(query: BilledQuery): BilledRow[];
  /** Changes, adds or removes costs of a day, as OpenAI does after the fact. */
  restate(day: Date | string, ...changes: CostChange[]): void;
  /** Gives a day that many more cost rows, each a tuple of its own. 0 takes them away. */
  setRowsPerDay(day: Date | string, rows: number): void;
  /** One more use of a model at a minute, in usage and costs; late ones too. */
  addEvent(event: UsageEvent): void;
  /** Lets a key burn money from now on, or since a time, until it is deleted. */
  addTraffic(traffic: AddedTraffic): void;
  /** Plays a story that a dashboard should notice; `since` for those in which money burns, default now. */
  play(scenario: ScenarioName, since?: Date): PlayedScenario;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts a simulator on the loopback interface.
 *
 * @throws RangeError for sizes that make no organization; the system's error if the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = createWorld(options);
  const faults = new FaultStore();
  const requests = createRequestLog();
  const parts = { world, faults, requests, latencyMs: options.latencyMs ?? 0, simulator: () => simulator };
  const server = createHttpServer(parts);
  const port = await listen(server, options.port ?? 0);
  const simulator: Simulator = {
    url: `http://${HOST}:${port}/v1`,
    controlUrl: `http://${HOST}:${port}/__sim`,
    adminKey: world.directory.adminKeys[0]?.value ?? '',
    organizationId: world.organization.id,
    clock: world.clock,
    faults,
    requests,
    organization: world.organization,
    auditLog: world.directory.log,
    billed: (query) => billedRows(world.ledger, query, world.clock.now()),
    restate: (day, ...changes) => world.ledger.restate(day, changes),
    setRowsPerDay: (day, rows) => world.ledger.setRowsPerDay(day, rows),
    addEvent: (event) => world.events.add(event),
    addTraffic: (traffic) => addTraffic(world, traffic),
    play: (scenario, since) => play(world, scenario, since),
    stop: () => stop(server, faults),
  };
  return simulator;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator listens on no TCP port.');
  return address.port;
}

/** Lets go of everything that is held, and of every connection. */
async function stop(server: Server, faults: FaultStore): Promise<void> {
  faults.clear();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
