import type { ActivityItem, ActivityOutcome, ActivityQuery, ActivityTarget } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { invalidRequest } from '../http/problem.js';
import { type ActivityFilters, conditionsOf, FROM, instant, OUTCOME, PERSON, TARGET } from './activity-filters.js';

export interface ActivityPage {
  data: ActivityItem[];
  next_cursor: string | null;
}

const ERASED = `ARRAY(SELECT DISTINCT part FROM unnest(t.erased_parts || coalesce(o.erased_parts, '{}')) AS part ORDER BY part DESC)`;
const COLUMNS = `t.id::text, ${instant('t.at')} AS at, ${PERSON} AS "personId", t.token_id AS "tokenId", t.address, t.what,
  coalesce(o.person_name, t.person_name) AS "personName", coalesce(o.person_email, t.person_email) AS "personEmail",
  ${TARGET} AS target, t.reason, t.before, coalesce(o.after, t.after) AS after, ${OUTCOME} AS outcome,
  coalesce(o.detail, t.detail) AS detail, CASE WHEN t.outcome IS NULL THEN ${instant('o.at')} ELSE ${instant('t.at')} END
    AS "completedAt", t.request_id AS "requestId", ${ERASED} AS erased, encode(t.hash, 'hex') AS hash, encode(o.hash, 'hex') AS "outcomeHash"`;

const UNKNOWN =
  "It is still under way, or OpenAI's answer was lost and nothing else told, or the server ended before it could tell what came of it.";

/** Reads the trail. */
@Injectable()
export class ActivityReadsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The newest first. @throws ProblemError 400 when the cursor is not one of this list. */
  async page({ limit, cursor, ...filters }: ActivityQuery): Promise<ActivityPage> {
    const before = cursor === undefined ? null : readCursor(cursor);
    const rows = await this.read(filters, { before, limit: limit + 1 });
    const data = rows.slice(0, limit).map(itemOf);
    const last = rows.length > limit ? data.at(-1) : undefined;
    return { data, next_cursor: last === undefined ? null : writeCursor(last.id) };
  }

  /** Null: there is none. */
  async one(id: string): Promise<ActivityItem | null> {
    const rows: StoredItem[] = await this.dataSource.query(
      `SELECT ${COLUMNS} ${FROM} WHERE t.completes IS NULL AND t.id = $1::bigint`,
      [id],
    );
    return rows[0] === undefined ? null : itemOf(rows[0]);
  }

  /** All that the filters leave, the newest first, so many at a time; no connection is held between. */
  async *batches(filters: ActivityFilters, limit: number): AsyncGenerator<ActivityItem[]> {
    let before: string | null = null;
    for (;;) {
      const rows: StoredItem[] = await this.read(filters, { before, limit });
      yield rows.map(itemOf);
      before = rows.at(-1)?.id ?? null;
      if (rows.length < limit) return;
    }
  }

  /** @param page `before`: the id that all are smaller than; null: from the newest on */
  private async read(filters: ActivityFilters, page: { before: string | null; limit: number }): Promise<StoredItem[]> {
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = [
      ...(page.before === null ? [] : [`t.id < ${bind(page.before)}::bigint`]),
      ...conditionsOf(filters, bind),
    ];
    return this.dataSource.query(
      `SELECT ${COLUMNS} ${FROM} WHERE ${conditions.join(' AND ')} ORDER BY t.id DESC LIMIT ${bind(page.limit)}`,
      parameters,
    );
  }
}

interface StoredItem {
  id: string;
  at: string;
  personId: number | null;
  personName: string | null;
  personEmail: string | null;
  tokenId: number | null;
  address: string | null;
  what: string;
  target: ActivityTarget | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  outcome: ActivityOutcome;
  detail: string | null;
  completedAt: string | null;
  requestId: string | null;
  erased: ActivityItem['erased'];
  hash: string;
  outcomeHash: string | null;
}

function itemOf(row: StoredItem): ActivityItem {
  const { personId, personName: name, personEmail: email, tokenId, outcome } = row;
  return {
    id: row.id,
    at: row.at,
    person: personId === null ? null : { id: String(personId), name, email },
    token_id: tokenId === null ? null : String(tokenId),
    address: row.address,
    what: row.what,
    target: row.target,
    reason: row.reason,
    before: row.before,
    after: row.after,
    outcome,
    detail: outcome === 'unknown' ? UNKNOWN : row.detail,
    completed_at: row.completedAt,
    request_id: row.requestId,
    erased: row.erased,
    hash: row.hash,
    outcome_hash: row.outcomeHash,
  };
}

/** Opaque to callers: they hand it back as they got it. */
const writeCursor = (id: string): string => Buffer.from(`activity ${id}`).toString('base64url');

function readCursor(text: string): string {
  const read = z
    .string()
    .regex(/^activity \d{1,18}$/)
    .safeParse(Buffer.from(text, 'base64url').toString());
  if (read.success) return read.data.slice('activity '.length);
  throw invalidRequest({ parameter: 'cursor', message: 'is not a next_cursor of this list: begin again without it' });
}
