import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';

/** A key of a project as last seen, gone ones included. */
export interface KnownKey {
  /** Bursar's number. */
  organizationId: number;
  /** OpenAI's; null until an answer named it. */
  organization: string | null;
  projectId: string;
  projectName: string | null;
  id: string;
  name: string | null;
  redactedValue: string | null;
  createdAt: Date | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  lastSeenAt: Date;
  goneAt: Date | null;
  ownerType: string | null;
  ownerId: string | null;
  ownerName: string | null;
}

/** Which keys are looked for; what is absent is not asked for. */
export interface KeyQuestion {
  organizationIds?: readonly number[];
  projectIds?: readonly string[];
  ids?: readonly string[];
  ownerIds?: readonly string[];
}

/** Looks keys up for who does something about them. */
@Injectable()
export class KnownKeysStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Those that were listed ever and that the scope holds, the oldest first. */
  async find({ organizationIds, projectIds, ids, ownerIds }: KeyQuestion, scope: Scope): Promise<KnownKey[]> {
    return this.dataSource.query(KEYS, [
      scope.organizationIds === 'all' ? null : scope.organizationIds,
      scope.projectIds === 'all' ? null : scope.projectIds,
      organizationIds ?? null,
      projectIds ?? null,
      ids ?? null,
      ownerIds ?? null,
    ]);
  }
}

/** $1 organizations and $2 projects of the scope, null for all; $3 organizations, $4 projects, $5 ids, $6 owners, null for any. */
const KEYS = `
SELECT k.organization_id AS "organizationId", o.openai_id AS organization, k.parent_id AS "projectId",
       project.name AS "projectName", k.id, k.name, k.object ->> 'redacted_value' AS "redactedValue",
       k.created_at AS "createdAt", k.last_used_at AS "lastUsedAt", k.last_seen_at AS "lastSeenAt", k.gone_at AS "goneAt",
       CASE WHEN jsonb_typeof(k.object -> 'expires_at') = 'number'
            THEN to_timestamp((k.object ->> 'expires_at')::float8) END AS "expiresAt",
       k.object #>> '{owner,type}' AS "ownerType", k.owner_id AS "ownerId",
       coalesce(k.object #>> '{owner,service_account,name}', k.object #>> '{owner,user,name}') AS "ownerName"
  FROM directory_objects k
  JOIN organizations o ON o.id = k.organization_id AND o.state <> 'removing'
  LEFT JOIN directory_objects project
    ON project.organization_id = k.organization_id AND project.kind = 'project' AND project.id = k.parent_id
       AND project.parent_id = ''
 WHERE k.kind = 'api_key'
   AND ($1::integer[] IS NULL OR k.organization_id = ANY ($1)) AND ($2::text[] IS NULL OR k.parent_id = ANY ($2))
   AND ($3::integer[] IS NULL OR k.organization_id = ANY ($3)) AND ($4::text[] IS NULL OR k.parent_id = ANY ($4))
   AND ($5::text[] IS NULL OR k.id = ANY ($5)) AND ($6::text[] IS NULL OR k.owner_id = ANY ($6))
 ORDER BY k.created_at NULLS LAST, k.id`;
