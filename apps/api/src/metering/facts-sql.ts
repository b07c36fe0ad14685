/** SQL that reads facts. Values are always bound; names come from the capability table. */
import { ATTRIBUTIONS, type Capability } from '@bursar/contract';
import { sourceDimension } from './reading.js';
import { dimensionSql } from './series.js';
import type { Family, Piece } from './source-plan.js';

/** Which series count. */
export interface Selection {
  organizationIds: readonly number[];
  capabilityName: string;
  capability: Capability;
  measure: string;
  /** Null where the measure is no money. */
  currency: { is: string } | { isNot: string } | null;
  /** Dimension → values, one of which it has to have. */
  filters: ReadonlyMap<string, readonly string[]>;
  /** Dimensions of which the series has to name none. */
  without: readonly string[];
  /** Projects that the caller may see; what belongs to none is seen with `all` only. */
  projectIds: readonly string[] | 'all';
}

/** The families of some pieces, each once. */
export function familiesOf(pieces: readonly Piece[]): Family[] {
  return [...new Set(pieces.map(({ family }) => family))];
}

/** A column to group by, and whether its null means that OpenAI names none or that it could not be asked. */
export type Key = string;
/** Its place in `ATTRIBUTIONS`, which is how statements tell them. */
export const UNATTRIBUTED = ATTRIBUTIONS.indexOf('unattributed');
/** Pseudo-dimensions of every capability. */
export const ORGANIZATION = 'organization_id';
export const CURRENCY = 'currency';

/** A statement under construction: its values get numbers as they are bound. */
export class Statement {
  readonly values: unknown[] = [];

  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The series of a family that count, with their keys: `id, k0, a0, k1, a1 …`. Of a rest, a side's dimensions name none. */
export function pickedSql(statement: Statement, selection: Selection, family: Family, keys: readonly Key[]): string {
  const columns = keys.map((key, index) =>
    family.isRest && selection.capability.sideDimensions?.includes(key)
      ? `, NULL::text AS k${index}, ${UNATTRIBUTED} AS a${index}`
      : `, ${keySql(statement, selection, key, index)}`,
  );
  const organizations = keys.includes(ORGANIZATION) ? ' JOIN organizations o ON o.id = s.organization_id' : '';
  return `SELECT s.id${columns.join('')} FROM series s${organizations} WHERE ${seriesCondition(statement, selection, family)}`;
}

/** Value and attribution of one key; the value as text. */
function keySql(statement: Statement, selection: Selection, key: Key, index: number): string {
  const value = keyValue(selection.capability, key);
  const attribution = `CASE WHEN ${value} IS NOT NULL THEN 0 WHEN ${isCollected(statement, selection, key)} THEN 1 ELSE 2 END`;
  return `${value} AS k${index}, ${attribution} AS a${index}`;
}

function keyValue(capability: Capability, key: Key): string {
  if (key === ORGANIZATION) return 'o.openai_id';
  return key === CURRENCY ? 's.currency' : dimensionSql(capability, key);
}

/** Whether the series' reading asked for a dimension, whatever the answer was. Rollups mark what they lack by a minus. */
function isCollected(statement: Statement, { capability }: Selection, key: Key): string {
  if (key === ORGANIZATION || key === CURRENCY) return 'true';
  return `${statement.bind(sourceDimension(capability, key))} = ANY(string_to_array(s.reading, '+'))`;
}

export function seriesCondition(statement: Statement, selection: Selection, family: Family): string {
  const { capability, currency, filters, without, projectIds } = selection;
  const conditions = [
    `s.organization_id = ANY(${statement.bind(selection.organizationIds)})`,
    `s.capability = ${statement.bind(selection.capabilityName)}`,
    `s.kind = '${family.kind}'`,
    `s.reading = ANY(${statement.bind(family.readings)})`,
  ];
  if (currency !== null && 'is' in currency) conditions.push(`s.currency = ${statement.bind(currency.is)}`);
  if (currency !== null && 'isNot' in currency) conditions.push(`s.currency <> ${statement.bind(currency.isNot)}`);
  for (const [dimension, values] of filters) {
    conditions.push(`${dimensionSql(capability, dimension)} = ANY(${statement.bind(values)})`);
  }
  for (const dimension of without) {
    conditions.push(`${dimensionSql(capability, dimension)} IS NULL`, isCollected(statement, selection, dimension));
  }
  if (projectIds !== 'all') conditions.push(`s.project_id = ANY(${statement.bind(projectIds)})`);
  return conditions.join(' AND ');
}

/** What to read of facts. */
export interface FactsWanted {
  pieces: readonly Piece[];
  /** Condition on `f.series_id` for a piece's family, which is told by its index among the families. */
  belongs: (family: Family, index: number) => string;
  /** Further measures, as `value1`, `value2` …: sums, of which the same pieces tell. */
  besides?: readonly string[];
}

/**
 * The numbers of some pieces: `family, series_id, start, value, points`, taken away where the piece says so. A series may
 * be of two families: for other days, or once as itself and once in what it leaves over.
 */
export function factsSql(
  statement: Statement,
  selection: Selection,
  { pieces, belongs, besides = [] }: FactsWanted,
): string {
  if (pieces.length === 0) {
    return 'SELECT 0 AS family, 0::bigint AS series_id, now() AS start, 0::numeric AS value, 0 AS points WHERE false';
  }
  const organizations = statement.bind(selection.organizationIds);
  const families = familiesOf(pieces);
  return pieces
    .map(({ table, family, span, sign }) => {
      const minus = sign < 0 ? '-' : '';
      // What is taken away from a base to leave a rest does not make the rest empty.
      const isTaken = family.isRest === true && family.kind === 'side';
      const points = isTaken ? '0' : table.startsWith('points_') ? '1' : 'f.point_count';
      const index = families.indexOf(family);
      const more = besides.map((measure, place) => `, ${minus}f.${measure}::numeric AS value${place + 1}`).join('');
      return `SELECT ${index} AS family, f.series_id, f.start, ${minus}f.${selection.measure}::numeric AS value, ${minus}${points} AS points${more}
                FROM ${table} f
               WHERE f.organization_id = ANY(${organizations}) AND f.start >= ${statement.bind(new Date(span.start))}
                 AND f.start < ${statement.bind(new Date(span.end))} AND ${belongs(family, index)}`;
    })
    .join(' UNION ALL ');
}

/**
 * Leaves one number of each series and bucket where the measure is a level: the last one.
 *
 * @param bucket expression on `f`
 */
export function reduced(selection: Selection, facts: string, bucket: string): string {
  if (selection.capability.measures[selection.measure]?.combine !== 'level') return facts;
  return `SELECT DISTINCT ON (f.family, f.series_id, ${bucket}) f.family, f.series_id, f.start, f.value, f.points
            FROM (${facts}) f WHERE f.value IS NOT NULL ORDER BY f.family, f.series_id, ${bucket}, f.start DESC`;
}

/**
 * Whether a group is there, on `p` joined with `f`.
 *
 * A side reading that tells all of the base leaves nothing to show; one that tells of what the base has none leaves less
 * than nothing.
 */
export function isThereSql(families: readonly Family[], keys: readonly Key[], value: string): string {
  if (!families.some(({ isRest }) => isRest)) return 'sum(f.points) > 0';
  const attributions = keys.map((_, index) => `p.a${index}`).join(', ');
  return `CASE WHEN ${UNATTRIBUTED} IN (${attributions}) THEN ${value} <> 0 ELSE sum(f.points) > 0 END`;
}

/** The number of the bucket that `f.start` lies in, from 1. A month that the range cuts counts to its first bucket. */
export function bucketSql(statement: Statement, starts: readonly number[]): string {
  return `greatest(width_bucket(f.start, ${statement.bind(starts.map((start) => new Date(start)))}::timestamptz[]), 1)`;
}

/** A plain decimal: no exponent, no trailing zeros; zero where there is nothing. */
export const decimalSql = (value: string): string => `trim_scale(coalesce(${value}, 0))::text`;
