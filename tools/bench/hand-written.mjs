// The limit that the explorer is measured against: the best SQL for one question on what is stored, as somebody would
// write it who knows the tables and needs the numbers alone. One prepared statement on one connection each.
import { createHash } from 'node:crypto';
import { capabilityOf } from './drawn-questions.mjs';
import { IN_PICKED, Plan } from './question-plan.mjs';

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
  const ways = new Plan(question, organizationId).readsEveryPoint() ? [rankedFirst] : [rankedFirst, onePass];
  return (isLevel ? [lastValues] : ways).map((write) => {
    const plan = new Plan(question, organizationId);
    const text = write(plan);
    const name = createHash('sha256').update(text).digest('hex').slice(0, 40);
    return { name, text, values: plan.values, rowMode: 'array' };
  });
}

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
