/** Lists of some projects as a seed draws them, round after round: the unusual as often as the usual. */
import type { Random } from '../../metering/testing/drawn-costs.js';
import type { RawObject } from '../directory-object.js';
import type { KindName } from '../kinds.js';
import type { ReadList } from '../list-group.js';

const PROJECTS = ['proj_a', 'proj_b', 'proj_c', 'proj_d', 'proj_e'];
const IDS = ['one', 'two', 'three four', '5/6', '1 one'];
const MEMBERS = ['user-1', 'user-2'];
const REFUSED: RawObject = { id: 'refused', 'no text\0': 1 };

/** A kind, whose lists there are of it, and whether each is but one object. */
interface DrawnKind {
  kind: KindName;
  parents: readonly string[];
  isSingle?: boolean;
}

const KINDS: readonly DrawnKind[] = [
  { kind: 'project', parents: [''] },
  { kind: 'project_user', parents: PROJECTS },
  { kind: 'api_key', parents: PROJECTS },
  { kind: 'rate_limit', parents: PROJECTS },
  { kind: 'spend_limit', parents: PROJECTS, isSingle: true },
  // One member of each project: with several, how an archived project ends would depend on whose list comes first.
  {
    kind: 'role_assignment',
    parents: PROJECTS.map((id, place) => `projects/${id}/users/${MEMBERS[place % 2]}`),
  },
];

/** What is read of one kind at a time. */
export interface DrawnLists extends Pick<DrawnKind, 'kind' | 'isSingle'> {
  lists: ReadList[];
}

/** Some lists of one kind; each begins to be read a second after the one before. */
export function drawLists(random: Random, now: Date): DrawnLists {
  const { kind, parents, ...single } = random.of(KINDS);
  const ofWhom = parents.filter(() => random.below(4) > 0);
  return {
    kind,
    ...single,
    lists: ofWhom.map((parentId, place) => ({
      parentId,
      items: drawItems(random, kind),
      ...random.of([
        { complete: true, problem: null },
        { complete: true, problem: null },
        { complete: false, problem: 'it broke off' },
      ]),
      at: new Date(now.getTime() + place * 1000),
    })),
  };
}

function drawItems(random: Random, kind: KindName): RawObject[] {
  const ids = kind === 'project' ? PROJECTS : kind === 'project_user' ? MEMBERS : IDS;
  const items = ids.filter(() => random.below(3) > 0).map((id) => drawItem(random, kind, id));
  const odd = random.below(20);
  if (odd === 0) return [...items, { name: 'without an id' }];
  if (odd === 1) return [...items, REFUSED];
  // A list that moved while it was read.
  return odd === 2 ? [...items, ...items.slice(0, 1)] : items;
}

function drawItem(random: Random, kind: KindName, id: string): RawObject {
  return {
    id,
    name: random.of(['Ada', 'Bob', null]),
    ...(kind === 'project' && { status: random.of(['active', 'active', 'archived']) }),
    ...random.of([{}, { permissions: ['a'] }, { permissions: null, role: 'owner' }]),
    ...random.of([{}, { redacted_value: 'sk-...a', max_requests_per_1_minute: random.below(3) }]),
    owner: { type: 'user', user: { id: random.of(MEMBERS), name: random.of(['Ada', 'Bob']) } },
  };
}
