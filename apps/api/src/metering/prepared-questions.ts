import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { nameOfText } from '../database/prepared.js';

/**
 * Of each connection. What is prepared stays in the memory of Postgres, some ten kilobytes each, until the connection
 * ends; questions that come after these are asked as well, only without being prepared.
 */
const MOST_PREPARED = 40;

/** By connection: text → name. */
const prepared = new WeakMap<PoolClient, Map<string, string>>();

/**
 * Asks what is asked again and again with other values: read and understood once on each connection, which takes Postgres
 * about as long as planning it.
 *
 * Only after `readStoredContext`, which has each asking planned for its own values: of values that it does not know
 * Postgres thinks that they are few, and takes ten times as long.
 */
export async function askPrepared<Row extends QueryResultRow>(
  client: PoolClient,
  text: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  const names = prepared.get(client) ?? new Map<string, string>();
  prepared.set(client, names);
  const name = names.get(text) ?? (names.size < MOST_PREPARED ? nameOfText(text) : undefined);
  if (name !== undefined) names.set(text, name);
  return client.query<Row>({ name, text, values });
}
