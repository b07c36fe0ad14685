import { DEFAULT_KEY_POLICY, type KeyPolicy, type KeyThresholds } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { instantSql } from '../directory/directory-object.js';
import type { Scope } from '../http/scope.js';

/** A policy of an organization, by Bursar's number. */
export interface OrganizationPolicy {
  organizationNumber: number;
  policy: KeyPolicy;
}

interface PolicyRow {
  number: number;
  organization: string | null;
  max_age_days: number | null;
  stale_after_days: number | null;
  never_used_after_days: number | null;
  require_expiry: boolean;
  require_name: boolean;
  production_project_ids: string[];
  production_name_contains: string | null;
  /** null: none is stored. */
  changed_at: string | null;
  changed_by: string | null;
}

/** Keeps what keys have to be like. */
@Injectable()
export class KeyPoliciesStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * The policy of each organization, what Bursar begins with where none was set.
   *
   * @param organizations OpenAI's `org-…`; absent: all of the scope
   */
  async policies(organizations: readonly string[] | undefined, scope: Scope): Promise<OrganizationPolicy[]> {
    const rows = await this.dataSource.query<PolicyRow[]>(
      `SELECT o.id AS number, o.openai_id AS organization, p.max_age_days, p.stale_after_days, p.never_used_after_days,
              p.require_expiry, p.require_name, p.production_project_ids, p.production_name_contains,
              ${instantSql('p.changed_at')} AS changed_at, person.name AS changed_by
         FROM organizations o LEFT JOIN key_policies p ON p.organization_id = o.id
         LEFT JOIN people person ON person.id = p.changed_by
        WHERE o.state <> 'removing' AND ($1::integer[] IS NULL OR o.id = ANY ($1))
          AND ($2::text[] IS NULL OR o.openai_id = ANY ($2)) ORDER BY o.id`,
      [scope.organizationIds === 'all' ? null : scope.organizationIds, organizations ?? null],
    );
    return rows.map((row) => ({ organizationNumber: row.number, policy: policyOf(row) }));
  }

  /** Replaces the whole policy of an organization. */
  async set(organizationNumber: number, thresholds: KeyThresholds, personId: number | null): Promise<void> {
    const { no_member_keys_in: production } = thresholds;
    await this.dataSource.query(
      `INSERT INTO key_policies (organization_id, max_age_days, stale_after_days, never_used_after_days, require_expiry,
              require_name, production_project_ids, production_name_contains, changed_at, changed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), $9)
       ON CONFLICT (organization_id) DO UPDATE SET max_age_days = excluded.max_age_days,
         stale_after_days = excluded.stale_after_days, never_used_after_days = excluded.never_used_after_days,
         require_expiry = excluded.require_expiry, require_name = excluded.require_name,
         production_project_ids = excluded.production_project_ids,
         production_name_contains = excluded.production_name_contains, changed_at = excluded.changed_at,
         changed_by = excluded.changed_by`,
      [
        organizationNumber,
        thresholds.max_age_days,
        thresholds.stale_after_days,
        thresholds.never_used_after_days,
        thresholds.require_expiry,
        thresholds.require_name,
        production.project_ids,
        production.name_contains,
        personId,
      ],
    );
  }
}

function policyOf(row: PolicyRow): KeyPolicy {
  const { organization: organization_id, changed_at, changed_by } = row;
  if (changed_at === null) return { organization_id, ...DEFAULT_KEY_POLICY, changed_at, changed_by };
  return { organization_id, ...thresholdsOf(row), changed_at, changed_by };
}

function thresholdsOf(row: PolicyRow): KeyThresholds {
  return {
    max_age_days: row.max_age_days,
    stale_after_days: row.stale_after_days,
    never_used_after_days: row.never_used_after_days,
    require_expiry: row.require_expiry,
    require_name: row.require_name,
    no_member_keys_in: {
      project_ids: row.production_project_ids,
      name_contains: row.production_name_contains,
    },
  };
}
