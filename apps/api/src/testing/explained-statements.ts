/** How Postgres does what the code asks of it: the very statements, with their values, on the very connections. */
import type { DataSource, QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';

/** A step of a plan, as far as it is looked at; the names are Postgres'. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

export interface ExplainedStatement {
  text: string;
  plan: PlanNode;
}

/** What one table, or one partition of it, was read for. */
export interface Scan {
  table: string;
  isSequential: boolean;
  /** Rows that were of use to the statement. */
  kept: number;
  /** Rows that were looked at for nothing. */
  removed: number;
}

/**
 * A data source that explains each reading statement before it runs it: in the same transaction, under the same settings.
 *
 * @returns the data source for a store, and what was explained so far.
 */
export function explaining(dataSource: DataSource): { dataSource: DataSource; statements: ExplainedStatement[] } {
  const statements: ExplainedStatement[] = [];
  const explained = async <T>(run: Run, text: string, values: unknown[], query: () => Promise<T>): Promise<T> => {
    // Of a cursor, the statement that it is of.
    const reading = /^\s*(?:DECLARE .*? FOR\s+)?((?:SELECT|WITH)\b.*)/is.exec(text)?.[1];
    if (reading !== undefined) {
      const [row] = await run(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${reading}`, values);
      if (row === undefined) throw new Error(`Postgres did not explain ${reading}`);
      statements.push({ text: reading, plan: row['QUERY PLAN'][0].Plan });
    }
    return query();
  };
  const clientOf = (client: PoolClient): PoolClient =>
    replacing(client, {
      query: (asked: string | NamedStatement, values: unknown[] = []) => {
        const statement = typeof asked === 'string' ? { text: asked, values } : asked;
        return explained(
          async (...explaining) => (await client.query(...explaining)).rows,
          statement.text,
          statement.values,
          () => client.query(statement),
        );
      },
    });
  const runnerOf = (runner: QueryRunner): QueryRunner =>
    // What TypeORM's driver for Postgres lends is a client of pg's pool.
    replacing(runner, { connect: async () => clientOf((await runner.connect()) as PoolClient) });
  return {
    statements,
    dataSource: replacing(dataSource, {
      createQueryRunner: () => runnerOf(dataSource.createQueryRunner()),
      query: (text: string, values: unknown[] = []) =>
        explained(
          (...asked) => dataSource.query(...asked),
          text,
          values,
          () => dataSource.query(text, values),
        ),
    }),
  };
}

/** One that is prepared once on each connection. */
interface NamedStatement {
  name?: string;
  text: string;
  values: unknown[];
}

type Run = (text: string, values: unknown[]) => Promise<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>;

function replacing<T extends object>(original: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(original, {
    get(target, name) {
      const replaced = typeof name === 'string' ? methods[name] : undefined;
      const value: unknown = replaced ?? Reflect.get(target, name);
      return typeof value === 'function' && replaced === undefined ? value.bind(target) : value;
    },
  });
}

/** What a statement reads of tables, over all its loops. */
export function scansOf({ plan }: ExplainedStatement): Scan[] {
  const own = plan['Relation Name'];
  const loops = plan['Actual Loops'];
  const times = (rows: number | undefined): number => Math.round((rows ?? 0) * loops);
  const scan: Scan[] =
    own === undefined || loops === 0
      ? []
      : [
          {
            table: own,
            isSequential: plan['Node Type'] === 'Seq Scan',
            kept: times(plan['Actual Rows']),
            removed: times(plan['Rows Removed by Filter']) + times(plan['Rows Removed by Index Recheck']),
          },
        ];
  return [...scan, ...(plan.Plans ?? []).flatMap((below) => scansOf({ text: '', plan: below }))];
}

/** Statements as a page to review: each once, below the names of the questions that ask it. */
export function reviewable(asked: ReadonlyMap<string, readonly ExplainedStatement[]>): string {
  const askers = new Map<string, Set<string>>();
  for (const [question, statements] of asked) {
    for (const { text } of statements) askers.set(text, (askers.get(text) ?? new Set()).add(question));
  }
  return [...askers].map(([text, questions]) => `-- ${[...questions].join(', ')}\n${unindented(text)}\n`).join('\n');
}

const unindented = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
