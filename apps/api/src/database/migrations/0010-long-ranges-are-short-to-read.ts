import { hash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What tells how a number came about, in the order in which a capability names it. Each capability that has several of
 * these is known by the first one that no other has.
 */
const GROUPINGS = [
  { known: 'batch', dimensions: ['model', 'batch', 'service_tier', 'api_source'] },
  { known: 'size', dimensions: ['model', 'size', 'source'] },
  { known: 'context_level', dimensions: ['model', 'context_level', 'api_source'] },
] as const;

const MEASURES = [
  ...['amount', 'quantity', 'seconds', 'input_tokens', 'output_tokens', 'num_model_requests', 'num_requests'],
  ...['num_sessions', 'images', 'characters', 'usage_bytes', 'input_uncached_tokens', 'input_cached_tokens'],
  ...['input_cache_write_tokens', 'input_cache_write_30m_tokens', 'input_cache_write_12h_tokens'],
  ...['input_text_tokens', 'input_audio_tokens', 'input_image_tokens', 'input_cached_text_tokens'],
  ...['input_cached_audio_tokens', 'input_cached_image_tokens', 'output_text_tokens', 'output_audio_tokens'],
  'output_image_tokens',
];

const SUMS = MEASURES.map((name) => `sum(m.${name})`).join(', ');
const COLUMNS = `organization_id, series_id, start, point_count, ${MEASURES.join(', ')}`;

interface Tuple {
  organization_id: number;
  capability: string;
  reading: string;
  model: string | null;
  others: Record<string, string | null> | null;
  ids: string[];
}

/**
 * Fills the sums by everything that tells how a number came about, such as model, tier and batch, for what is stored:
 * from here on each window writes its own. All of it together has few values, so that a year by tier is a few rows of
 * each day and not every point there is.
 *
 * And finds the series of one rollup without looking at those of all others: the total is one among thousands.
 */
export class LongRangesAreShortToRead implements MigrationInterface {
  readonly name = 'long ranges are short to read 1795500000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX series_by_reading ON series (organization_id, capability, kind, reading, project_id)',
    );
    for (const { known, dimensions } of GROUPINGS) {
      const tuples: Tuple[] = await runner.query(
        `SELECT organization_id, capability, reading, model, other_dimensions AS others, array_agg(id) AS ids
           FROM series WHERE kind = 'base' AND capability IN (
             SELECT capability FROM series WHERE kind = 'base' AND $1 = ANY(string_to_array(reading, '+')))
          GROUP BY 1, 2, 3, 4, 5`,
        [known],
      );
      for (const tuple of tuples) await addRollup(runner, tuple, dimensions);
    }
    await fillSums(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    const readings = GROUPINGS.map(({ dimensions }) => dimensions.map((name) => `-?${name}`).join('[+]'));
    const isOne = `kind = 'rollup' AND reading ~ '^(${readings.join('|')})$'`;
    const ids = `SELECT id FROM series WHERE ${isOne}`;
    for (const table of ['rollups_1d', 'rollups_1mo']) {
      await runner.query(`DELETE FROM ${table} WHERE series_id IN (${ids})`);
    }
    await runner.query(`
      UPDATE series SET rollup_ids = rollup_ids[:array_length(rollup_ids, 1) - 1]
       WHERE kind = 'base' AND rollup_ids[array_length(rollup_ids, 1)] IN (${ids})`);
    await runner.query(`DELETE FROM series WHERE ${isOne}`);
    await runner.query('DROP INDEX series_by_reading');
  }
}

/** Makes the series that these are summed into, or finds it, and notes it as the last of theirs. */
async function addRollup(runner: QueryRunner, tuple: Tuple, dimensions: readonly string[]): Promise<void> {
  const { organization_id, capability, ids } = tuple;
  const values: Record<string, string | null> = { ...tuple.others, model: tuple.model };
  const collected = tuple.reading.split('+');
  const reading = dimensions.map((name) => (collected.includes(name) ? name : `-${name}`)).join('+');
  const named = dimensions.map((name): [string, string | null] => [name, values[name] ?? null]);
  const canonical = JSON.stringify([capability, 'rollup', reading, named, null, null]);
  const identity = hash('sha256', canonical, 'hex').slice(0, 32);
  const others = Object.fromEntries(named.filter(([name]) => name !== 'model'));
  await runner.query(
    `INSERT INTO series (organization_id, capability, reading, kind, identity, model, other_dimensions)
     VALUES ($1, $2, $3, 'rollup', $4, $5, $6) ON CONFLICT (organization_id, identity) DO NOTHING`,
    [organization_id, capability, reading, identity, values['model'], JSON.stringify(others)],
  );
  await runner.query(
    `UPDATE series SET rollup_ids = rollup_ids || (SELECT id FROM series WHERE organization_id = $1 AND identity = $2)
      WHERE organization_id = $1 AND id = ANY($3)`,
    [organization_id, identity, ids],
  );
}

async function fillSums(runner: QueryRunner): Promise<void> {
  const summed = GROUPINGS.map(({ dimensions }) => dimensions.map((name) => `-?${name}`).join('[+]')).join('|');
  const members = `
    SELECT s.organization_id, s.id, r.id AS rollup_id FROM series s
      JOIN series r ON r.organization_id = s.organization_id AND r.id = s.rollup_ids[array_length(s.rollup_ids, 1)]
     WHERE s.kind = 'base' AND r.reading ~ '^(${summed})$'`;
  for (const [table, source, count] of [
    ['rollups_1d', 'points_1d', 'count(*)'],
    ['rollups_1mo', 'rollups_1mo', 'sum(m.point_count)'],
  ] as const) {
    await runner.query(`
      INSERT INTO ${table} (${COLUMNS})
      SELECT m.organization_id, s.rollup_id, m.start, ${count}, ${SUMS}
        FROM ${source} m JOIN (${members}) s ON s.organization_id = m.organization_id AND s.id = m.series_id
       GROUP BY 1, 2, 3`);
  }
}
