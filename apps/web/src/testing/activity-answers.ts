/** What was done in the invented Bursar, and answers of the calls that read it. */
import type { ActivityFacetsAnswer, ActivityItem, ActivityOutcome } from '@bursar/contract';
import { NOW } from './ledger.js';

const MINUTE_MS = 60_000;
const ENTRIES = 260;

const MIKA = { id: '1', name: 'Mika', email: 'mika@acme.example' };
const ANN = { id: '3', name: 'Ann Admin', email: 'ann@acme.example' };

/** The newest first: one of each outcome, one of a word that nobody knows, one of an erased person, then sign-ins. */
export function makeTrail(): ActivityItem[] {
  const special: Partial<ActivityItem>[] = [
    {
      what: 'person.invite',
      target: { kind: 'person', id: '6', name: 'Sam' },
      after: { email: 'sam@acme.example', name: 'Sam', role: 'finance', project_ids: null },
    },
    {
      what: 'person.change',
      person: ANN,
      target: { kind: 'person', id: '4', name: 'Vic Viewer' },
      reason: 'moved to another team',
      before: { name: 'Vic Viewer', role: 'viewer', project_ids: ['proj_1'] },
      after: { name: 'Vic Viewer', role: 'engineer', project_ids: ['proj_1'] },
      outcome: 'unknown',
      detail: 'It is still under way, or the server ended before it could tell what came of it.',
      completed_at: null,
      outcome_hash: null,
    },
    {
      what: 'call.refused',
      person: ANN,
      outcome: 'refused',
      target: { kind: 'call', id: 'PATCH /api/v1/people/:id', name: 'owners.write' },
    },
    { what: 'robot.rebel', person: null, address: null },
    { what: 'sign_in.password', person: { id: '9', name: null, email: null }, address: null, erased: ['who'] },
    {
      what: 'export.write',
      person: ANN,
      token_id: '2',
      outcome: 'failed',
      detail: 'It went wrong on our side.',
      target: { kind: 'file', id: 'costs', name: null },
    },
  ];
  return Array.from({ length: ENTRIES }, (_, index) => ({ ...signIn(index), ...special[index] }));
}

function signIn(index: number): ActivityItem {
  const at = new Date(Date.parse(NOW) - (index + 4) * MINUTE_MS).toISOString().replace('.000Z', 'Z');
  const id = String(2 * (ENTRIES - index));
  return {
    id,
    at,
    person: MIKA,
    token_id: null,
    address: '203.0.113.24',
    what: 'sign_in.password',
    target: null,
    reason: null,
    before: null,
    after: { needs_code: false },
    outcome: 'succeeded',
    detail: null,
    completed_at: at,
    request_id: `req_${id}`,
    erased: [],
    hash: id.padStart(64, 'a'),
    outcome_hash: id.padStart(64, 'b'),
  };
}

/** @returns status and body, by the rules of the real call */
export function answerActivity(
  trail: readonly ActivityItem[],
  path: string,
  query: URLSearchParams,
): [number, unknown] | null {
  if (path === '/api/v1/activity') return [200, pageOf(trail, query)];
  if (path === '/api/v1/activity/facets') return [200, facets(trail, query)];
  const [, id] = /^\/api\/v1\/activity\/(\d+)$/.exec(path) ?? [];
  const item = trail.find((each) => each.id === id);
  return item === undefined ? null : [200, item];
}

function pageOf(trail: readonly ActivityItem[], query: URLSearchParams) {
  const matching = trail.filter(matches(query));
  const start = Number(query.get('cursor') ?? '0');
  const end = start + Number(query.get('limit') ?? '100');
  return { data: matching.slice(start, end), next_cursor: end < matching.length ? String(end) : null };
}

function facets(trail: readonly ActivityItem[], query: URLSearchParams): ActivityFacetsAnswer {
  const matching = trail.filter(matches(query));
  const counted = (name: string, valueOf: (item: ActivityItem) => string | null): [string, number][] => {
    const others = new URLSearchParams(query);
    others.delete(name);
    const counts = new Map<string, number>();
    for (const item of trail.filter(matches(others))) {
      const value = valueOf(item);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a);
  };
  const countOf = (outcome: ActivityOutcome): number => matching.filter((item) => item.outcome === outcome).length;
  const nameOf = (id: string) => [MIKA, ANN].find((person) => person.id === id)?.name ?? null;
  return {
    matching: {
      count: matching.length,
      first_at: matching.at(-1)?.at ?? null,
      outcomes: {
        succeeded: countOf('succeeded'),
        refused: countOf('refused'),
        failed: countOf('failed'),
        unknown: countOf('unknown'),
      },
    },
    // The counted values are outcomes.
    outcomes: counted('outcome', ({ outcome }) => outcome).map(([outcome, count]) => ({
      outcome: outcome as ActivityOutcome,
      count,
    })),
    what: counted('what', ({ what }) => what).map(([what, count]) => ({ what, count })),
    people: counted('person', ({ person }) => person?.id ?? null).map(([id, count]) => ({
      person_id: id,
      name: nameOf(id),
      count,
    })),
  };
}

function matches(query: URLSearchParams): (item: ActivityItem) => boolean {
  const among = (name: string, value: string | null | undefined): boolean =>
    !query.has(name) || query.getAll(name).some((each) => each === value);
  const text = query.get('q')?.toLowerCase() ?? '';
  const [start, end] = [query.get('start') ?? '', query.get('end') ?? '9'];
  return (item) =>
    among('person', item.person?.id) &&
    among('what', item.what) &&
    among('outcome', item.outcome) &&
    among('target', item.target?.id) &&
    item.at >= start &&
    item.at < end &&
    JSON.stringify(item).toLowerCase().includes(text);
}
