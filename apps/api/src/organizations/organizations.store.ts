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
  state: 'connecting' | 'active' | 'stopped';
  error: SyncError | null;
}

const COLUMNS = 'id, openai_id AS "openaiId", name, state, error';

/** The connected organizations: one, as long as there is one admin key. */
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
        `SELECT ${COLUMNS} FROM organizations ORDER BY id LIMIT 1`,
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
        `UPDATE organizations SET state = 'active', error = NULL, openai_id = $2, name = coalesce($3, name) WHERE id = $1`,
        [id, openaiId, name],
      );
      return { openaiId, hadBeenStopped };
    });
  }

  /** Stops the organization. A stop for the same reason keeps the first one's words and time. */
  async stop(manager: EntityManager, id: number, error: SyncError): Promise<void> {
    await manager.query(
      `UPDATE organizations SET state = 'stopped', error = $2
        WHERE id = $1 AND NOT (state = 'stopped' AND error->>'code' = $3)`,
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
