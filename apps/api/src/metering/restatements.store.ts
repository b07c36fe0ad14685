import type { Restatement } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { invalidRequest } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import type { Span } from '../sync/spans.js';
import { instantOf } from './buckets.js';
import { decimalSql } from './facts-sql.js';
import { inSnapshot } from './snapshot.js';
import { askedOrganizations, readOrganizations } from './stored-context.js';

export interface RestatementsQuestion {
  /** Of the restated days. */
  range: Span;
  /** OpenAI's `org-…`; absent: all that the scope holds. */
  organizations?: readonly string[];
  projectIds?: readonly string[];
  limit: number;
  /** `next_cursor` of the page before. */
  cursor?: string;
}

interface LedgerRow {
  id: string;
  openai_id: string | null;
  capability: string;
  day: Date;
  key: Record<string, string | null>;
  currency: string | null;
  old_amount: string | null;
  new_amount: string | null;
  delta: string;
  tuples: number;
  first_seen_at: Date;
  detected_at: Date;
}

/** Reads the ledger of restatements. */
@Injectable()
export class RestatementsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * One page, the newest entries first.
   *
   * @throws ProblemError 400 for a cursor that is none, or an organization that is not connected.
   */
  async page(
    question: RestatementsQuestion,
    scope: Scope,
  ): Promise<{ data: Restatement[]; next_cursor: string | null }> {
    return inSnapshot(this.dataSource, (client) => this.read(client, question, scope));
  }

  /** The same within the caller's snapshot. */
  async read(
    client: PoolClient,
    question: RestatementsQuestion,
    scope: Scope,
  ): Promise<{ data: Restatement[]; next_cursor: string | null }> {
    const before = readCursor(question.cursor);
    const organizations = askedOrganizations(await readOrganizations(client, scope), question.organizations);
    const { projectIds } = scope;
    const { rows } = await client.query<LedgerRow>(
      // Of each organization its newest, as its key has them: of all together, the whole ledger would be sorted.
      `SELECT r.id, o.openai_id, r.capability, r.day, r.key, r.currency, r.tuples, r.first_seen_at, r.detected_at,
              trim_scale(r.old_amount)::text AS old_amount, trim_scale(r.new_amount)::text AS new_amount,
              ${decimalSql('coalesce(r.new_amount, 0) - coalesce(r.old_amount, 0)')} AS delta
         FROM organizations o CROSS JOIN LATERAL (
           SELECT * FROM restatements r
            WHERE r.organization_id = o.id AND r.day >= $2 AND r.day < $3
              AND ($4::text[] IS NULL OR r.project_id = ANY($4)) AND ($5::text[] IS NULL OR r.project_id = ANY($5))
              AND ($6::bigint IS NULL OR r.id < $6)
            ORDER BY r.id DESC LIMIT $7) r
        WHERE o.id = ANY($1) ORDER BY r.id DESC LIMIT $7`,
      [
        organizations.map(({ id }) => id),
        new Date(question.range.start),
        new Date(question.range.end),
        projectIds === 'all' ? null : projectIds,
        question.projectIds ?? null,
        before,
        question.limit + 1,
      ],
    );
    const shown = rows.slice(0, question.limit);
    const last = rows.length > shown.length ? shown.at(-1) : undefined;
    return { data: shown.map(toRestatement), next_cursor: last === undefined ? null : writeCursor(last.id) };
  }
}

function toRestatement(row: LedgerRow): Restatement {
  return {
    id: row.id,
    organization_id: row.openai_id ?? '',
    capability: row.capability,
    day: instantOf(row.day.getTime()),
    // A summarised entry says how many tuples it stands for.
    key: row.tuples > 1 ? { ...row.key, tuples: row.tuples } : row.key,
    currency: row.currency,
    old_amount: row.old_amount,
    new_amount: row.new_amount,
    delta: row.delta,
    first_seen_at: toSecond(row.first_seen_at),
    detected_at: toSecond(row.detected_at),
  };
}

const toSecond = (time: Date): string => instantOf(Math.floor(time.getTime() / 1000) * 1000);

/** The id of the last entry, spelt so that nobody takes it for something to count with. */
const writeCursor = (id: string): string => Buffer.from(`before ${id}`).toString('base64url');

function readCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = /^before (\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (id !== undefined) return id;
  throw invalidRequest({ parameter: 'cursor', message: 'is not a next_cursor of this list: begin again without it' });
}
