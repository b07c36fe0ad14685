import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** A key that took the place of another one. */
export interface KeySuccession {
  /** Bursar's number. */
  organizationId: number;
  projectId: string;
  oldKeyId: string;
  newKeyId: string;
  madeAt: Date;
  /** Null where it was not made by a rotation of Bursar's. */
  rotationId: string | null;
}

/** Remembers which key replaced which: OpenAI does not, and what a credential costs goes on over all of its keys. */
@Injectable()
export class KeySuccessionsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Writes down that a key replaces another one, which may itself have replaced one. Safe to repeat: what is known of the
   * new key stays.
   *
   * @param manager of the transaction that it belongs to
   */
  async record(succession: KeySuccession, manager: EntityManager = this.dataSource.manager): Promise<void> {
    const { organizationId, projectId, oldKeyId, newKeyId, madeAt, rotationId } = succession;
    await manager.query(
      `INSERT INTO key_successions (organization_id, project_id, old_key_id, new_key_id, credential_id, made_at, rotation_id)
       SELECT $1::integer, $2, $3::text, $4, coalesce(before.credential_id, $3), $5, $6
         FROM (VALUES (1)) one LEFT JOIN key_successions before
           ON before.organization_id = $1 AND before.new_key_id = $3
       ON CONFLICT DO NOTHING`,
      [organizationId, projectId, oldKeyId, newKeyId, madeAt, rotationId],
    );
  }
}
