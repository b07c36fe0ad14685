/** Answers of the lists of the directory: searched, filtered, sorted and paged as the API does. */
import { amount } from '../lib/decimal.js';
import { CHANGES, memberDetailOf, projectDetailOf } from './directory-details.js';
import type { DirectoryLists } from './directory-world.js';

export type Listed = Readonly<Record<string, unknown>>;

/** Null where no call of the directory has this path. */
export function answerDirectory(lists: DirectoryLists, path: string, query: URLSearchParams): [number, unknown] | null {
  const [list = '', id] = path.replace('/api/v1/', '').split('/').map(decodeURIComponent);
  if (list === 'directory-changes') return [200, { data: CHANGES, next_cursor: null }];
  const items = Object.entries<readonly object[] | undefined>(lists).find(([name]) => name === list)?.[1];
  if (items === undefined) return KNOWN_LISTS.has(list) ? [200, { data: [], next_cursor: null }] : null;
  if (id === undefined)
    return [
      200,
      pageOf(
        items.map((item): Listed => ({ ...item })),
        query,
      ),
    ];
  const project = list === 'projects' ? lists.projects.find((each) => each.id === id) : undefined;
  if (project !== undefined) {
    return [
      200,
      projectDetailOf(
        project,
        lists['api-keys'].filter(({ project_id }) => project_id === id),
      ),
    ];
  }
  const member = list === 'members' ? lists.members.find((each) => each.id === id) : undefined;
  return member === undefined ? null : [200, memberDetailOf(member, lists)];
}

const KNOWN_LISTS = new Set([
  'invites',
  'groups',
  'group-members',
  'rate-limits',
  'project-members',
  'project-groups',
  'service-accounts',
]);
/** Filters that are not called like the field. */
const FIELDS: Readonly<Record<string, string>> = { organization: 'organization_id' };
const OWN = new Set(['q', 'sort', 'limit', 'cursor', 'include_gone']);

/** One page of a list. The cursor is the place in it, which is good enough for a list that does not move. */
function pageOf(items: readonly Listed[], query: URLSearchParams): { data: Listed[]; next_cursor: string | null } {
  const q = (query.get('q') ?? '').toLowerCase();
  const sort = query.get('sort') ?? 'id';
  const filters = [...new Set(query.keys())].filter((name) => !OWN.has(name));
  const found = items
    .filter((item) => query.get('include_gone') === 'true' || item['gone_at'] === null)
    .filter((item) => filters.every((name) => isWithin(item, name, query.getAll(name))))
    .filter((item) =>
      ['id', 'name', 'email', 'model'].some((name) =>
        String(item[name] ?? '')
          .toLowerCase()
          .includes(q),
      ),
    );
  const sorted = found.toSorted(orderOf(sort.replace('-', ''), sort.startsWith('-')));
  const from = Number(query.get('cursor') ?? '0');
  const to = from + Number(query.get('limit') ?? '100');
  return { data: sorted.slice(from, to), next_cursor: to < sorted.length ? String(to) : null };
}

/** Whether a field has one of these values; whose a key is stands within its owner. */
const isWithin = (item: Listed, name: string, values: readonly string[]): boolean =>
  name === 'owner_id'
    ? values.some((id) => JSON.stringify(item['owner']).includes(`"${id}"`))
    : values.includes(String(item[FIELDS[name] ?? name]));

/** Those without a value come last in either direction. */
function orderOf(field: string, descending: boolean): (a: Listed, b: Listed) => number {
  return (a, b) => {
    const [first, second] = [valueOf(a[field]), valueOf(b[field])];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    const order = first < second ? -1 : first > second ? 1 : 0;
    return descending ? -order : order;
  };
}

/** What orders a value: amounts by their size, texts by their letters. */
function valueOf(value: unknown): bigint | string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? amount(text) : text.toLowerCase();
}
