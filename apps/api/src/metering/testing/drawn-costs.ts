/** Costs and questions about them as a seed draws them: the unusual as often as the usual. */
import { COST_BUCKETS, COST_DIMENSIONS } from '@bursar/contract';
import { format, type OracleDay, type OracleQuestion } from './cost-oracle.js';
import type { CostRow } from './metering-fixture.js';

export const DAY_MS = 86_400_000;
/** The days that are drawn from. */
export const FIRST = Date.parse('2026-07-20');
export const DAYS = 110;

const ITEMS = [
  'gpt-6-astra-2026-08-01, input',
  'gpt-6-astra-2026-08-01, cached input',
  'gpt-6-astra-2026-08-01, output',
  'gpt-image-1.5 image, output',
  'assistants api | file search',
  '=HYPERLINK("https://example.com")',
  null,
];

const PROJECTS = ['proj_a', 'proj_b', 'proj_<b>', 'proj_ü'];
const MEMBERS = ['user-1', 'user-2', 'user-3'];

/** A small generator, so that a failing seed can be run again. */
export class Random {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  some<T>(list: readonly T[], most: number): T[] {
    const count = this.below(most + 1);
    return [...new Set(Array.from({ length: count }, () => this.of(list)))];
  }
}

export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

export function randomRows(random: Random, day: string, groupBy: readonly string[]): CostRow[] {
  const rows = new Map<string, CostRow>();
  for (let count = random.below(12); count > 0; count--) {
    const project = random.of([...PROJECTS, null]);
    const item = random.of(ITEMS);
    const key = groupBy.includes('api_key_id') ? random.of(['key_1', 'key_2', 'key_3', 'key_4', '', null]) : null;
    rows.set(JSON.stringify([project, item, key]), {
      day,
      project,
      item,
      key,
      amount: randomAmount(random),
      quantity: String(random.below(1e6)),
    });
  }
  return [...rows.values()];
}

function randomAmount(random: Random): string {
  if (random.below(6) === 0) return '0';
  const digits = Array.from({ length: 1 + random.below(36) }, () => random.below(10)).join('');
  return format(BigInt(digits) * 10n ** BigInt(random.below(3)) * (random.below(5) === 0 ? -1n : 1n));
}

export function randomQuestion(random: Random, days: ReadonlyMap<string, OracleDay>): OracleQuestion {
  const question = randomRange(random);
  if (random.below(5) === 0) return { ...question, ...aboutMembers(random) };
  const filled = [...days.values()].flatMap(({ rows }) => rows);
  const filters = new Map<string, string[]>();
  for (const name of random.some(
    COST_DIMENSIONS.filter((dimension) => dimension !== 'token_type'),
    2,
  )) {
    const values: Record<string, () => string> = {
      project_id: () => random.of(filled)?.project ?? 'proj_a',
      line_item: () => random.of(filled)?.item ?? 'no such item',
      api_key_id: () => random.of(['key_1', 'key_2', '']),
      model: () => 'gpt-6-astra-2026-08-01',
    };
    filters.set(name, [values[name]?.() ?? '', values[name]?.() ?? '']);
  }
  return {
    ...question,
    groupBy: random.some(COST_DIMENSIONS, 2),
    filters,
    without: random.below(4) === 0 ? [random.of(COST_DIMENSIONS)] : [],
  };
}

function randomRange(random: Random): Omit<OracleQuestion, 'groupBy' | 'filters' | 'without'> {
  const first = FIRST + (random.below(DAYS + 10) - 5) * DAY_MS;
  return {
    start: dayText(first),
    end: dayText(first + (1 + random.below(random.of([3, 40, 130]))) * DAY_MS),
    bucket: random.of(COST_BUCKETS),
    limit: random.of([1, 2, 5, 100]),
    ...(random.below(4) === 0 && { projectIds: random.some(PROJECTS, 3) }),
  };
}

function aboutMembers(random: Random): Pick<OracleQuestion, 'groupBy' | 'filters' | 'without'> {
  const groupBy = random.of([['user_id'], ['user_id', 'project_id'], ['project_id', 'user_id'], ['project_id'], []]);
  const filters = new Map<string, string[]>();
  if (random.below(3) === 0) filters.set('project_id', [random.of(PROJECTS)]);
  if (random.below(3) === 0 || !groupBy.includes('user_id')) filters.set('user_id', [random.of(MEMBERS)]);
  return { groupBy, filters, without: [] };
}

export function randomMembers(random: Random, day: string): CostRow[] {
  const pairs = [...PROJECTS, null].flatMap((project) => [...MEMBERS, null].map((user) => ({ project, user })));
  return random.some(pairs, 4).map((pair) => ({ day, ...pair, amount: randomAmount(random) }));
}
