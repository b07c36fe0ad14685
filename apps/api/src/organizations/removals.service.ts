import type { Organization } from '@bursar/contract';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { quoted } from '../database/own-tables.js';
import { invalidRequest, ProblemError } from '../http/problem.js';
import { OrganizationsStore } from './organizations.store.js';

/** Any number that nothing else in this database locks: one server at a time deletes. */
const REMOVAL_LOCK = 724_055_131;

/** Of one transaction: short enough that nobody waits for it, long enough that a year of points takes minutes. */
const ROWS_AT_ONCE = 10_000;

/** Every table, partitions one by one, that has rows of organizations, but for the organizations themselves. */
const TABLES_OF_ORGANIZATIONS = `
  SELECT c.relname AS name
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organization_id'
     AND NOT a.attisdropped
   ORDER BY c.relname`;

/**
 * Deletes what was collected of organizations.
 *
 * That it is to be done stands in the organization's row, so that a server that is killed midway loses nothing: the next
 * one goes on. The row itself goes last.
 */
@Injectable()
export class RemovalsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Organizations');
  private isStopping = false;
  private going: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
  ) {}

  /**
   * Begins to delete; it goes on behind.
   *
   * @param typed its name, or its id where it has none
   * @throws ProblemError 409 where it is connected, 400 where the name is not typed as it is.
   */
  async begin(organization: Organization, typed: string): Promise<void> {
    const { id, name, organization_id: openaiId, state } = organization;
    const expected = name ?? openaiId ?? id;
    if (typed !== expected) {
      throw invalidRequest({
        pointer: '/name',
        message: `has to be ${expected}, as it stands there: what is deleted is gone`,
      });
    }
    if (state !== 'disconnected' && state !== 'removing') throw isConnected(expected);
    await this.dataSource.transaction(async (manager) => {
      // Whoever still reads finds its fence gone and ends without a write.
      await manager.query('DELETE FROM feeds WHERE organization_id = $1', [id]);
      await this.organizations.lock(manager, Number(id));
      // Somebody else may have connected it again since it was looked at.
      const keys: unknown[] = await manager.query(
        `SELECT 1 FROM organization_keys WHERE organization_id = $1 AND use = 'read' AND source = 'web'`,
        [id],
      );
      if (keys.length > 0) throw isConnected(expected);
      await manager.query(`UPDATE organizations SET state = 'removing', error = NULL WHERE id = $1`, [id]);
      await manager.query('DELETE FROM organization_keys WHERE organization_id = $1', [id]);
    });
    void this.goOn();
  }

  /** Goes on with what was begun, here or by a server that is no more. Never rejects: it is tried again. */
  async goOn(): Promise<void> {
    this.going = this.going.then(() =>
      this.deleteAll().catch((error: unknown) =>
        this.logger.error(`The history of an organization is not deleted yet; it is tried again: ${String(error)}`),
      ),
    );
    return this.going;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.going;
  }

  private async deleteAll(): Promise<void> {
    const removing: { id: number }[] = await this.dataSource.query(
      `SELECT id FROM organizations WHERE state = 'removing' ORDER BY id`,
    );
    if (removing.length === 0 || this.isStopping) return;
    const runner = this.dataSource.createQueryRunner();
    try {
      const [lock]: { taken: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [
        REMOVAL_LOCK,
      ]);
      if (lock?.taken !== true) return;
      for (const { id } of removing) await this.deleteOne(runner, id);
    } finally {
      if (!runner.isReleased) await unlock(runner);
    }
  }

  private async deleteOne(runner: QueryRunner, id: number): Promise<void> {
    const tables: { name: string }[] = await runner.query(TABLES_OF_ORGANIZATIONS);
    for (const { name } of tables) {
      const table = quoted(name);
      for (let deleted = ROWS_AT_ONCE; deleted === ROWS_AT_ONCE;) {
        if (this.isStopping) return;
        [, deleted] = await runner.query(
          `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM ${table} WHERE organization_id = $1 LIMIT ${ROWS_AT_ONCE}))`,
          [id],
        );
      }
    }
    await runner.query(`DELETE FROM organizations WHERE id = $1 AND state = 'removing'`, [id]);
    this.logger.log(`What was collected of organization ${id} is deleted.`);
  }
}

function isConnected(name: string): ProblemError {
  const detail = `${name} is connected. Disconnect it before you delete its history.`;
  return new ProblemError('invalid-request', 409, detail);
}

async function unlock(runner: QueryRunner): Promise<void> {
  await runner.query('SELECT pg_advisory_unlock($1)', [REMOVAL_LOCK]);
  await runner.release();
}
