import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import { SpendStore } from '../metering/spend.store.js';
import { countHoldings, holdingsOf } from './counts.js';
import { readCursor, writeCursor } from './cursor.js';
import { answerOf, instantSql, type StoredObject } from './directory-object.js';
import type { KindName } from './kinds.js';
import { afterCondition, type Bind, filterConditions, type ListQuery, scopeConditions, sortOf } from './list-query.js';
import { NO_SPEND, spendJoins, SPENT_BY } from './spend-columns.js';

export interface ListPage<T> {
  data: T[];
  next_cursor: string | null;
}

interface ListRow extends Omit<StoredObject, 'spend'> {
  organization_number: number;
  last_30_days: string | null;
  month_to_date: string | null;
  last_activity_at: string | null;
  sort_value: string | Date | null;
}

const INSTANTS = ['last_used_at', 'first_seen_at', 'last_seen_at', 'gone_at'] as const;

/** Reads pages of the directory. */
@Injectable()
export class DirectoryListStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SpendStore) private readonly spends: SpendStore,
  ) {}

  /**
   * One page in one statement, at most `limit` rows, after what they spent was added up where the list shows it.
   *
   * Pages follow the last row's sort value and id instead of an offset, so that what comes or goes in between neither
   * repeats nor hides another row. Rows without a sort value come last in either direction.
   *
   * @throws ProblemError 400 when the cursor is not one of this list in this sort.
   */
  async page(kind: KindName, query: ListQuery, scope: Scope): Promise<ListPage<Record<string, unknown>>> {
    const sort = sortOf(query.sort);
    const cursor = query.cursor === undefined ? null : readCursor(query.cursor, query.sort, sort.type);
    const dimension = SPENT_BY[kind];
    const table = dimension === undefined ? null : await this.spends.spendBy(dimension, scope);
    const parameters: unknown[] = [];
    const bind: Bind = (value) => `$${parameters.push(value)}`;
    const conditions = [
      `o.kind = ${bind(kind)}`,
      ...scopeConditions(scope, bind),
      ...filterConditions(kind, query, bind),
      ...(cursor === null ? [] : [afterCondition(sort, cursor, bind)]),
    ];
    const spending = table === null ? NO_SPEND : spendJoins(kind, table, bind);
    const order = (value: string): string =>
      `${value} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, o.id, o.parent_id, o.organization_id`;
    // What the rows of the page spent is looked up for them alone, unless the page is chosen by it.
    const rows = await this.dataSource.query<ListRow[]>(
      `WITH page AS MATERIALIZED (
         SELECT o.*, organization.openai_id AS organization, ${sort.value} AS sort_value
           FROM directory_objects o JOIN organizations organization ON organization.id = o.organization_id
           ${sort.ofSpend ? spending : ''}
          WHERE ${conditions.join('\n            AND ')}
          ORDER BY ${order(sort.value)} LIMIT ${bind(query.limit + 1)})
       SELECT o.id, o.organization, o.organization_id AS organization_number, o.parent_id,
              o.project_id, o.object, o.gone_reason, ${INSTANTS.map((column) => `${instantSql(`o.${column}`)} AS ${column}`).join(', ')},
              trim_scale(spend.last_30_days)::text AS last_30_days,
              trim_scale(spend.month_to_date)::text AS month_to_date, ${instantSql('activity.last_at')} AS last_activity_at,
              o.sort_value
         FROM page o ${spending} ORDER BY ${order('o.sort_value')}`,
      parameters,
    );
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    const counts = await countHoldings(this.dataSource, { kind, of: shown, scope });
    return {
      data: shown.map(({ last_30_days, month_to_date, last_activity_at, ...row }) => {
        const spend = { last_30_days, month_to_date, currency: table?.currency ?? null, last_activity_at };
        return { ...answerOf(kind, { ...row, spend }), ...holdingsOf(counts, row) };
      }),
      next_cursor: last === undefined ? null : cursorBehind(last, query.sort),
    };
  }
}

function cursorBehind({ sort_value, id, parent_id, organization_number }: ListRow, sort: string): string {
  const value = sort_value instanceof Date ? sort_value.toISOString() : sort_value;
  return writeCursor({ sort, value, id, parentId: parent_id, organizationId: organization_number });
}
