import type { ActivityItem, ActivityOutcome, ActivityQuery, ActivityTarget } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { invalidRequest } from '../http/problem.js';

export type ActivityFilters = Omit<ActivityQuery, 'limit' | 'cursor'>;

export interface ActivityPage {
  data: ActivityItem[];
  next_cursor: string | null;
}

/** Each thing that was done, `t`, with the row `o` that tells its outcome, where there is another. */
const FROM = 'FROM activity t LEFT JOIN activity o ON o.completes = t.id';
const OUTCOME = "coalesce(t.outcome, o.outcome, 'unknown')";
const PERSON = 'coalesce(o.person_id, t.person_id)';
const TARGET = 'coalesce(o.target, t.target)';
const WORDS = `lower(concat_ws(' ', t.person_name, t.person_email, o.person_name, o.person_email, t.address, t.what,
  t.reason, t.request_id, ${TARGET}->>'name', ${TARGET}->>'id', coalesce(o.detail, t.detail)))`;

const instant = (at: string): string => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const COLUMNS = `t.id::text, ${instant('t.at')} AS at, ${PERSON} AS "personId", t.token_id AS "tokenId", t.address, t.what,
  coalesce(o.person_name, t.person_name) AS "personName", coalesce(o.person_email, t.person_email) AS "personEmail",
  ${TARGET} AS target, t.reason, t.before, coalesce(o.after, t.after) AS after, ${OUTCOME} AS outcome,
  coalesce(o.detail, t.detail) AS detail, CASE WHEN t.outcome IS NULL THEN ${instant('o.at')} ELSE ${instant('t.at')} END
    AS "completedAt", t.request_id AS "requestId", encode(t.hash, 'hex') AS hash, encode(o.hash, 'hex') AS "outcomeHash"`;

const UNKNOWN = 'It is still under way, or the server ended before it could tell what came of it.';

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
      't.completes IS NULL',
      ...(page.before === null ? [] : [`t.id < ${bind(page.before)}::bigint`]),
      ...conditionsOf(filters, bind),
    ];
    return this.dataSource.query(
      `SELECT ${COLUMNS} ${FROM} WHERE ${conditions.join(' AND ')} ORDER BY t.id DESC LIMIT ${bind(page.limit)}`,
      parameters,
    );
  }
}

function conditionsOf(filters: ActivityFilters, bind: (value: unknown) => string): string[] {
  const { person, what, outcome, target, start, end, q } = filters;
  return [
    ...(person
      ? [`t.id IN (SELECT coalesce(completes, id) FROM activity WHERE person_id = ANY (${bind(person)}::integer[]))`]
      : []),
    ...(what ? [`t.what = ANY (${bind(what)}::text[])`] : []),
    ...(outcome ? [`${OUTCOME} = ANY (${bind(outcome)}::text[])`] : []),
    ...(target ? [`${TARGET}->>'id' = ANY (${bind(target)}::text[])`] : []),
    ...(start === undefined ? [] : [`t.at >= ${bind(start)}::timestamptz`]),
    ...(end === undefined ? [] : [`t.at < ${bind(end)}::timestamptz`]),
    ...(q ? [`${WORDS} LIKE ${bind(`%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`)}`] : []),
  ];
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
