import type { Offboarding } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { instantSql, unixTimeSql } from '../directory/directory-object.js';

/** A member, and the organization by Bursar's number. */
export interface Leaving {
  organizationNumber: number;
  id: string;
}

/** What an organization has of a member beside their keys. */
@Injectable()
export class OffboardingStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Projects that they are in, by name, and who else could take them over. */
  async projects({ organizationNumber, id }: Leaving): Promise<Offboarding['projects']> {
    return this.dataSource.query(
      `SELECT m.parent_id AS project_id, p.name AS project_name, m.object ->> 'role' AS role,
              m.object ->> 'role' = 'owner' AND others.owners = 0 AS is_only_owner, others.owners AS other_owners
         FROM directory_objects m
         LEFT JOIN directory_objects p ON p.organization_id = m.organization_id AND p.kind = 'project' AND p.id = m.parent_id
        CROSS JOIN LATERAL (
          SELECT count(*)::integer AS owners FROM directory_objects other
           WHERE other.organization_id = m.organization_id AND other.parent_id = m.parent_id AND other.kind = 'project_user'
             AND other.gone_at IS NULL AND other.object ->> 'role' = 'owner' AND other.id <> m.id) others
        WHERE m.organization_id = $1 AND m.kind = 'project_user' AND m.id = $2 AND m.gone_at IS NULL
        ORDER BY lower(p.name), m.parent_id`,
      [organizationNumber, id],
    );
  }

  async groups({ organizationNumber, id }: Leaving): Promise<Offboarding['groups']> {
    return this.dataSource.query(
      `SELECT membership.group_id, g.name
         FROM (SELECT substring(m.parent_id from '(?:^|/)groups/(.+)$') AS group_id FROM directory_objects m
                WHERE m.organization_id = $1 AND m.kind = 'group_user' AND m.id = $2 AND m.gone_at IS NULL) membership
         LEFT JOIN directory_objects g ON g.organization_id = $1 AND g.kind = 'group' AND g.id = membership.group_id
        ORDER BY lower(g.name), membership.group_id`,
      [organizationNumber, id],
    );
  }

  /** Open invites of which the audit log says that they sent them: the list of invites does not. */
  async invites({ organizationNumber, id }: Leaving): Promise<NonNullable<Offboarding['invites']>> {
    return this.dataSource.query(
      `SELECT i.id, i.object ->> 'email' AS email, i.object ->> 'role' AS role,
              ${instantSql(`(${unixTimeSql(`i.object -> 'expires_at'`)})`)} AS expires_at
         FROM directory_objects i
        WHERE i.organization_id = $1 AND i.kind = 'invite' AND i.gone_at IS NULL AND i.status = 'pending'
          AND EXISTS (SELECT FROM audit_events e WHERE e.organization_id = $1 AND e.type = 'invite.sent'
                         AND e.actor_names @> ARRAY[$2] AND e.resource_ids @> ARRAY[i.id])
        ORDER BY lower(i.name), i.id`,
      [organizationNumber, id],
    );
  }

  /** What goes on working without them: the service accounts of their projects, and the keys of these. */
  async unaffected({ organizationNumber, id }: Leaving): Promise<Offboarding['unaffected']> {
    const [row]: Offboarding['unaffected'][] = await this.dataSource.query(
      `SELECT count(*)::integer AS service_accounts, coalesce(sum(keys.count), 0)::integer AS api_keys
         FROM directory_objects m
         JOIN directory_objects a ON a.organization_id = m.organization_id AND a.kind = 'service_account'
              AND a.parent_id = m.parent_id AND a.gone_at IS NULL
        CROSS JOIN LATERAL (
          SELECT count(*) AS count FROM directory_objects k WHERE k.organization_id = a.organization_id
             AND k.kind = 'api_key' AND k.owner_id = a.id AND k.gone_at IS NULL) keys
        WHERE m.organization_id = $1 AND m.kind = 'project_user' AND m.id = $2 AND m.gone_at IS NULL`,
      [organizationNumber, id],
    );
    if (row === undefined) throw new Error('Postgres answered a count with no row.');
    return row;
  }

  /** Whether the organization has them alone to own it. */
  async isOnlyOwner({ organizationNumber, id }: Leaving): Promise<boolean> {
    const [row]: { only: boolean }[] = await this.dataSource.query(
      `SELECT bool_or(id = $2) AND count(*) = 1 AS only FROM directory_objects
        WHERE organization_id = $1 AND kind = 'user' AND gone_at IS NULL AND object ->> 'role' = 'owner'`,
      [organizationNumber, id],
    );
    return row?.only === true;
  }
}
