import type { DirectoryChange, DirectoryChangesQuery } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { invalidRequest } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import type { ListPage } from './directory-list.store.js';
import { placeOf } from './parents.js';

interface ChangeRow extends Omit<DirectoryChange, 'changed_at' | 'project_id'> {
  changed_at: Date;
  parent_id: string;
}

/** Reads what was kept of changes. */
@Injectable()
export class DirectoryChangesStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Changes, the newest first. @throws ProblemError 400 for a cursor that is none. */
  async page(query: DirectoryChangesQuery, scope: Scope): Promise<ListPage<DirectoryChange>> {
    const { limit, cursor, organization, kind, id, project_id: projectId, since } = query;
    const rows = await this.dataSource.query<ChangeRow[]>(
      `SELECT h.id AS change_id, organization.openai_id AS organization_id, h.kind, h.object_id AS id, o.name,
              h.parent_id, h.field, h.old_value, h.new_value, h.changed_at
         FROM directory_history h JOIN organizations organization ON organization.id = h.organization_id
         JOIN directory_objects o ON o.organization_id = h.organization_id AND o.kind = h.kind
              AND o.id = h.object_id AND o.parent_id = h.parent_id
        WHERE ($1::integer[] IS NULL OR h.organization_id = ANY ($1))
          AND ($2::text[] IS NULL OR o.project_id = ANY ($2))
          AND ($3::text[] IS NULL OR organization.openai_id = ANY ($3))
          AND ($4::text[] IS NULL OR h.kind = ANY ($4)) AND ($5::text[] IS NULL OR h.object_id = ANY ($5))
          AND ($6::text[] IS NULL OR o.project_id = ANY ($6)) AND ($7::timestamptz IS NULL OR h.changed_at >= $7)
          AND ($8::bigint IS NULL OR h.id < $8)
        ORDER BY h.id DESC LIMIT $9`,
      [
        scope.organizationIds === 'all' ? null : scope.organizationIds,
        scope.projectIds === 'all' ? null : scope.projectIds,
        organization ?? null,
        kind ?? null,
        id ?? null,
        projectId ?? null,
        since ?? null,
        cursor === undefined ? null : readCursor(cursor),
        limit + 1,
      ],
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { data: shown.map(changeOf), next_cursor: last?.change_id ?? null };
  }
}

function changeOf({ parent_id, changed_at, ...row }: ChangeRow): DirectoryChange {
  const projectId = row.kind === 'project' ? row.id : placeOf(parent_id).projectId;
  return { ...row, project_id: projectId, changed_at: `${changed_at.toISOString().slice(0, 19)}Z` };
}

function readCursor(text: string): string {
  const read = z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .safeParse(text);
  if (read.success) return read.data;
  throw invalidRequest({ parameter: 'cursor', message: 'is not a next_cursor of this list: begin again without it' });
}
