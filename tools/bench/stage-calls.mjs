// How long the cost calls take on a synced organization, through HTTP, one after the other.
import { fetchSignedIn } from './signed-in.mjs';
import { median } from './timing.mjs';

/**
 * Questions that the pages ask: each range, bucket and grouping that a reader meets every day, and the worst.
 *
 * @param {{ firstDay: number, endDay: number, projects: string[] }} data
 * @returns {{ name: string, query: string }[]}
 */
export function questions({ firstDay, endDay, projects }) {
  const day = (/** @type {number} */ seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const month = new Date(endDay * 1000 - 1);
  const thisMonth = `start=${day(Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), 1) / 1000)}&end=${day(endDay)}`;
  const all = `start=${day(firstDay)}&end=${day(endDay)}`;
  const ninety = `start=${day(endDay - 90 * 86_400)}&end=${day(endDay)}`;
  const [first = '', second = ''] = projects;
  return [
    { name: 'month to date, by project, daily', query: `${thisMonth}&group_by=project_id&limit=9` },
    {
      name: 'month to date, by project and model, daily',
      query: `${thisMonth}&group_by=project_id&group_by=model&limit=9`,
    },
    { name: 'month to date, by key, daily', query: `${thisMonth}&group_by=api_key_id&limit=9` },
    { name: '90 days, by model, daily', query: `${ninety}&group_by=model&limit=9` },
    {
      name: '90 days of one project, by key, daily',
      query: `${ninety}&group_by=api_key_id&project_id=${first}&limit=9`,
    },
    { name: '13 months, total by day', query: `${all}` },
    { name: '13 months, by project, monthly', query: `${all}&bucket=month&group_by=project_id&limit=9` },
    { name: '13 months, by line item, weekly', query: `${all}&bucket=week&group_by=line_item&limit=9` },
    { name: '13 months, by key, daily', query: `${all}&group_by=api_key_id&limit=9` },
    { name: '13 months, by key and model, daily', query: `${all}&group_by=api_key_id&group_by=model&limit=9` },
    {
      name: '13 months, two projects, by model, daily',
      query: `${all}&group_by=model&project_id=${first}&project_id=${second}&limit=9`,
    },
    { name: '13 months, by project, total, 200 groups', query: `${all}&bucket=total&group_by=project_id&limit=200` },
  ];
}

/**
 * @param {string} address of the API
 * @param {{ name: string, query: string }[]} asked
 * @param {number} repeats
 * @returns {Promise<{ name: string, medianMs: number, worstMs: number }[]>}
 */
export async function measureCalls(address, asked, repeats) {
  const times = new Map(asked.map(({ name }) => [name, /** @type {number[]} */ ([])]));
  for (let round = 0; round <= repeats; round++) {
    for (const { name, query } of asked) {
      const startedAt = performance.now();
      const response = await fetchSignedIn(`${address}/api/v1/costs?${query}`);
      const body = await response.text();
      if (!response.ok) throw new Error(`${name}: ${response.status} ${body.slice(0, 500)}`);
      // The first round warms caches, as a server that runs is warm.
      if (round > 0) times.get(name)?.push(performance.now() - startedAt);
    }
  }
  return asked.map(({ name }) => {
    const all = times.get(name) ?? [];
    return { name, medianMs: median(all), worstMs: Math.max(...all) };
  });
}
