import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RunRequest } from './run-requests.js';
import type { Span } from './spans.js';

/** Any number that nothing else in this database locks; the second number is the organization. */
const REQUEST_LOCK = 724_055_130;

export interface AcceptedRun {
  id: string;
  feed: string;
  state: 'queued' | 'running';
}

/** Notes what a person asks to be collected; the next claim of the feed takes it up. */
@Injectable()
export class RunRequestsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Adds a run for each request, unless one that does the same waits or works already: then that one is answered. */
  async accept(organizationId: number, requests: readonly RunRequest[]): Promise<AcceptedRun[]> {
    return this.dataSource.transaction(async (manager) => {
      // Two people who ask at the same moment get the same run.
      await manager.query('SELECT pg_advisory_xact_lock($1, $2)', [REQUEST_LOCK, organizationId]);
      const accepted: AcceptedRun[] = [];
      for (const { feed, asked } of requests) {
        accepted.push(
          (await findOpen(manager, organizationId, feed, asked)) ?? (await add(manager, organizationId, feed, asked)),
        );
      }
      return accepted;
    });
  }
}

/** A run that reads what is asked for, so that it need not be read twice. Missing history is another thing. */
async function findOpen(
  manager: EntityManager,
  organizationId: number,
  feed: string,
  asked: Span | null,
): Promise<AcceptedRun | null> {
  const [open]: AcceptedRun[] = await manager.query(
    `SELECT r.id, r.feed, r.state FROM runs r JOIN feeds f ON f.organization_id = r.organization_id AND f.feed = r.feed
      WHERE r.organization_id = $1 AND r.feed = $2
        AND (r.state = 'queued' OR r.state = 'running' AND f.lease_until > now())
        AND r.purpose = CASE WHEN $3::timestamptz IS NULL THEN 'live' ELSE 'asked' END
        AND r.asked IS NOT DISTINCT FROM CASE WHEN $3 IS NOT NULL THEN tstzrange($3, $4::timestamptz) END
      ORDER BY r.state DESC, r.id LIMIT 1`,
    [organizationId, feed, ...bounds(asked)],
  );
  return open ?? null;
}

async function add(
  manager: EntityManager,
  organizationId: number,
  feed: string,
  asked: Span | null,
): Promise<AcceptedRun> {
  const [run]: AcceptedRun[] = await manager.query(
    `INSERT INTO runs (organization_id, feed, trigger, purpose, state, asked)
     VALUES ($1, $2, 'person', CASE WHEN $3::timestamptz IS NULL THEN 'live' ELSE 'asked' END, 'queued',
             CASE WHEN $3 IS NOT NULL THEN tstzrange($3, $4::timestamptz) END)
     RETURNING id, feed, state`,
    [organizationId, feed, ...bounds(asked)],
  );
  if (run === undefined) throw new Error('Postgres inserted a run and returned no row.');
  return run;
}

function bounds(asked: Span | null): [Date | null, Date | null] {
  return asked === null ? [null, null] : [new Date(asked.start), new Date(asked.end)];
}
