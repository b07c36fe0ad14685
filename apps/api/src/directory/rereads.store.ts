import { readsOneOf } from '@bursar/openai-admin';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { KindName } from './kinds.js';
import { listHolding } from './lists.js';

/** The feed that reads what is asked for here. */
export const REREADS_FEED = 'changed-objects';

/** Why something is read again: OpenAI's audit log told of it, we changed it ourselves, or numbers name what no list held. */
export type RereadReason = 'audit_event' | 'own_action' | 'unknown_id';

/** One object to be read again, or a whole list. */
export interface RereadRequest {
  kind: KindName;
  /** Whose list it is in, see parents.ts; null: that of the stored object, wherever that is. */
  parentId: string | null;
  /** '' for the whole list. */
  id: string;
}

/** A request that is due. */
export interface DueReread {
  kind: KindName;
  parentId: string;
  id: string;
  failures: number;
  /** Postgres' text of it: when it was asked for last. */
  requestedAt: string;
}

/** What OpenAI answered about an id that it does not know is believed for so long. */
const BELIEVED = `interval '1 day'`;

/** Objects that are to be read again at once. Only the database's clock counts here. */
@Injectable()
export class RereadsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Asks for objects to be read again, each once however often it is asked for, and has that begun at once.
   *
   * An object that cannot be read alone has its list read. Where nothing is known of the parent there is nothing to
   * ask OpenAI for: the round that reads its list will find it. An unknown id that was asked for is not asked for
   * again for a day.
   */
  async request(organizationId: number, requests: readonly RereadRequest[], reason: RereadReason): Promise<void> {
    const wanted = (await this.located(organizationId, requests)).flatMap(({ kind, parentId, id }) => {
      const list = listHolding(kind, parentId);
      return list === undefined ? [] : [{ kind, parent_id: parentId, id: readsOneOf(list) ? id : '' }];
    });
    if (wanted.length === 0) return;
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO directory_rereads AS kept (organization_id, kind, parent_id, id, reason, requested_at, due_at)
       SELECT DISTINCT $1::integer, kind, parent_id, id, $3, now(), now()
         FROM jsonb_to_recordset($2::jsonb) AS wanted (kind text, parent_id text, id text)
       ON CONFLICT (organization_id, kind, id, parent_id) DO UPDATE
         SET reason = excluded.reason, requested_at = now(), due_at = now(), failures = 0
       WHERE $3 <> 'unknown_id' OR (kept.due_at IS NULL AND kept.requested_at < now() - ${BELIEVED})
       RETURNING 1`,
      [organizationId, JSON.stringify(wanted), reason],
    );
    if (rows.length > 0) await this.begin(organizationId);
  }

  /** The requests that are due, those that wait longest first: at most so many of a kind, for many of one hide no other. */
  async due(organizationId: number, mostOfKind: number): Promise<DueReread[]> {
    return this.dataSource.query(
      `SELECT kind, parent_id AS "parentId", id, failures, requested_at::text AS "requestedAt"
         FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY due_at, id, parent_id) AS place
                 FROM directory_rereads WHERE organization_id = $1 AND due_at <= now()) due
        WHERE place <= $2 ORDER BY due_at, kind, id, parent_id`,
      [organizationId, mostOfKind],
    );
  }

  /** Notes that a request was answered; one that was made again meanwhile stays due. */
  async settle(organizationId: number, { kind, parentId, id, requestedAt }: DueReread): Promise<void> {
    await this.dataSource.query(
      `UPDATE directory_rereads SET due_at = NULL, failures = 0
        WHERE organization_id = $1 AND kind = $2 AND parent_id = $3 AND id = $4 AND requested_at = $5::timestamptz`,
      [organizationId, kind, parentId, id, requestedAt],
    );
  }

  /** Lets a request wait for so many seconds after a failure. */
  async postpone(organizationId: number, { kind, parentId, id }: DueReread, seconds: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE directory_rereads SET due_at = now() + make_interval(secs => $5), failures = failures + 1
        WHERE organization_id = $1 AND kind = $2 AND parent_id = $3 AND id = $4`,
      [organizationId, kind, parentId, id, seconds],
    );
  }

  /** Forgets what was answered long ago, and tells in how many seconds the next request is due; null: none waits. */
  async tidy(organizationId: number): Promise<number | null> {
    await this.dataSource.query(
      `DELETE FROM directory_rereads WHERE organization_id = $1 AND due_at IS NULL AND requested_at < now() - 2 * ${BELIEVED}`,
      [organizationId],
    );
    const [next] = await this.dataSource.query<{ seconds: number | null }[]>(
      `SELECT greatest(extract(epoch FROM min(due_at) - now()), CASE WHEN count(*) > 0 THEN 0 END)::float8 AS seconds
         FROM directory_rereads WHERE organization_id = $1 AND due_at IS NOT NULL`,
      [organizationId],
    );
    return next?.seconds ?? null;
  }

  private async located(
    organizationId: number,
    requests: readonly RereadRequest[],
  ): Promise<{ kind: KindName; parentId: string; id: string }[]> {
    const named = requests.flatMap((one) => (one.parentId === null ? [] : [{ ...one, parentId: one.parentId }]));
    const lost = requests.filter(({ parentId }) => parentId === null);
    if (lost.length === 0) return named;
    const found = await this.dataSource.query<{ kind: KindName; parentId: string; id: string }[]>(
      `SELECT kind, parent_id AS "parentId", id FROM directory_objects
        WHERE organization_id = $1 AND (kind, id) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      [organizationId, lost.map(({ kind }) => kind), lost.map(({ id }) => id)],
    );
    const isFound = ({ kind, id }: RereadRequest) => found.some((one) => one.kind === kind && one.id === id);
    // What is of the organization itself needs no parent to be asked for.
    const ofOrganization = lost.filter((one) => !isFound(one) && listHolding(one.kind, '') !== undefined);
    return [...named, ...found, ...ofOrganization.map((one) => ({ ...one, parentId: '' }))];
  }

  /** Also where another object has failed, for that one waits by itself. */
  private async begin(organizationId: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE feeds SET next_run_at = now()
        WHERE organization_id = $1 AND feed = $2 AND state IN ('waiting', 'running', 'retrying')`,
      [organizationId, REREADS_FEED],
    );
  }
}
