import type { Capability } from '@bursar/contract';
import type { ResultRow } from '@bursar/openai-admin';
import type { DataSource } from 'typeorm';
import type { Reading } from './reading.js';
import { identityOf, moneyOf, rollupTuples, seriesRow, type SeriesRow, type SeriesTuple, tupleOf } from './series.js';

/** About 30 MB of text at most; a day with more series than this is looked up in batches. */
const MAX_REMEMBERED = 100_000;
const BATCH = 5_000;

/** Whose numbers: which organization, capability and reading. */
export interface SeriesOwner {
  organizationId: number;
  capabilityName: string;
  capability: Capability;
  reading: Reading;
}

const COLUMNS = `capability, reading, kind, identity, project_id, user_id, api_key_id, model, line_item,
  other_dimensions, derived_model, derived_token_type, derived_version, currency, quantity_unit, rollup_ids`;
const COLUMN_TYPES = `capability text, reading text, kind text, identity uuid, project_id text, user_id text,
  api_key_id text, model text, line_item text, other_dimensions jsonb, derived_model text, derived_token_type text,
  derived_version smallint, currency text, quantity_unit text, rollup_ids bigint[]`;

/** A series by its number and its identity, as `identityOf` writes it. */
const IDENTIFIED = `id, replace(identity::text, '-', '') AS identity`;

/**
 * Finds the series of result rows, and makes those that are new.
 *
 * A series is written outside of the transaction that stores its points: by itself it says nothing, and the same tuple
 * always finds the same row, whoever asks first.
 */
export class SeriesCatalog {
  private readonly places = new Map<string, RememberedReading>();
  private remembered = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** Ids of the rows' series, in the order of the rows. Counted from 1, they will not outgrow a double. */
  async idsOf(owner: SeriesOwner, rows: readonly ResultRow[]): Promise<readonly number[]> {
    const place = this.placeOf(owner);
    const ids: number[] = [];
    const holes: number[] = [];
    for (const row of rows) {
      const id = place.find(row);
      if (id === undefined) holes.push(ids.length);
      ids.push(id ?? NaN);
    }
    for (let from = 0; from < holes.length; from += BATCH) {
      await this.fill(owner, place, { rows, ids, holes: holes.slice(from, from + BATCH) });
    }
    return ids;
  }

  /** Looks up the ids that are not remembered. */
  private async fill(
    owner: SeriesOwner,
    place: RememberedReading,
    { rows, ids, holes }: { rows: readonly ResultRow[]; ids: number[]; holes: readonly number[] },
  ): Promise<void> {
    const tuples = new Map<string, SeriesTuple>();
    const identities = holes.map((index) => {
      // A hole is one of the indexes of `rows`.
      const tuple = tupleOf(rows[index] as ResultRow, owner.reading, place.money);
      const identity = identityOf(owner.capabilityName, tuple);
      tuples.set(identity, tuple);
      return identity;
    });
    const stored = await this.store(owner, tuples);
    holes.forEach((index, at) => {
      const id = Number(stored.get(identities[at] ?? ''));
      if (!Number.isSafeInteger(id)) throw new Error(`Postgres neither has nor takes the series ${identities[at]}.`);
      ids[index] = id;
      place.remember(rows[index] as ResultRow, id);
    });
    this.remembered += holes.length;
    if (this.remembered <= MAX_REMEMBERED) return;
    this.places.clear();
    this.remembered = 0;
  }

  private placeOf({ organizationId, capabilityName, capability, reading }: SeriesOwner): RememberedReading {
    const name = JSON.stringify([organizationId, capabilityName, reading.name]);
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const place = new RememberedReading(reading.dimensions, moneyOf(capability));
    this.places.set(name, place);
    return place;
  }

  /** Finds or makes the series; identity → id. */
  private async store(owner: SeriesOwner, tuples: ReadonlyMap<string, SeriesTuple>): Promise<Map<string, string>> {
    const { organizationId, capabilityName, capability } = owner;
    const stored = await this.find(organizationId, [...tuples.keys()]);
    const missing = [...tuples].filter(([identity]) => !stored.has(identity)).map(([, tuple]) => tuple);
    if (missing.length === 0) return stored;
    const rows = missing.map((tuple) => ({
      ...seriesRow(capabilityName, capability, tuple),
      rollup_ids: [] as string[],
    }));
    if (owner.reading.kind === 'base') await this.addRollups(owner, missing, rows);
    const made = await this.insert(organizationId, rows);
    return new Map([...stored, ...made]);
  }

  private async addRollups(
    { organizationId, capabilityName, capability }: SeriesOwner,
    bases: readonly SeriesTuple[],
    rows: { rollup_ids: string[] }[],
  ): Promise<void> {
    const needed = new Map<string, SeriesTuple>();
    const identities = bases.map((base) =>
      rollupTuples(capability, base).map((tuple) => {
        const identity = identityOf(capabilityName, tuple);
        needed.set(identity, tuple);
        return identity;
      }),
    );
    const stored = await this.find(organizationId, [...needed.keys()]);
    const missing = [...needed].filter(([identity]) => !stored.has(identity)).map(([, tuple]) => tuple);
    const made = missing.map((tuple) => ({ ...seriesRow(capabilityName, capability, tuple), rollup_ids: [] }));
    for (const [identity, id] of await this.insert(organizationId, made)) stored.set(identity, id);
    rows.forEach((row, index) => {
      row.rollup_ids = (identities[index] ?? []).map((identity) => stored.get(identity) ?? '');
    });
  }

  private async insert(
    organizationId: number,
    rows: readonly (SeriesRow & { rollup_ids: readonly string[] })[],
  ): Promise<Map<string, string>> {
    if (rows.length === 0) return new Map();
    // In one order, so that two writers of the same series wait for each other instead of dead-locking.
    const ordered = rows.toSorted((a, b) => (a.identity < b.identity ? -1 : 1));
    const made = byIdentity(
      await this.dataSource.query(
        `INSERT INTO series (organization_id, ${COLUMNS})
         SELECT $1, ${COLUMNS} FROM json_to_recordset($2::json) AS given(${COLUMN_TYPES})
         ON CONFLICT (organization_id, identity) DO NOTHING RETURNING ${IDENTIFIED}`,
        [organizationId, JSON.stringify(ordered)],
      ),
    );
    // What another writer made in the meantime is not given back.
    const others = rows.map((row) => row.identity).filter((identity) => !made.has(identity));
    return others.length === 0 ? made : new Map([...made, ...(await this.find(organizationId, others))]);
  }

  private async find(organizationId: number, identities: readonly string[]): Promise<Map<string, string>> {
    if (identities.length === 0) return new Map();
    return byIdentity(
      await this.dataSource.query(
        // Not ANY: thousands of values would be planned with, which takes five times as long as finding them.
        `SELECT ${IDENTIFIED} FROM series JOIN unnest($2::uuid[]) AS asked (identity) USING (identity)
          WHERE organization_id = $1`,
        [organizationId, identities],
      ),
    );
  }
}

function byIdentity(rows: readonly { id: string; identity: string }[]): Map<string, string> {
  return new Map(rows.map((row) => [row.identity, row.id]));
}

type Branch = Map<string | null, Branch | number>;

/**
 * Series of one reading by their values, one map within the other.
 *
 * Not by one text for all of them: the reader hands out the same string for the same name, whose hash is known, while a
 * text that is put together for every row has to be hashed anew.
 */
class RememberedReading {
  private readonly root: Branch = new Map();
  /** The reader hands out one object for the same dimensions and currency: then there is nothing to compare. */
  private readonly known = new WeakMap<object, number>();

  constructor(
    private readonly dimensions: readonly string[],
    readonly money: string | null,
  ) {}

  find(row: ResultRow): number | undefined {
    const known = this.known.get(row.dimensions);
    if (known !== undefined) return known;
    const id = this.compare(row);
    if (id !== undefined) this.note(row, id);
    return id;
  }

  private compare(row: ResultRow): number | undefined {
    let branch: Branch | number | undefined = this.root;
    for (const name of this.dimensions) {
      branch = (branch as Branch).get(row.dimensions[name] ?? null);
      if (branch === undefined) return undefined;
    }
    branch = (branch as Branch).get(this.currencyOf(row));
    // The levels are as many as `remember` makes: one for each dimension, the currency, the unit.
    return (branch as Branch | undefined)?.get(row.quantityUnit) as number | undefined;
  }

  remember(row: ResultRow, id: number): void {
    const path = [...this.dimensions.map((name) => row.dimensions[name] ?? null), this.currencyOf(row)];
    let branch = this.root;
    for (const value of path) {
      const next = (branch.get(value) as Branch | undefined) ?? new Map();
      branch.set(value, next);
      branch = next;
    }
    branch.set(row.quantityUnit, id);
    this.note(row, id);
  }

  private note(row: ResultRow, id: number): void {
    // Of a row without a currency the object alone does not tell whether it is one of money.
    if (row.currency !== null || this.money === null) this.known.set(row.dimensions, id);
  }

  /** Money without a currency is another series than a row without money. */
  private currencyOf(row: ResultRow): string | null {
    return row.currency ?? (this.money !== null && row.measures[this.money] !== undefined ? '' : null);
  }
}
