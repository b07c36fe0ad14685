import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { instantSql } from '../directory/directory-object.js';

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

/** The same as it is read. */
export interface StoredSuccession extends Pick<KeySuccession, 'oldKeyId' | 'newKeyId' | 'rotationId'> {
  /** As our API writes instants. */
  madeAt: string;
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

  /** How a credential went on from key to key, the oldest first. */
  async ofCredential(organizationNumber: number, credentialId: string): Promise<StoredSuccession[]> {
    return this.dataSource.query(
      `SELECT old_key_id AS "oldKeyId", new_key_id AS "newKeyId", rotation_id::text AS "rotationId",
              ${instantSql('made_at')} AS "madeAt"
         FROM key_successions s WHERE organization_id = $1 AND credential_id = $2 ORDER BY s.made_at, new_key_id`,
      [organizationNumber, credentialId],
    );
  }
}
