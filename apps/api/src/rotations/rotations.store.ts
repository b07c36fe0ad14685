import type { RotationKind, RotationsQuery } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { invalidRequest, ProblemError } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { readAttempt, readOpenStep, ROTATION_COLUMNS, type RotationRow } from './rotation-row.js';

/** What changes of a rotation, by its columns. */
export type RotationChange = Partial<{
  state: RotationRow['state'];
  attempt: RotationRow['attempt'];
  new_key_id: string;
  service_account_id: string;
  created_at: Date;
  created_by: number | null;
  is_secret_lost: boolean;
  replaced_key_ids: string[];
  placed_at: Date | null;
  placed_by: number | null;
  needs_new_account: boolean;
  retired_at: Date;
  retired_by: number | null;
  expires_at: Date | null;
  evidence: RotationRow['evidence'];
  open_step: RotationRow['openStep'];
  closed_at: Date;
  closed_by: number | null;
}>;

const JSON_COLUMNS: readonly string[] = ['attempt', 'evidence', 'open_step'];

/** Any number that nothing else in this database locks. */
const STEP_LOCK = 7_240_551_341;

/** Keeps how far each rotation is. */
@Injectable()
export class RotationsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** A number that no other rotation has or gets: the trail names it before there is one. */
  async nextId(): Promise<string> {
    const [row]: { id: string }[] = await this.dataSource.query(
      `SELECT nextval(pg_get_serial_sequence('rotations', 'id'))::text AS id`,
    );
    if (row === undefined) throw new Error('Postgres did not answer the next number of a rotation.');
    return row.id;
  }

  /** @throws ProblemError 409 where a rotation of the same key is open. */
  async add(rotation: {
    id: string;
    organizationId: number;
    projectId: string;
    oldKeyId: string;
    kind: RotationKind;
    at: Date;
    personId: number | null;
  }): Promise<void> {
    const { id, organizationId, projectId, oldKeyId, kind, at, personId } = rotation;
    const added: unknown[] = await this.dataSource.query(
      `INSERT INTO rotations (id, organization_id, project_id, old_key_id, kind, opened_at, opened_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (organization_id, old_key_id) WHERE closed_at IS NULL DO NOTHING RETURNING 1`,
      [id, organizationId, projectId, oldKeyId, kind, at, personId],
    );
    if (added.length > 0) return;
    const open = await this.openOf(organizationId, oldKeyId);
    const detail = `The key ${oldKeyId} is being rotated already. Go on with rotation ${open ?? 'that is open'}, or cancel it.`;
    throw new ProblemError('invalid-request', 409, detail, [{ pointer: '/api_key_id', message: 'is being rotated' }]);
  }

  /** Null: there is none that the scope holds. */
  async find(id: string, scope: Scope): Promise<RotationRow | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    const rows = await this.read('r.id = $3::bigint', [id], { scope, limit: 1 });
    return rows[0] ?? null;
  }

  /** The newest first. @throws ProblemError 400 for a cursor that is none. */
  async page(query: RotationsQuery, scope: Scope): Promise<{ rows: RotationRow[]; nextCursor: string | null }> {
    const { limit, cursor, organization, state, project_id: projects, api_key_id: keys, since } = query;
    const rows = await this.read(
      `($3::text[] IS NULL OR o.openai_id = ANY ($3)) AND ($4::text[] IS NULL OR r.state = ANY ($4))
       AND ($5::text[] IS NULL OR r.project_id = ANY ($5))
       AND ($6::text[] IS NULL OR r.old_key_id = ANY ($6) OR r.new_key_id = ANY ($6))
       AND ($7::timestamptz IS NULL OR r.opened_at >= $7) AND ($8::bigint IS NULL OR r.id < $8)`,
      [organization ?? null, state ?? null, projects ?? null, keys ?? null, since ?? null, readCursor(cursor)],
      { scope, limit: limit + 1 },
    );
    const shown = rows.slice(0, limit);
    return { rows: shown, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  /** Rotations whose old key is being watched. */
  async watched(): Promise<RotationRow[]> {
    const scope = { organizationIds: 'all', projectIds: 'all' } as const;
    return this.read('r.closed_at IS NULL', [], { scope, limit: 1000 });
  }

  async change(
    { organizationId, id }: Pick<RotationRow, 'organizationId' | 'id'>,
    change: RotationChange,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    const entries = Object.entries(change);
    const sets = entries.map(([column], index) => `${column} = $${index + 3}`);
    const values = entries.map(([column, value]) =>
      JSON_COLUMNS.includes(column) && value !== null ? JSON.stringify(value) : value,
    );
    await manager.query(`UPDATE rotations SET ${sets.join(', ')} WHERE organization_id = $1 AND id = $2`, [
      organizationId,
      id,
      ...values,
    ]);
  }

  /**
   * Lets one at a time do something about a rotation, on whatever server. A server that is killed lets go at once.
   *
   * @throws ProblemError 409 for who comes while another one does something.
   */
  async alone<T>({ id }: Pick<RotationRow, 'id'>, work: () => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const [lock]: { taken: boolean }[] = await manager.query(
        `SELECT pg_try_advisory_xact_lock(hashtextextended($1, ${STEP_LOCK})) AS taken`,
        [`rotation ${id}`],
      );
      if (lock?.taken === true) return work();
      const detail = 'Somebody else does something about this rotation at this moment. Look again, then go on.';
      throw new ProblemError('invalid-request', 409, detail);
    });
  }

  async inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  private async openOf(organizationId: number, keyId: string): Promise<string | null> {
    const [row]: { id: string }[] = await this.dataSource.query(
      'SELECT id::text FROM rotations WHERE organization_id = $1 AND old_key_id = $2 AND closed_at IS NULL',
      [organizationId, keyId],
    );
    return row?.id ?? null;
  }

  /** $1 and $2 are the scope's. */
  private async read(
    condition: string,
    parameters: readonly unknown[],
    { scope, limit }: { scope: Scope; limit: number },
  ): Promise<RotationRow[]> {
    const rows: (Omit<RotationRow, 'attempt' | 'openStep'> & Record<'attempt' | 'openStep', unknown>)[] =
      await this.dataSource.query(
        `SELECT ${ROTATION_COLUMNS} FROM rotations r JOIN organizations o ON o.id = r.organization_id
        WHERE o.state <> 'removing' AND ($1::integer[] IS NULL OR r.organization_id = ANY ($1))
          AND ($2::text[] IS NULL OR r.project_id = ANY ($2)) AND ${condition}
        ORDER BY r.id DESC LIMIT ${limit}`,
        [
          scope.organizationIds === 'all' ? null : scope.organizationIds,
          scope.projectIds === 'all' ? null : scope.projectIds,
          ...parameters,
        ],
      );
    return rows.map((row) => ({
      ...row,
      attempt: readAttempt(row.attempt),
      openStep: readOpenStep(row.openStep),
    }));
  }
}

function readCursor(text: string | undefined): string | null {
  if (text === undefined) return null;
  const read = z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .safeParse(text);
  if (read.success) return read.data;
  throw invalidRequest({ parameter: 'cursor', message: 'is not a next_cursor of this list: begin again without it' });
}
