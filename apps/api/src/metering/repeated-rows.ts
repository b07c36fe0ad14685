import type { Merge } from './merge-window.js';

/**
 * Rows that are told apart by something Bursar does not know yet arrive with the same dimensions twice: their sum is
 * what was billed. So far OpenAI sends one row for each tuple.
 *
 * @returns bucket start in seconds → rows staged
 */
export async function addUpRepeated({ client, capability, counts }: Merge): Promise<ReadonlyMap<number, number>> {
  const repeated = await client.query('SELECT 1 FROM staged GROUP BY series_id, start HAVING count(*) > 1 LIMIT 1');
  if (repeated.rows.length === 0) return counts;
  const names = Object.keys(capability.measures);
  await client.query(
    `WITH taken AS (DELETE FROM staged RETURNING *)
     INSERT INTO staged (series_id, start, ${names.join(', ')})
     SELECT series_id, start, ${names.map((name) => `sum(${name})`).join(', ')}
       FROM taken GROUP BY series_id, start`,
  );
  const { rows } = await client.query<{ start: Date; points: number }>(
    'SELECT start, count(*)::integer AS points FROM staged GROUP BY start',
  );
  return new Map(rows.map((row) => [row.start.getTime() / 1000, row.points]));
}
