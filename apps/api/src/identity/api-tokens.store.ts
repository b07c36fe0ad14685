import type { Permission } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERSON_COLUMNS, type StoredPerson } from './people.store.js';
import { hashOf } from './secrets.js';

export interface StoredToken {
  id: number;
  name: string;
  personId: number;
  personName: string;
  permissions: Permission[];
  projectIds: string[] | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

/** A token that was shown, and who made it. */
export interface FoundToken {
  id: number;
  permissions: Permission[];
  projectIds: string[] | null;
  person: StoredPerson;
}

export interface NewToken {
  personId: number;
  name: string;
  permissions: readonly Permission[];
  projectIds: readonly string[] | null;
  days: number;
}

/** Of the row named `t`, with its maker as `p`. */
const COLUMNS = `t.id, t.name, t.person_id AS "personId", p.name AS "personName", t.permissions,
  t.project_ids AS "projectIds", t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt"`;

/** Nobody keeps so many apart. */
const MOST_TOKENS = 1000;

/** Tokens of the API: kept as hashes, of no use to whoever reads the database. */
@Injectable()
export class ApiTokensStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async add(token: string, { personId, name, permissions, projectIds, days }: NewToken): Promise<StoredToken> {
    const rows: StoredToken[] = await this.dataSource.query(
      `WITH t AS (
         INSERT INTO api_tokens (person_id, name, token_hash, permissions, project_ids, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, now(), now() + make_interval(days => $6)) RETURNING *
       )
       SELECT ${COLUMNS} FROM t JOIN people p ON p.id = t.person_id`,
      [personId, name, hashOf(token), permissions, projectIds, days],
    );
    const [added] = rows;
    if (added === undefined) throw new Error('Postgres did not answer the token that it stored.');
    return added;
  }

  /** @param personId null: of everybody. Those that are over are told for a month, to know what stopped working. */
  async list(personId: number | null): Promise<StoredToken[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM api_tokens t JOIN people p ON p.id = t.person_id
        WHERE ($1::integer IS NULL OR t.person_id = $1) AND t.expires_at > now() - interval '30 days'
        ORDER BY t.created_at DESC, t.id DESC LIMIT ${MOST_TOKENS}`,
      [personId],
    );
  }

  /** @param personId null: of anybody */
  async findOwn(id: number, personId: number | null): Promise<StoredToken | null> {
    const rows: StoredToken[] = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM api_tokens t JOIN people p ON p.id = t.person_id
        WHERE t.id = $1 AND ($2::integer IS NULL OR t.person_id = $2)`,
      [id, personId],
    );
    return rows[0] ?? null;
  }

  /** @param personId null: of anybody. @returns whether there was one */
  async remove(id: number, personId: number | null): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      'DELETE FROM api_tokens WHERE id = $1 AND ($2::integer IS NULL OR person_id = $2)',
      [id, personId],
    );
    return count === 1;
  }

  /** Null: unknown, over, or of somebody who was disabled. */
  async find(token: string): Promise<FoundToken | null> {
    const rows: (StoredPerson & {
      tokenId: number;
      granted: Permission[];
      grantedProjects: string[] | null;
      isStale: boolean;
    })[] = await this.dataSource.query(
      `SELECT t.id AS "tokenId", t.permissions AS granted, t.project_ids AS "grantedProjects",
                coalesce(t.last_used_at < now() - interval '1 minute', true) AS "isStale", ${PERSON_COLUMNS}
           FROM api_tokens t JOIN people p ON p.id = t.person_id
          WHERE t.token_hash = $1 AND t.expires_at > now() AND p.disabled_at IS NULL`,
      [hashOf(token)],
    );
    const [found] = rows;
    if (found === undefined) return null;
    const { tokenId, granted, grantedProjects, isStale, ...person } = found;
    if (isStale) await this.dataSource.query('UPDATE api_tokens SET last_used_at = now() WHERE id = $1', [tokenId]);
    return { id: tokenId, permissions: granted, projectIds: grantedProjects, person };
  }
}
