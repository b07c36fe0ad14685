// What OpenAI would send, kept on disk: each day's bucket as the exact text of its answer, so that the server which
// replays it costs next to nothing and every stage of a measurement reads the same bytes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '@bursar/openai-admin-simulator';

const DAY = 86_400;
/** OpenAI refuses costs by key before 2025-12-06. */
export const KEYS_SINCE = 1_764_979_200;

/**
 * @typedef {{ now: string, months: number, projects: number, keys: number, organizationId: string, adminKey: string,
 *   firstDay: number, endDay: number, bytes: number }} Recording
 */

/**
 * Makes the recording once; a broken one goes on with the day at which it stopped.
 *
 * @param {string} folder
 * @param {{ now: string, months: number, projects: number, keys: number }} size
 * @returns {Promise<Recording>}
 */
export async function record(folder, size) {
  const done = join(folder, 'recording.json');
  if (existsSync(done)) return JSON.parse(readFileSync(done, 'utf8'));
  mkdirSync(join(folder, 'days'), { recursive: true });
  const now = new Date(size.now);
  const simulator = await startSimulator({ ...size, now, seed: 7, costLagHours: 6 });
  try {
    const firstDay = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - size.months, 1) / 1000;
    const endDay = Math.floor(now.getTime() / 1000 / DAY) * DAY + DAY;
    const headers = { authorization: `Bearer ${simulator.adminKey}` };
    let bytes = 0;
    for (let day = firstDay; day < endDay; day += DAY) bytes += await recordDay(folder, simulator.url, headers, day);
    await recordLists(folder, simulator.url, headers);
    const recording = {
      ...size,
      organizationId: simulator.organizationId,
      adminKey: simulator.adminKey,
      firstDay,
      endDay,
      bytes,
    };
    writeFileSync(`${done}.part`, JSON.stringify(recording));
    renameSync(`${done}.part`, done);
    return recording;
  } finally {
    await simulator.stop();
  }
}

/** The file of a day's bucket, as read with or without keys. @param {string} folder @param {number} day */
export const dayFile = (folder, day) => join(folder, 'days', `${day}.json`);

/** @param {string} folder @param {string} url @param {Record<string, string>} headers @param {number} day */
async function recordDay(folder, url, headers, day) {
  const file = dayFile(folder, day);
  if (!existsSync(file)) {
    const dimensions = day < KEYS_SINCE ? ['project_id', 'line_item'] : ['project_id', 'line_item', 'api_key_id'];
    const query = new URLSearchParams({
      start_time: `${day}`,
      end_time: `${day + DAY}`,
      bucket_width: '1d',
      limit: '1',
    });
    for (const dimension of dimensions) query.append('group_by', dimension);
    const text = await (await fetch(`${url}/organization/costs?${query}`, { headers })).text();
    // The envelope is made anew by the server that replays; the bucket's own digits stay as they are.
    const start = text.indexOf('[') + 1;
    const end = text.lastIndexOf(']');
    writeFileSync(`${file}.part`, text.slice(start, end));
    renameSync(`${file}.part`, file);
  }
  return readFileSync(file).byteLength;
}

/** @param {string} folder @param {string} url @param {Record<string, string>} headers */
async function recordLists(folder, url, headers) {
  const projects = await all(`${url}/organization/projects?include_archived=true&limit=100`, headers);
  /** @type {Record<string, unknown[]>} */
  const keys = {};
  for (const project of projects) {
    if (project.status === 'archived') continue;
    keys[project.id] = await all(
      `${url}/organization/projects/${project.id}/api_keys?owner_project_access=any&limit=100`,
      headers,
    );
  }
  writeFileSync(join(folder, 'lists.json'), JSON.stringify({ projects, keys }));
}

/** @param {string} url @param {Record<string, string>} headers @returns {Promise<{ id: string, status?: string }[]>} */
async function all(url, headers) {
  const items = [];
  for (let after = ''; ;) {
    /** @type {any} A page of OpenAI's lists, as the simulator answers it. */
    const page = await (await fetch(url + after, { headers })).json();
    items.push(...page.data);
    if (!page.has_more) return items;
    after = `&after=${page.last_id}`;
  }
}
