// The directory of a recording: the lists of the organization and of each of its projects, by their paths.
import { DIRECTORY_LISTS } from '@bursar/openai-admin';

/**
 * Path without query → the items of its list, or the one object that stands there.
 *
 * @typedef {Record<string, { items: { id: string, status?: string }[] } | { object: unknown }>} Lists
 */

const PROJECTS = '/organization/projects';
/** All that a recording of numbers alone needs to name them. */
const NAMES = [PROJECTS, `${PROJECTS}/{}/api_keys`];
/** OpenAI hides some unless asked; other lists refuse what they do not know. */
const ALL_OF = new Map([
  [PROJECTS, 'include_archived=true&'],
  [`${PROJECTS}/{}/api_keys`, 'owner_project_access=any&'],
]);

/**
 * @param {{ url: string, adminKey: string }} simulator
 * @param {boolean} isWhole false: projects and their keys alone
 * @returns {Promise<Lists>}
 */
export async function readLists({ url, adminKey }, isWhole) {
  const headers = { authorization: `Bearer ${adminKey}` };
  /** @type {Lists} */
  const lists = {};
  const entries = Object.values(DIRECTORY_LISTS)
    .map(({ family, paging }) => ({ template: family.replace('GET ', ''), paging }))
    .filter(({ template }) => (isWhole ? template.split('{}').length <= 2 : NAMES.includes(template)));
  const projects = await allOf(`${url}${PROJECTS}?${ALL_OF.get(PROJECTS)}`, headers);
  for (const { template, paging } of entries) {
    for (const path of pathsOf(template, projects)) {
      if (paging === 'single') {
        const response = await fetch(url + path, { headers });
        const object = await response.json();
        if (response.ok) lists[path] = { object };
      } else {
        lists[path] = { items: await allOf(`${url}${path}?${ALL_OF.get(template) ?? ''}`, headers) };
      }
    }
  }
  return lists;
}

/**
 * Archived projects refuse their lists. What belongs to other objects than projects is left out: it is many, and small.
 *
 * @param {string} template @param {{ id: string, status?: string }[]} projects
 */
function pathsOf(template, projects) {
  if (!template.includes('{}')) return [template];
  if (!/\/projects\/\{\}/.test(template)) return [];
  return projects.filter(({ status }) => status !== 'archived').map(({ id }) => template.replace('{}', id));
}

/** @param {string} url @param {Record<string, string>} headers @returns {Promise<{ id: string, status?: string }[]>} */
async function allOf(url, headers) {
  const items = [];
  for (let after = ''; ;) {
    const response = await fetch(`${url}limit=100${after}`, { headers });
    /** @type {any} A page of OpenAI's lists, as the simulator answers it. */
    const page = await response.json();
    if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${url}: ${JSON.stringify(page)}`);
    items.push(...page.data);
    if (!page.has_more) return items;
    after = `&after=${page.next ?? page.last_id ?? page.data.at(-1).id}`;
  }
}
