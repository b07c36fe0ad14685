// What a soak has to come to: every stored number, object and restatement against what the simulator says at the end.
import { CAPABILITIES } from '@bursar/contract';
import { exactDecimal } from '@bursar/openai-admin';
import { scaled } from './life.mjs';

/** @typedef {import('@bursar/contract').Capability} Capability */
/** @typedef {{ url: string, adminKey: string }} Simulated */
/** @typedef {{ query(sql: string, values?: unknown[]): Promise<{ rows: any[] }> }} Database rows are as the statement says */

const DAY = 86_400;
const PAGE_LIMIT = { '1d': 31, '1h': 168, '1m': 1440 };
/** Differences that are worth reading. */
const MOST_SHOWN = 40;

/** @param {Simulated} simulated @param {string} path @returns {Promise<any>} a page, as the simulator answers it */
async function ask({ url, adminKey }, path) {
  // A connection of its own: one that rested while numbers were compared may just have been closed.
  const headers = { authorization: `Bearer ${adminKey}`, connection: 'close' };
  const response = await fetch(url + path, { headers });
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}.`);
  return response.json();
}

/**
 * Numbers that are stored otherwise than they are.
 *
 * @param {Database} database @param {Simulated} simulated
 * @returns {Promise<{ compared: number, differences: string[] }>}
 */
export async function numbersOffTruth(database, simulated) {
  const { rows: readings } = await database.query(`
    SELECT capability, width, reading, extract(epoch FROM min(day))::bigint AS first, extract(epoch FROM max(day))::bigint AS last
      FROM readings WHERE is_base GROUP BY 1, 2, 3, date_trunc('month', day) ORDER BY 1, 2, 4`);
  const differences = [];
  let compared = 0;
  for (const { capability: name, width, reading, first, last } of readings) {
    const capability = CAPABILITIES[/** @type {keyof typeof CAPABILITIES} */ (name)];
    const span = { first: Number(first), end: Number(last) + DAY };
    const dimensions = reading === '' ? [] : reading.split('+');
    const what = { name, capability, width, reading, dimensions, ...span };
    const stored = await storedNumbers(database, what);
    const covered = await coveredBy(database, name, width);
    const days = await daysOf(database, what);
    const isMeant = (/** @type {number} */ start) =>
      days.has(start - (start % DAY)) && covered.some((one) => one.start <= start && start < one.end);
    const true_ = await trueNumbers(simulated, what, isMeant);
    compared += true_.size;
    for (const key of new Set([...stored.keys(), ...true_.keys()])) {
      if (!isMeant(Number(JSON.parse(key)[0])) || stored.get(key) === true_.get(key)) continue;
      differences.push(`${name} ${width} ${key}: stored ${stored.get(key)}, true ${true_.get(key)}`);
    }
  }
  return { compared, differences: shortened(differences) };
}

/** Days that this reading is the base of. @param {Database} database @param {{ name: string, width: string, reading: string }} what */
async function daysOf(database, { name, width, reading }) {
  const { rows } = await database.query(
    `SELECT extract(epoch FROM day)::bigint AS day FROM readings
      WHERE is_base AND capability = $1 AND width = $2 AND reading = $3`,
    [name, width, reading],
  );
  return new Set(rows.map(({ day }) => Number(day)));
}

/** What complete reads cover, in Unix seconds. @param {Database} database @param {string} name @param {string} width */
async function coveredBy(database, name, width) {
  const { rows } = await database.query(
    `SELECT extract(epoch FROM lower(c))::bigint AS start, extract(epoch FROM upper(c))::bigint AS "end"
       FROM feeds, unnest(coverage) c WHERE feed = ANY ($1)`,
    [[name, `usage-${width}/${name}`]],
  );
  return rows.map(({ start, end }) => ({ start: Number(start), end: Number(end) }));
}

/**
 * @param {Database} database
 * @param {{ name: string, capability: Capability, width: string, reading: string, dimensions: string[], first: number, end: number }} what
 * @returns {Promise<Map<string, string>>} bucket and dimensions → measures
 */
async function storedNumbers(database, { name, capability, width, reading, dimensions, first, end }) {
  const measures = Object.keys(capability.measures);
  const columns = ['project_id', 'user_id', 'api_key_id', 'model', 'line_item'];
  const keys = dimensions.map((one) => (columns.includes(one) ? `s.${one}` : `s.other_dimensions->>'${one}'`));
  const { rows } = await database.query(
    `SELECT extract(epoch FROM p.start)::bigint AS start, json_build_array(${keys.join(', ')}) AS key,
            ${measures.map((measure) => `p.${measure}::text`).join(', ')}
       FROM points_${width} p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
      WHERE s.kind = 'base' AND s.capability = $1 AND s.reading = $2 AND p.start >= to_timestamp($3) AND p.start < to_timestamp($4)`,
    [name, reading, first, end],
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify([Number(row.start), ...row.key]),
      JSON.stringify(measures.map((measure) => (row[measure] === null ? null : exactDecimal(row[measure])))),
    ]),
  );
}

/**
 * @param {Simulated} simulated
 * @param {{ capability: Capability, width: string, dimensions: string[], first: number, end: number }} what
 * @param {(start: number) => boolean} isMeant
 * @returns {Promise<Map<string, string>>}
 */
async function trueNumbers(simulated, { capability, width, dimensions, first, end }, isMeant) {
  /** @type {Map<string, string>} */
  const numbers = new Map();
  const limit = PAGE_LIMIT[/** @type {keyof typeof PAGE_LIMIT} */ (width)];
  for (let page = null; ;) {
    const query = new URLSearchParams({
      start_time: `${first}`,
      end_time: `${end}`,
      bucket_width: width,
      limit: `${limit}`,
    });
    for (const dimension of dimensions) query.append('group_by', dimension);
    if (page !== null) query.set('page', page);
    const answer = await ask(simulated, `${capability.path}?${query}`);
    for (const bucket of answer.data) {
      if (!isMeant(bucket.start_time)) continue;
      for (const row of bucket.results) {
        const key = JSON.stringify([bucket.start_time, ...dimensions.map((one) => textOf(row[one]))]);
        numbers.set(key, JSON.stringify(measuresOf(capability, row)));
      }
    }
    if (!answer.has_more) return numbers;
    page = answer.next_page;
  }
}

/** @param {unknown} value */
const textOf = (value) => (value === null || value === undefined ? null : String(value));

/** @param {Capability} capability @param {any} row a result row of OpenAI's */
function measuresOf(capability, row) {
  return Object.entries(capability.measures).map(([name, { path }]) => {
    const value = path === undefined ? row[name] : row[path[0] ?? '']?.[path[1] ?? ''];
    return value === null || value === undefined ? null : exactDecimal(String(value));
  });
}

/** Rollups by day that are not the sum of their points. @param {Database} database @returns {Promise<string[]>} */
export async function rollupsOffPoints(database) {
  const differences = [];
  /** @type {[string, Capability][]} */
  const capabilities = Object.entries(CAPABILITIES);
  for (const [name, { headline, measures }] of capabilities) {
    if (measures[headline]?.combine === 'level') continue;
    const { rows } = await database.query(
      `SELECT r.start, r.series_id, r.${headline}::text AS kept, p.total::text AS summed
         FROM (SELECT * FROM rollups_1d WHERE series_id IN (SELECT id FROM series WHERE capability = $1 AND kind = 'rollup')) r
         LEFT JOIN (SELECT u.id, p.start, sum(p.${headline}) AS total
                      FROM points_1d p JOIN series s ON s.organization_id = p.organization_id AND s.id = p.series_id
                     CROSS JOIN unnest(s.rollup_ids) u(id)
                     WHERE s.kind = 'base' AND s.capability = $1 GROUP BY 1, 2) p ON p.id = r.series_id AND p.start = r.start
        WHERE r.${headline} IS DISTINCT FROM p.total LIMIT ${MOST_SHOWN}`,
      [name],
    );
    for (const row of rows) differences.push(`rollup of ${name} ${JSON.stringify(row)}`);
  }
  return differences;
}

/**
 * Feeds whose coverage has a hole, or does not reach the present. Minutes that rest, because their capability is not used,
 * end before the present, as long as nothing was used from that day on: its hours, which never rest, would show it.
 *
 * @param {Database} database @param {Date} now @returns {Promise<string[]>}
 */
export async function gapsOf(database, now) {
  const { rows } = await database.query(
    `SELECT feed, state, coverage::text AS coverage, next_run_at, paused_at, memory ->> 'isQuiet' AS quiet,
            last_error ->> 'message' AS error FROM feeds f
      WHERE coverage <> '{}'
        AND ((SELECT count(*) FROM unnest(coverage)) <> 1
             OR upper(coverage) < $1::timestamptz - interval '1 hour'
                AND NOT (feed LIKE 'usage-1m/%' AND memory ->> 'isQuiet' = 'true' AND NOT EXISTS (
                  SELECT FROM readings r
                   WHERE r.capability = split_part(f.feed, '/', 2) AND r.width = '1h' AND r.is_base AND r.row_count > 0
                     AND r.day >= date_trunc('day', upper(f.coverage), 'UTC'))))`,
    [now],
  );
  return rows.map(
    ({ feed, state, coverage, ...why }) => `${feed} (${state}) covers ${coverage} only: ${JSON.stringify(why)}`,
  );
}

const ORGANIZATION_LISTS = {
  project: '/organization/projects?include_archived=true&limit=100',
  user: '/organization/users?limit=100',
  invite: '/organization/invites?limit=100',
  group: '/organization/groups?limit=100',
};
const PROJECT_LISTS = {
  api_key: 'api_keys?owner_project_access=any&limit=100',
  project_user: 'users?limit=100',
  service_account: 'service_accounts?limit=100',
  rate_limit: 'rate_limits?limit=100',
};

/** Objects that are there and not stored, or stored as alive and gone. @param {Database} database @param {Simulated} simulated @returns {Promise<string[]>} */
export async function objectsOffTruth(database, simulated) {
  /** @type {Set<string>} */
  const alive = new Set();
  for (const [kind, path] of Object.entries(ORGANIZATION_LISTS)) {
    for (const item of await listed(simulated, path)) alive.add(`${kind} ${item.id}`);
  }
  const projects = (await listed(simulated, ORGANIZATION_LISTS.project)).filter(({ status }) => status === 'active');
  for (const { id } of projects) {
    for (const [kind, path] of Object.entries(PROJECT_LISTS)) {
      for (const item of await listed(simulated, `/organization/projects/${id}/${path}`)) {
        alive.add(`${kind} ${id} ${item.id}`);
      }
    }
  }
  const { rows } = await database.query(
    `SELECT kind, parent_id, id FROM directory_objects
      WHERE gone_at IS NULL AND (kind = ANY ($1) OR kind = ANY ($2) AND parent_id = ANY ($3))`,
    [Object.keys(ORGANIZATION_LISTS), Object.keys(PROJECT_LISTS), projects.map(({ id }) => id)],
  );
  const stored = new Set(rows.map(({ kind, parent_id, id }) => [kind, parent_id, id].filter(Boolean).join(' ')));
  return shortened([
    ...[...alive].filter((one) => !stored.has(one)).map((one) => `${one} is there, but not stored as alive`),
    ...[...stored].filter((one) => !alive.has(one)).map((one) => `${one} is stored as alive, but gone`),
  ]);
}

/** @param {Simulated} simulated @param {string} path @returns {Promise<any[]>} the objects of all pages */
async function listed(simulated, path) {
  const items = [];
  for (let after = ''; ;) {
    const page = await ask(simulated, path + after);
    items.push(...page.data);
    if (!page.has_more) return items;
    after = `&after=${encodeURIComponent(page.next ?? page.last_id)}`;
  }
}

/**
 * Restatements that are missing in the ledger, stand there twice, or never were.
 *
 * @param {Database} database @param {readonly import('./life.mjs').Restated[]} restated @returns {Promise<string[]>}
 */
export async function ledgerOffTruth(database, restated) {
  const { rows } = await database.query(`
    SELECT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, key,
           (coalesce(new_amount, 0) - coalesce(old_amount, 0))::text AS delta
      FROM restatements WHERE capability = 'costs'`);
  const told = rows.map(({ day, key, delta }) => entry({ day, ...key, delta: scaled(exactDecimal(delta)) }));
  const meant = restated.map(entry);
  return shortened([
    ...meant.filter((one) => !told.includes(one)).map((one) => `not in the ledger: ${one}`),
    ...told.filter((one) => !meant.includes(one)).map((one) => `in the ledger, but never restated: ${one}`),
    ...told.filter((one, index) => told.indexOf(one) !== index).map((one) => `in the ledger again: ${one}`),
  ]);
}

/** @param {import('./life.mjs').Restated} restated */
const entry = ({ day, project_id, line_item, api_key_id, delta }) =>
  JSON.stringify([day, project_id, line_item, api_key_id ?? null, `${delta}`]);

/** @param {string[]} differences */
function shortened(differences) {
  const more = differences.length - MOST_SHOWN;
  return more > 0 ? [...differences.slice(0, MOST_SHOWN), `… and ${more} more`] : differences;
}
