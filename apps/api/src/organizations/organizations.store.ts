import type { SyncError } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Scope } from '../http/scope.js';

export interface OrganizationRow {
  /** Bursar's own number: the first column of every key. */
  id: number;
  /** OpenAI's `org-…`; null until an answer named it. */
  openaiId: string | null;
  /** Null unless known: OpenAI's API does not say it. */
  name: string | null;
  /** `disconnected`: there is no key, its history is kept; `removing`: its history is being deleted. */
  state: 'connecting' | 'active' | 'stopped' | 'disconnected' | 'removing';
  error: SyncError | null;
  connectedAt: Date;
}

const COLUMNS = 'id, openai_id AS "openaiId", name, state, error, created_at AS "connectedAt"';

/** What OpenAI answers, or refuses, after the keys were taken away counts no more. */
const IS_KEPT = `state IN ('connecting', 'active', 'stopped')`;

/** The organizations that are or were connected. */
@Injectable()
export class OrganizationsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The organizations that a caller may see, oldest first. */
  async list({ organizationIds }: Scope): Promise<OrganizationRow[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM organizations WHERE $1::integer[] IS NULL OR id = ANY ($1::integer[]) ORDER BY id`,
      [organizationIds === 'all' ? null : organizationIds],
    );
  }

  /**
   * The organization of the one admin key: the stored one, or a new row where nothing was ever connected.
   *
   * A key of another organization still finds the stored row: that they differ shows in the first answer.
   */
  async connected(): Promise<OrganizationRow> {
    return this.dataSource.transaction(async (manager) => {
      // Two servers that start together on an empty database must not make two.
      await manager.query('LOCK TABLE organizations IN SHARE ROW EXCLUSIVE MODE');
      const [stored]: OrganizationRow[] = await manager.query(
        `SELECT ${COLUMNS} FROM organizations WHERE ${IS_KEPT} ORDER BY id LIMIT 1`,
      );
      if (stored !== undefined) return stored;
      const [made]: OrganizationRow[] = await manager.query(
        `INSERT INTO organizations DEFAULT VALUES RETURNING ${COLUMNS}`,
      );
      if (made === undefined) throw new Error('Postgres inserted an organization and returned no row.');
      return made;
    });
  }

  /**
   * Notes that OpenAI answered for this organization: it is active, and its id is known if the answer named it.
   *
   * Writes nothing where another id is stored, which another server may have learnt a moment ago.
   *
   * @returns the stored id, and whether the organization had been stopped: its feeds may go on.
   */
  async answered(
    id: number,
    named: string | null,
    name: string | null,
  ): Promise<{ openaiId: string | null; hadBeenStopped: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      const [before]: { state: string; openaiId: string | null }[] = await manager.query(
        'SELECT state, openai_id AS "openaiId" FROM organizations WHERE id = $1 FOR NO KEY UPDATE',
        [id],
      );
      const openaiId = before?.openaiId ?? named;
      const hadBeenStopped = before?.state === 'stopped';
      if (named !== null && openaiId !== named) return { openaiId, hadBeenStopped };
      await manager.query(
        `UPDATE organizations SET state = 'active', error = NULL, openai_id = $2, name = coalesce($3, name)
          WHERE id = $1 AND ${IS_KEPT}`,
        [id, openaiId, name],
      );
      return { openaiId, hadBeenStopped };
    });
  }

  async find(id: number): Promise<OrganizationRow | null> {
    const [row]: OrganizationRow[] = await this.dataSource.query(`SELECT ${COLUMNS} FROM organizations WHERE id = $1`, [
      id,
    ]);
    return row ?? null;
  }

  /** A new one. @returns null where it is stored already: somebody else connected it at the same moment. */
  async add(manager: EntityManager, openaiId: string | null, name: string | null): Promise<OrganizationRow | null> {
    const [row]: OrganizationRow[] = await manager.query(
      `INSERT INTO organizations (openai_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
      [openaiId, name],
    );
    return row ?? null;
  }

  /**
   * How it stands; until the end of the transaction nobody connects, disconnects or removes it.
   *
   * Whoever collects locks feeds before it, so that nobody may lock feeds behind this.
   *
   * @returns null where it is there no more
   */
  async lock(manager: EntityManager, id: number): Promise<OrganizationRow | null> {
    const [row]: OrganizationRow[] = await manager.query(
      `SELECT ${COLUMNS} FROM organizations WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    return row ?? null;
  }

  /** A key of it was tried and set: what stopped it before counts no more. */
  async connect(manager: EntityManager, id: number, openaiId: string | null): Promise<void> {
    await manager.query(
      `UPDATE organizations SET error = NULL, openai_id = coalesce(openai_id, $2),
              state = CASE WHEN state = 'active' THEN state ELSE 'connecting' END
        WHERE id = $1 AND state <> 'removing'`,
      [id, openaiId],
    );
  }

  async disconnect(manager: EntityManager, id: number): Promise<void> {
    await manager.query(
      `UPDATE organizations SET state = 'disconnected', error = NULL WHERE id = $1 AND state <> 'removing'`,
      [id],
    );
  }

  async rename(id: number, name: string): Promise<void> {
    await this.dataSource.query('UPDATE organizations SET name = $2 WHERE id = $1', [id, name]);
  }

  /** Stops the organization. A stop for the same reason keeps the first one's words and time. */
  async stop(manager: EntityManager, id: number, error: SyncError): Promise<void> {
    await manager.query(
      `UPDATE organizations SET state = 'stopped', error = $2
        WHERE id = $1 AND ${IS_KEPT} AND NOT (state = 'stopped' AND error->>'code' = $3)`,
      [id, error, error.code],
    );
  }

  /** OpenAI's ids of the projects that were ever seen, gone ones included: how an organization is told without its id. */
  async projectIds(id: number): Promise<Set<string>> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM directory_objects WHERE organization_id = $1 AND kind = 'project'`,
      [id],
    );
    return new Set(rows.map((row) => row.id));
  }
}
