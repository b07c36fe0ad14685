// Which of the stored numbers answer a question of the explorer, as SQL: the part that all ways of asking have in common.
import { rollupGroupings } from '../../apps/api/dist/metering/rollup-groupings.js';
import { dimensionSql } from '../../apps/api/dist/metering/series.js';
import { capabilityOf, isBilled } from './drawn-questions.mjs';

const DAY_MS = 86_400_000;

/** @typedef {import('./drawn-questions.mjs').Question} Question */

export const IN_PICKED = 'f.series_id IN (SELECT id FROM picked)';

/** Values get numbers as they are bound. */
export class Plan {
  /** @param {Question} question @param {number} organizationId */
  constructor(question, organizationId) {
    this.question = question;
    this.capability = capabilityOf(question.capability);
    this.keys = question.groupBy.map((_, index) => `k${index}, a${index}`).join(', ');
    this.order = question.groupBy.map((_, index) => `, a${index}, k${index} COLLATE "C"`).join('');
    /** @type {unknown[]} */
    this.values = [];
    this.organization = this.bind(organizationId, 'integer');
    const starts = bucketStarts(question).map((at) => new Date(at));
    // A month that the range cuts counts to its first bucket.
    this.bucket = `greatest(width_bucket(f.start, ${this.bind(starts, 'timestamptz[]')}), 1)`;
    this.limit = this.bind(question.limit, 'integer');
  }

  /** @param {unknown} value @param {string} type */
  bind(value, type) {
    return `$${this.values.push(value)}::${type}`;
  }

  /** Whether one pass over the cells would be one over all points of the range, which nobody would write. */
  readsEveryPoint() {
    const { groupBy, bucket, filter, projects } = this.question;
    const isWhole = filter === null && projects === null;
    return bucket !== 'month' && isWhole && this.family(groupBy, true).table === 'points_1d';
  }

  /** The coarsest series that tell these dimensions apart. @param {readonly string[]} dimensions @param {boolean} daily */
  family(dimensions, daily) {
    const { question, capability } = this;
    const source = (/** @type {string} */ name) => (capability.derivedDimensions?.includes(name) ? 'line_item' : name);
    const needed = [...dimensions, ...(question.filter ? [question.filter.dimension] : [])].map(source);
    if (question.projects !== null) needed.push('project_id');
    const isLevel = capability.measures[question.measure]?.combine === 'level';
    const found = rollupGroupings(capability).find(
      (grouping) =>
        !isLevel && (grouping.daily || !daily) && needed.every((name) => grouping.dimensions.includes(name)),
    );
    if (found === undefined) return { table: 'points_1d', where: `s.kind = 'base'` };
    const readings = found.dimensions.reduce(
      (names, name) =>
        names.flatMap((before) => [
          [...before, name],
          [...before, `-${name}`],
        ]),
      [/** @type {string[]} */ ([])],
    );
    const names = readings.map((each) => `'${each.join('+')}'`).join(', ');
    return { table: 'rollups_1d', where: `s.kind = 'rollup' AND s.reading IN (${names})` };
  }

  /**
   * The series of a grouping as \`picked\`, and its numbers by month: some sums are kept by month alone, so that the days
   * at the ends of the range are those of other series.
   *
   * @param {readonly string[]} dimensions
   */
  byMonth(dimensions) {
    const [months, days] = [this.family(dimensions, false), this.family(dimensions, true)];
    if (months.where === days.where) {
      return {
        picked: `picked AS (${this.picked(dimensions, months.where)})`,
        read: this.months(days.table, { ofMonths: IN_PICKED, ofDays: IN_PICKED }),
      };
    }
    const each = { ofMonths: IN_PICKED.replace('picked', 'months'), ofDays: IN_PICKED.replace('picked', 'days') };
    return {
      picked: `months AS (${this.picked(dimensions, months.where)}), days AS (${this.picked(dimensions, days.where)}),
        picked AS (SELECT * FROM months UNION ALL SELECT * FROM days)`,
      read: this.months(days.table, each),
    };
  }

  /** The same by day, or by month where the buckets are months. @param {readonly string[]} dimensions */
  byBucket(dimensions) {
    if (this.question.bucket === 'month') return this.byMonth(dimensions);
    const { table, where } = this.family(dimensions, true);
    return { picked: `picked AS (${this.picked(dimensions, where)})`, read: this.days(table, IN_PICKED) };
  }

  /** The series that count, with their keys. @param {readonly string[]} dimensions @param {string} where */
  picked(dimensions, where) {
    const { question, capability } = this;
    const keys = dimensions.map((name, index) => {
      const value = dimensionSql(capability, name);
      const source = capability.derivedDimensions?.includes(name) ? 'line_item' : name;
      return `, ${value} AS k${index}, CASE WHEN ${value} IS NOT NULL THEN 0
        WHEN '${source}' = ANY(string_to_array(s.reading, '+')) THEN 1 ELSE 2 END AS a${index}`;
    });
    const { filter, projects } = question;
    const conditions = [
      `s.organization_id = ${this.organization} AND s.capability = ${this.bind(question.capability, 'text')} AND ${where}`,
      ...(isBilled(question.capability) ? [`s.currency = 'usd'`] : []),
      ...(filter ? [`${dimensionSql(capability, filter.dimension)} = ANY(${this.bind(filter.values, 'text[]')})`] : []),
      ...(projects ? [`s.project_id = ANY(${this.bind(projects, 'text[]')})`] : []),
    ];
    return `SELECT s.id${keys.join('')} FROM series s WHERE ${conditions.join(' AND ')}`;
  }

  /** @param {{ table: string, start: number, end: number, sign?: string }} stretch @param {string} belongs */
  stretch({ table, start, end, sign = '' }, belongs) {
    const points = table.startsWith('points_') ? '1' : 'f.point_count';
    return `SELECT f.series_id, f.start, ${sign}f.${this.question.measure}::numeric AS value, ${sign}${points} AS points
      FROM ${table} f WHERE f.organization_id = ${this.organization} AND f.start >= ${this.bind(new Date(start), 'timestamptz')}
       AND f.start < ${this.bind(new Date(end), 'timestamptz')} AND ${belongs}`;
  }

  /** The numbers by day. @param {string} table @param {string} belongs */
  days(table, belongs) {
    return this.stretch({ table, ...this.question }, belongs);
  }

  /**
   * Months from their sums. Of a month that the range cuts either the days inside are added, or those outside are taken
   * away, whichever are fewer.
   *
   * @param {string} table of the days @param {{ ofMonths: string, ofDays: string }} belongs
   */
  months(table, belongs) {
    const { start, end, newest } = this.question;
    const stretches = monthsOf(start, end).flatMap((month) => {
      const outside = [
        { start: month.start, end: Math.max(start, month.start) },
        { start: Math.min(end, month.end), end: Math.min(month.end, newest) },
      ].filter((span) => span.start < span.end);
      const days = outside.reduce((sum, span) => sum + span.end - span.start, 0);
      const inside = { start: Math.max(start, month.start), end: Math.min(end, month.end) };
      if (days >= inside.end - inside.start) return [{ table, ...inside }];
      return [{ table: 'rollups_1mo', ...month }, ...outside.map((span) => ({ table, ...span, sign: '-' }))];
    });
    return joined(stretches)
      .map((one) => this.stretch(one, one.table === 'rollups_1mo' ? belongs.ofMonths : belongs.ofDays))
      .join(' UNION ALL ');
  }
}

/** Where the buckets of a question begin, the first at the range's start. @param {Question} question */
export function bucketStarts({ bucket, start, end }) {
  const starts = [start];
  for (let at = start + DAY_MS; at < end; at += DAY_MS) {
    const day = new Date(at);
    const isBorder = { day: true, week: day.getUTCDay() === 1, month: day.getUTCDate() === 1 }[bucket];
    if (isBorder) starts.push(at);
  }
  return starts;
}

/** @param {number} start @param {number} end */
function monthsOf(start, end) {
  const months = [];
  for (let at = new Date(start), offset = 0; ; offset++) {
    const month = {
      start: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1),
      end: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset + 1, 1),
    };
    if (month.start >= end) return months;
    months.push(month);
  }
}

/** Neighbours of one table in one. @param {{ table: string, start: number, end: number, sign?: string }[]} stretches */
function joined(stretches) {
  /** @type {typeof stretches} */
  const result = [];
  for (const stretch of stretches) {
    const before = result.find(
      (one) => one.table === stretch.table && one.sign === stretch.sign && one.end === stretch.start,
    );
    if (before === undefined) result.push({ ...stretch });
    else before.end = stretch.end;
  }
  return result;
}
