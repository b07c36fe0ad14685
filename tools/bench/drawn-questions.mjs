// Questions that a reader of the explorer may ask, drawn by a seed: any one or two dimensions, any one filter or none,
// days, weeks or months, over 1 to 24 months. Half are about what is billed, the rest about what is used.
import { CAPABILITIES, COST_DIMENSIONS } from '@bursar/contract';
import { dimensionSql } from '../../apps/api/dist/metering/series.js';

const DAY_MS = 86_400_000;
/** The series that a page draws apart. */
const SHOWN = 9;

/**
 * @typedef {{ capability: string, measure: string, groupBy: string[], filter: { dimension: string, values: string[] } | null,
 *   projects: string[] | null, bucket: 'day' | 'week' | 'month', start: number, end: number,
 *   newest: number, limit: number }} Question `newest`: the end of the newest day that has rows
 * @typedef {{ name: string, rows: number, values: Map<string, string[]> }} Asked a capability with what its series name
 */

/**
 * What can be asked of a database: its capabilities that have rows, and the values that each dimension has.
 *
 * @param {import('pg').Client} client
 */
export async function askable(client) {
  const { rows } = await client.query(`
    SELECT capability AS name, sum(row_count)::float8 AS rows, min(day) AS first, max(day) AS last FROM readings
     WHERE is_base AND width = '1d' AND row_count > 0 GROUP BY 1 ORDER BY 1`);
  /** @type {Asked[]} */
  const asked = [];
  for (const { name, rows: count } of rows) {
    const capability = capabilityOf(name);
    /** @type {Map<string, string[]>} */
    const values = new Map();
    for (const dimension of dimensionsOf(name)) {
      const found = await client.query(
        `SELECT DISTINCT ${dimensionSql(capability, dimension)} AS value FROM series s
          WHERE capability = $1 AND kind = 'base' ORDER BY 1`,
        [name],
      );
      values.set(
        dimension,
        found.rows.map(({ value }) => value).filter((value) => value !== null && value !== ''),
      );
    }
    asked.push({ name, rows: count, values });
  }
  const first = Math.min(...rows.map((row) => row.first.getTime()));
  const end = Math.max(...rows.map((row) => row.last.getTime())) + DAY_MS;
  return { asked, first, end };
}

/**
 * @param {Awaited<ReturnType<typeof askable>>} known
 * @param {{ seed: number, count: number, projects: number | null }} draw `projects`: how many the caller may see
 * @returns {Question[]}
 */
export function drawQuestions({ asked, first, end }, { seed, count, projects }) {
  const random = new Random(seed);
  const billed = asked.filter(({ name }) => isBilled(name));
  const used = asked.filter(({ name }) => !isBilled(name));
  const visible = asked.find(({ values }) => values.has('project_id'))?.values.get('project_id') ?? [];
  return Array.from({ length: count }, (_, index) => {
    const { name, values } = index % 2 === 0 || used.length === 0 ? random.of(billed) : random.weighed(used);
    const dimensions = [...values.keys()];
    const groupBy = random.some(dimensions, 1 + random.below(2));
    // Who sees some projects only is already asked about by project.
    const filterable = dimensions.filter(
      (dimension) => (values.get(dimension) ?? []).length > 0 && (projects === null || dimension !== 'project_id'),
    );
    const filtered = random.below(3) === 0 ? undefined : random.of([undefined, ...filterable]);
    const capability = capabilityOf(name);
    const measures = Object.keys(capability.measures).filter((one) => capability.measures[one]?.within === undefined);
    return {
      capability: name,
      measure: isBilled(name) || random.below(2) === 0 ? capability.headline : random.of(measures),
      groupBy,
      filter:
        filtered === undefined
          ? null
          : { dimension: filtered, values: random.some(values.get(filtered) ?? [], 1 + random.below(3)) },
      projects: projects === null ? null : random.some(visible, projects),
      bucket: random.of(/** @type {const} */ (['day', 'week', 'month'])),
      ...drawRange(random, first, end),
      newest: end,
      limit: SHOWN,
    };
  });
}

/** Half of the ranges are whole months, as the presets of a page are; the others begin and end on any day. @param {Random} random @param {number} first @param {number} end */
function drawRange(random, first, end) {
  const months = 1 + random.below(24);
  if (random.below(2) === 0) {
    const newest = new Date(end - 1);
    const oldest = new Date(first);
    const all = (newest.getUTCFullYear() - oldest.getUTCFullYear()) * 12 + newest.getUTCMonth() - oldest.getUTCMonth();
    const from = random.below(Math.max(1, all + 2 - months));
    const start = Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth() + from, 1);
    const stop = Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth() + from + months, 1);
    return { start: Math.max(start, first), end: Math.min(stop, end) };
  }
  const days = Math.min(Math.round(months * 30.4), (end - first) / DAY_MS);
  const start = first + random.below((end - first) / DAY_MS - days + 1) * DAY_MS;
  return { start, end: start + days * DAY_MS };
}

/** The question as a call of the API. @param {Question} question */
export function pathOf({ capability, measure, groupBy, filter, projects, bucket, start, end, limit }) {
  const query = new URLSearchParams({ start: instant(start), end: instant(end), bucket, limit: String(limit) });
  for (const name of groupBy) query.append('group_by', name);
  for (const value of filter?.values ?? []) query.append(filter?.dimension ?? '', value);
  for (const project of projects ?? []) query.append('project_id', project);
  if (isBilled(capability)) return `/api/v1/costs?${query}`;
  query.set('measure', measure);
  return `/api/v1/usage/${capability}?${query}`;
}

/** @param {number} at */
const instant = (at) => new Date(at).toISOString().slice(0, 10);

/** @param {string} name @returns {import('@bursar/contract').Capability} */
export function capabilityOf(name) {
  /** @type {import('@bursar/contract').CapabilityTable} */
  const table = CAPABILITIES;
  const capability = table[name];
  if (capability === undefined) throw new Error(`The database knows ${name}, which the capability table does not.`);
  return capability;
}

/** @param {string} name */
export function isBilled(name) {
  const { measures, headline } = capabilityOf(name);
  return measures[headline]?.unit === 'currency';
}

/** What rows of the base reading are told by. @param {string} name @returns {readonly string[]} */
function dimensionsOf(name) {
  const { dimensions, sideDimensions = [] } = capabilityOf(name);
  return isBilled(name) ? COST_DIMENSIONS : dimensions.filter((dimension) => !sideDimensions.includes(dimension));
}

/** A small generator, so that the same seed asks the same. */
class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** @param {number} limit */
  below(limit) {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  of(list) {
    const one = list[this.below(list.length)];
    if (one === undefined && list.length === 0) throw new Error('Nothing can be drawn of an empty list.');
    return /** @type {T} */ (one);
  }

  /** So many different ones, or all. @template T @param {readonly T[]} list @param {number} count @returns {T[]} */
  some(list, count) {
    /** @type {Set<T>} */
    const chosen = new Set();
    while (chosen.size < Math.min(count, list.length)) chosen.add(this.of(list));
    return [...chosen];
  }

  /** More likely the more rows it has. @param {Asked[]} list */
  weighed(list) {
    let left = (this.below(1 << 20) / (1 << 20)) * list.reduce((sum, { rows }) => sum + rows, 0);
    return list.find(({ rows }) => (left -= rows) < 0) ?? this.of(list);
  }
}
