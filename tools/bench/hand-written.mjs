// The limit that the explorer is measured against: the best SQL for one question on what is stored, as somebody would
// write it who knows the tables and needs the numbers alone. One prepared statement on one connection each.
import { createHash } from 'node:crypto';
import { rollupGroupings } from '../../apps/api/dist/metering/rollup-groupings.js';
import { dimensionSql } from '../../apps/api/dist/metering/series.js';
import { capabilityOf, isBilled } from './drawn-questions.mjs';

const DAY_MS = 86_400_000;

/**
 * @typedef {import('./drawn-questions.mjs').Question} Question
 * @typedef {{ name: string, text: string, values: unknown[], rowMode: 'array' }} Prepared
 */

/**
 * The ways to ask Postgres; whichever is the fastest is the limit of a question.
 *
 * Rows are `place, total, buckets, values, groups, k0, a0, k1, a1`: place 0 is everything, -1 what is not shown, the
 * others the groups in their order.
 *
 * @param {Question} question
 * @param {number} organizationId
 * @returns {Prepared[]}
 */
export function handWritten(question, organizationId) {
  const isLevel = capabilityOf(question.capability).measures[question.measure]?.combine === 'level';
  const ways = new Plan(question, organizationId).readsEveryPoint() ? [rankedFirst] : [onePass, rankedFirst];
  return (isLevel ? [lastValues] : ways).map((write) => {
    const plan = new Plan(question, organizationId);
    const text = write(plan);
    const name = createHash('sha256').update(text).digest('hex').slice(0, 40);
    return { name, text, values: plan.values, rowMode: 'array' };
  });
}

/** What all ways have in common; values get numbers as they are bound. */
class Plan {
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

const IN_PICKED = 'f.series_id IN (SELECT id FROM picked)';

/** Every number of the range by group and bucket; ranks, totals and what is left are made of these. @param {Plan} plan */
function onePass(plan) {
  const { question, keys, order, bucket } = plan;
  const { picked, read } = plan.byBucket(question.groupBy);
  return `WITH ${picked},
    cells AS (SELECT ${keys}, ${bucket} AS bucket, coalesce(sum(f.value), 0) AS value, sum(f.points) AS points
      FROM (${read}) f JOIN picked p ON p.id = f.series_id GROUP BY ${keys}, bucket),
    totals AS (SELECT ${keys}, sum(value) AS total FROM cells GROUP BY ${keys} HAVING sum(points) > 0),
    ranked AS (SELECT ${keys}, total, row_number() OVER (ORDER BY total DESC${order})::integer AS place FROM totals),
    ${answered(plan, placedOf(plan))}`;
}

/** Levels count once for each bucket, and once for all of the range: by their last value. @param {Plan} plan */
function lastValues(plan) {
  const { question, keys, order, bucket } = plan;
  const { table, where } = plan.family(question.groupBy, true);
  const last = (/** @type {string} */ of) =>
    `SELECT DISTINCT ON (f.series_id, ${of}) f.* FROM read f WHERE f.value IS NOT NULL
      ORDER BY f.series_id, ${of}, f.start DESC`;
  return `WITH picked AS (${plan.picked(question.groupBy, where)}), read AS (${plan.days(table, IN_PICKED)}),
    cells AS (SELECT ${keys}, ${bucket} AS bucket, sum(f.value) AS value, sum(f.points) AS points
      FROM (${last(bucket)}) f JOIN picked p ON p.id = f.series_id GROUP BY ${keys}, bucket),
    totals AS (SELECT ${keys}, sum(f.value) AS total
      FROM (${last('f.points')}) f JOIN picked p ON p.id = f.series_id GROUP BY ${keys}),
    ranked AS (SELECT ${keys}, total, row_number() OVER (ORDER BY total DESC${order})::integer AS place FROM totals),
    ${answered(plan, placedOf(plan))}`;
}

/** Ranks on months, reads the buckets of the chosen groups alone, and has what is left as the difference. @param {Plan} plan */
function rankedFirst(plan) {
  const { question, keys, order, bucket, limit } = plan;
  const ranking = plan.byMonth(question.groupBy);
  const chosen = plan.byBucket(question.groupBy);
  const everything = plan.byBucket([]);
  // As a list, so that Postgres goes by the index.
  const inMembers = (/** @type {string} */ sql) =>
    sql.replaceAll(/IN \(SELECT id FROM (\w+)\)/g, '= ANY(ARRAY(SELECT id FROM members JOIN $1 USING (id)))');
  return `WITH ${ranking.picked},
    sums AS (SELECT f.series_id, coalesce(sum(f.value), 0) AS value, sum(f.points) AS points
      FROM (${ranking.read}) f GROUP BY 1),
    totals AS (SELECT ${keys}, sum(s.value) AS total FROM sums s JOIN picked p ON p.id = s.series_id
      GROUP BY ${keys} HAVING sum(points) > 0),
    ranked AS MATERIALIZED (
      SELECT ${keys}, total, row_number() OVER (ORDER BY total DESC${order})::integer AS place FROM totals),
    shown AS (WITH ${chosen.picked}, members AS MATERIALIZED (SELECT p.id, r.place FROM picked p
        JOIN (SELECT * FROM ranked WHERE place <= ${limit}) r ON ${same(plan, 'p')})
      SELECT m.place, ${bucket} AS bucket, coalesce(sum(f.value), 0) AS value, sum(f.points) AS points
        FROM (${inMembers(chosen.read)}) f JOIN members m ON m.id = f.series_id GROUP BY 1, 2),
    everything AS (WITH ${everything.picked}
      SELECT ${bucket} AS bucket, coalesce(sum(f.value), 0) AS value, sum(f.points) AS points
        FROM (${everything.read}) f GROUP BY 1),
    ${answered(
      plan,
      `SELECT place, bucket, value, points FROM shown
        UNION ALL SELECT -1, e.bucket, e.value - coalesce(s.value, 0), e.points - coalesce(s.points, 0) FROM everything e
          LEFT JOIN (SELECT bucket, sum(value) AS value, sum(points) AS points FROM shown GROUP BY 1) s USING (bucket)`,
    )}`;
}

/** @param {Plan} plan */
function placedOf(plan) {
  return `SELECT coalesce(r.place, -1) AS place, p.bucket, p.value, p.points FROM cells p
    LEFT JOIN (SELECT * FROM ranked WHERE place <= ${plan.limit}) r ON ${same(plan, 'p')}`;
}

/** The rows of the answer from the cells of the places. @param {Plan} plan @param {string} placed `place, bucket, value, points` */
function answered({ question, limit }, placed) {
  const columns = question.groupBy.map((_, index) => `, r.k${index}, r.a${index}`).join('');
  return `placed AS (${placed}),
    summed AS (SELECT place, bucket, sum(value) AS value FROM placed GROUP BY 1, 2 HAVING sum(points) > 0
      UNION ALL SELECT 0, bucket, sum(value) FROM placed GROUP BY 2 HAVING sum(points) > 0),
    texts AS (SELECT place, string_agg(bucket::text, ',' ORDER BY bucket) AS buckets,
        string_agg(trim_scale(value)::text, ',' ORDER BY bucket) AS amounts FROM summed GROUP BY 1)
    SELECT t.place, trim_scale(CASE t.place WHEN 0 THEN a.everything WHEN -1 THEN a.everything - a.shown ELSE r.total END)::text,
           t.buckets, t.amounts, a.groups${columns}
      FROM texts t LEFT JOIN ranked r ON r.place = t.place
     CROSS JOIN (SELECT sum(total) AS everything, coalesce(sum(total) FILTER (WHERE place <= ${limit}), 0) AS shown,
                        count(*)::integer AS groups FROM ranked) a
     ORDER BY t.place`;
}

/** Equal keys of `r` and another; a null is told from an empty name by its attribution. @param {Plan} plan @param {string} other */
function same({ question }, other) {
  return question.groupBy
    .map(
      (_, index) => `coalesce(r.k${index}, '') = coalesce(${other}.k${index}, '') AND r.a${index} = ${other}.a${index}`,
    )
    .join(' AND ');
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
