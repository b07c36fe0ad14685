import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every measure of the capability table; a new one is one more line in a migration of its own. */
const MEASURES = `
        amount numeric(60, 34),
        quantity numeric(60, 34),
        seconds numeric(60, 34),
        input_tokens bigint,
        output_tokens bigint,
        num_model_requests bigint,
        num_requests bigint,
        num_sessions bigint,
        images bigint,
        characters bigint,
        usage_bytes bigint,
        input_uncached_tokens bigint,
        input_cached_tokens bigint,
        input_cache_write_tokens bigint,
        input_cache_write_30m_tokens bigint,
        input_cache_write_12h_tokens bigint,
        input_text_tokens bigint,
        input_audio_tokens bigint,
        input_image_tokens bigint,
        input_cached_text_tokens bigint,
        input_cached_audio_tokens bigint,
        input_cached_image_tokens bigint,
        output_text_tokens bigint,
        output_audio_tokens bigint,
        output_image_tokens bigint`;

export class FactsArePointsOfSeries implements MigrationInterface {
  readonly name = 'facts are points of series 1795300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE series (
        organization_id integer NOT NULL REFERENCES organizations,
        id bigint GENERATED ALWAYS AS IDENTITY,
        capability text NOT NULL,
        -- The grouping that was asked for, as its dimensions joined by "+": null in a column means nothing without it.
        reading text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('base', 'side', 'rollup')),
        -- First 128 bits of SHA-256 over capability, kind, reading, dimensions, currency and unit: one series for one tuple,
        -- nulls alike, whatever the length of a line item (an index entry has a limit, a line item has none).
        identity uuid NOT NULL,
        project_id text,
        user_id text,
        api_key_id text,
        model text,
        line_item text,
        other_dimensions jsonb,
        derived_model text,
        derived_token_type text,
        derived_version smallint,
        currency text,
        quantity_unit text,
        -- Of a base series: the rollup series that its points are summed into, one for each of the capability's rollups.
        rollup_ids bigint[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (organization_id, id),
        UNIQUE (organization_id, identity)
      )`);
    await runner.query(`CREATE INDEX series_by_project ON series (organization_id, capability, kind, project_id)`);
    await runner.query(
      `CREATE INDEX series_by_key ON series (organization_id, api_key_id) WHERE api_key_id IS NOT NULL`,
    );
    // No foreign key from points to series: it would look up each of millions of rows again; series are never deleted.
    for (const width of ['1d', '1h', '1m']) {
      await runner.query(`
      CREATE TABLE points_${width} (
        organization_id integer NOT NULL,
        series_id bigint NOT NULL,
        start timestamptz NOT NULL,${MEASURES},
        PRIMARY KEY (organization_id, series_id, start)
      ) PARTITION BY RANGE (start)`);
    }
    // Hours and minutes arrive in their order and are read by range; days of a first read lie together by series.
    for (const width of ['1h', '1m']) {
      await runner.query(
        `CREATE INDEX points_${width}_by_start ON points_${width} USING brin (start) WITH (pages_per_range = 16)`,
      );
    }
    for (const table of ['rollups_1d', 'rollups_1mo']) {
      await runner.query(`
      CREATE TABLE ${table} (
        organization_id integer NOT NULL,
        series_id bigint NOT NULL,
        start timestamptz NOT NULL,
        -- How many points the row sums up: a sum of zero is not the same as no row.
        point_count integer NOT NULL,${MEASURES},
        PRIMARY KEY (organization_id, series_id, start)
      )`);
    }
    await runner.query(`CREATE INDEX rollups_1mo_by_start ON rollups_1mo (organization_id, start)`);
    await runner.query(`
      CREATE TABLE readings (
        organization_id integer NOT NULL REFERENCES organizations,
        capability text NOT NULL,
        width text NOT NULL,
        -- The UTC day that the row speaks of, as its midnight.
        day timestamptz NOT NULL,
        reading text NOT NULL,
        is_base boolean NOT NULL,
        first_read_at timestamptz NOT NULL,
        -- OpenAI's clock at the start of the last complete read: tells pending, provisional and final apart.
        read_at timestamptz NOT NULL,
        row_count integer NOT NULL,
        PRIMARY KEY (organization_id, capability, width, day, reading)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX readings_one_base ON readings (organization_id, capability, width, day) WHERE is_base`);
    await runner.query(`
      CREATE TABLE restatements (
        organization_id integer NOT NULL REFERENCES organizations,
        id bigint GENERATED ALWAYS AS IDENTITY,
        capability text NOT NULL,
        day timestamptz NOT NULL,
        key jsonb NOT NULL,
        project_id text,
        measure text NOT NULL,
        currency text,
        -- Null: the group was not there before, or is not there any more.
        old_amount numeric(60, 34),
        new_amount numeric(60, 34),
        -- How many tuples a summarised row stands for; 1 for an ordinary row.
        tuples integer NOT NULL DEFAULT 1,
        first_seen_at timestamptz NOT NULL,
        detected_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await runner.query(`CREATE INDEX restatements_by_day ON restatements (organization_id, capability, day, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE restatements, readings, rollups_1mo, rollups_1d, points_1m, points_1h, points_1d, series',
    );
  }
}
