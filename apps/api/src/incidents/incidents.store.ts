import type { IncidentItem, IncidentsQuery } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { invalidRequest } from '../http/problem.js';
import type { Scope } from '../http/scope.js';

/** An incident as it is stored, with what its key is called. */
export interface IncidentRow extends Omit<
  IncidentItem,
  'leaked_since' | 'opened_at' | 'closed_at' | 'title' | 'state'
> {
  organization_number: number;
  title: string | null;
  leaked_since: Date;
  opened_at: Date;
  closed_at: Date | null;
  resolved_at: Date | null;
}

export interface NewIncident {
  id: string;
  organizationId: number;
  key: { projectId: string; id: string } | null;
  title: string | null;
  alert: { repository: string; number: number; url: string | null } | null;
  leakedSince: Date;
  openedAt: Date;
  openedBy: number | null;
}

const person = (column: string): string =>
  `(SELECT json_build_object('person_id', i.${column}::text, 'name',
      (SELECT p.name FROM people p WHERE p.id = i.${column})) WHERE i.${column} IS NOT NULL)`;

const COLUMNS = `
  i.id::text, i.organization_id AS organization_number, o.openai_id AS organization_id, i.project_id, project.name AS project_name,
  i.api_key_id, key.name AS key_name, key.object ->> 'redacted_value' AS redacted_value, i.title, i.source, i.source_url,
  i.repository, i.leaked_since, i.opened_at, ${person('opened_by')} AS opened_by, i.closed_at,
  ${person('closed_by')} AS closed_by, NULL AS close_reason, i.resolved_at`;

/** Whoever is limited to projects sees nothing of an alert whose key nobody knows. */
const FROM = `
  FROM incidents i JOIN organizations o ON o.id = i.organization_id AND o.state <> 'removing'
  LEFT JOIN directory_objects project ON project.organization_id = i.organization_id AND project.kind = 'project'
    AND project.id = i.project_id AND project.parent_id = ''
  LEFT JOIN directory_objects key ON key.organization_id = i.organization_id AND key.kind = 'api_key'
    AND key.id = i.api_key_id AND key.parent_id = i.project_id
 WHERE ($1::integer[] IS NULL OR i.organization_id = ANY ($1)) AND ($2::text[] IS NULL OR i.project_id = ANY ($2))`;

/** Keeps which incidents there are; what was said and done about them is in the activity trail. */
@Injectable()
export class IncidentsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** A number that no other incident has or gets: the trail names it before there is one. */
  async nextId(): Promise<string> {
    const [row]: { id: string }[] = await this.dataSource.query(
      `SELECT nextval(pg_get_serial_sequence('incidents', 'id'))::text AS id`,
    );
    if (row === undefined) throw new Error('Postgres did not answer the next number of an incident.');
    return row.id;
  }

  /** @returns whether it is new; false: there is one of the same alert. */
  async add({ id, organizationId, key, title, alert, ...rest }: NewIncident): Promise<boolean> {
    const added: unknown[] = await this.dataSource.query(
      `INSERT INTO incidents (id, organization_id, project_id, api_key_id, title, source, repository, alert_number,
                              source_url, leaked_since, opened_at, opened_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (organization_id, repository, alert_number) WHERE source = 'github' DO NOTHING RETURNING 1`,
      [
        ...[id, organizationId, key?.projectId ?? null, key?.id ?? null, title, alert === null ? 'person' : 'github'],
        ...[alert?.repository ?? null, alert?.number ?? null, alert?.url ?? null],
        ...[rest.leakedSince, rest.openedAt, rest.openedBy],
      ],
    );
    return added.length > 0;
  }

  /** The incident that an alert has opened, in whichever organization; null: none. */
  async ofAlert(repository: string, number: number): Promise<string | null> {
    const [row]: { id: string }[] = await this.dataSource.query(
      `SELECT id::text FROM incidents WHERE source = 'github' AND repository = $1 AND alert_number = $2 ORDER BY id LIMIT 1`,
      [repository, number],
    );
    return row?.id ?? null;
  }

  async find(id: string, scope: Scope): Promise<IncidentRow | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    const rows: IncidentRow[] = await this.dataSource.query(`SELECT ${COLUMNS} ${FROM} AND i.id = $3::bigint`, [
      ...scopeOf(scope),
      id,
    ]);
    return rows[0] ?? null;
  }

  /** The newest first. @throws ProblemError 400 for a cursor that is none. */
  async page(query: IncidentsQuery, scope: Scope): Promise<{ rows: IncidentRow[]; nextCursor: string | null }> {
    const { limit, cursor, organization, state, project_id: projects, api_key_id: keys } = query;
    const rows: IncidentRow[] = await this.dataSource.query(
      `SELECT ${COLUMNS} ${FROM}
          AND ($3::text[] IS NULL OR o.openai_id = ANY ($3))
          AND ($4::text[] IS NULL OR CASE WHEN i.closed_at IS NULL THEN 'open' ELSE 'closed' END = ANY ($4))
          AND ($5::text[] IS NULL OR i.project_id = ANY ($5)) AND ($6::text[] IS NULL OR i.api_key_id = ANY ($6))
          AND ($7::bigint IS NULL OR i.id < $7)
        ORDER BY i.id DESC LIMIT $8`,
      [
        ...scopeOf(scope),
        ...[organization ?? null, state ?? null, projects ?? null, keys ?? null, readCursor(cursor), limit + 1],
      ],
    );
    const shown = rows.slice(0, limit);
    return { rows: shown, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  /** Which key it is about, which may be another organization's than that where the alert was put. */
  async choose(
    id: string,
    key: { organizationId: number; projectId: string; id: string },
    leakedSince: Date | null,
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE incidents SET organization_id = $2, project_id = $3, api_key_id = $4,
              leaked_since = coalesce($5, leaked_since) WHERE id = $1`,
      [id, key.organizationId, key.projectId, key.id, leakedSince],
    );
  }

  async resolve(id: string, at: Date): Promise<void> {
    await this.dataSource.query('UPDATE incidents SET resolved_at = $2 WHERE id = $1', [id, at]);
  }

  /** @returns whether it was open */
  async close(id: string, at: Date, personId: number | null): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      'UPDATE incidents SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL',
      [id, at, personId],
    );
    return count > 0;
  }
}

const scopeOf = ({ organizationIds, projectIds }: Scope): unknown[] => [
  organizationIds === 'all' ? null : organizationIds,
  projectIds === 'all' ? null : projectIds,
];

function readCursor(text: string | undefined): string | null {
  if (text === undefined) return null;
  const read = z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .safeParse(text);
  if (read.success) return read.data;
  throw invalidRequest({ parameter: 'cursor', message: 'is not a next_cursor of this list: begin again without it' });
}
