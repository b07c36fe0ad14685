import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';

/** A rotation, as the trail names it, and its keys. */
export interface KeyRotation {
  id: string;
  oldKeyId: string;
  /** null: there is none yet. */
  newKeyId: string | null;
}

/** Which rotations keys were in. */
@Injectable()
export class KeyRotationsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** @param organizations OpenAI's ids; the newest rotations first, at most `limit` */
  async of(
    keys: { ids: readonly string[]; organizations: readonly string[] },
    scope: Scope,
    limit: number,
  ): Promise<KeyRotation[]> {
    return this.dataSource.query(
      `SELECT r.id::text, r.old_key_id AS "oldKeyId", r.new_key_id AS "newKeyId"
         FROM rotations r JOIN organizations o ON o.id = r.organization_id
        WHERE o.openai_id = ANY ($1::text[]) AND (r.old_key_id = ANY ($2::text[]) OR r.new_key_id = ANY ($2::text[]))
          AND ($3::integer[] IS NULL OR r.organization_id = ANY ($3)) AND ($4::text[] IS NULL OR r.project_id = ANY ($4))
        ORDER BY r.id DESC LIMIT $5`,
      [
        keys.organizations,
        keys.ids,
        scope.organizationIds === 'all' ? null : scope.organizationIds,
        scope.projectIds === 'all' ? null : scope.projectIds,
        limit,
      ],
    );
  }
}
