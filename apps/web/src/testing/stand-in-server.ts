/** Plays Bursar's API over a function instead of a network: the same questions, answers of the same shape. */
import type { AuditLogState, CostsQuery, Organization, Problem, Restatement, SyncAnswer } from '@bursar/contract';
import type { Transport } from '../lib/api.js';
import { addDays, midnight, type Day } from '../lib/days.js';
import { answerAccount, someSessions } from './account-answers.js';
import { answerAuth, OWNER_IN, refusalOf, type AuthWorld } from './auth-answers.js';
import { answerActivity, makeTrail } from './activity-answers.js';
import { answerAudit, makeAuditLog } from './audit-answers.js';
import { answerCosts, type CostWorld } from './cost-answers.js';
import { answerDirectory } from './directory-answers.js';
import { directoryLists, type DirectoryLists } from './directory-world.js';
import { answerIncidents, makeIncidentWorld } from './incident-answers.js';
import { asSeveral, BETA, HOSTILE_NAMES, makeOrganization, NOW, ORGANIZATION, TODAY } from './ledger.js';
import {
  syncConnecting,
  syncDemo,
  syncFirst,
  syncGaps,
  syncOnTime,
  syncRefused,
  syncStale,
  syncWithoutScope,
} from './sync-answers.js';
import { answerKeys } from './key-answers.js';
import { makeKeys, type KeyWorld } from './key-world.js';
import { answerManagement, type Script } from './management-answers.js';
import { answerOrganizations, betaLabs, keyOf, organizationOf } from './organization-answers.js';
import { answerLink, answerPeople, somePeople } from './people-answers.js';
import { answerRotations, someRotations, type RotationWorld } from './rotation-answers.js';
import { syncPaused, syncScopeless, syncSeveral, syncUnconnected, syncWhole } from './sync-states.js';
import { answerTokens, someTokens } from './token-answers.js';
import { answerUsage, answerUsageOverview } from './usage-answers.js';

export const SCENES = [
  'full',
  'demo',
  'first-sync',
  'connecting',
  'empty',
  'stale',
  'refused',
  'gaps',
  'hostile',
  'failing',
  'stateless',
  'missing-scope',
  'whole',
  'paused',
  'scopeless',
  'audit-off',
  'several',
  'unconnected',
  'many-keys',
] as const;
export type Scene = (typeof SCENES)[number];

export interface StandIn {
  transport: Transport;
  /** Every question asked so far, `GET /api/v1/costs?…`. */
  asked: string[];
  bodies: unknown[];
  /** What answers the next call of an action instead, by `POST /api/v1/invites`. */
  script: Script;
  /** Who is in; a spec may change it while the page is open, as an ended session does. */
  auth: AuthWorld;
  /** The same of rotations. */
  rotations: RotationWorld;
  /** The keys, which what is done changes. */
  keys: KeyWorld;
}

/** Enough that nobody would wait for all of them to be drawn. */
const MANY_KEYS = 5_000;
const COLLECTED_FROM: Day = '2026-07-08';

function worldOf(scene: Scene, from?: Day): { world: CostWorld; sync: SyncAnswer } {
  const syncedAt = '2026-11-21T14:08:00Z';
  const organization = makeOrganization({
    ...(from && { from }),
    ...(scene === 'hostile' && { names: HOSTILE_NAMES }),
  });
  const world: CostWorld = { ...organization, missing: [], syncedAt };
  const everything = { start: '2000-01-01', end: addDays(TODAY, 1) };
  switch (scene) {
    case 'first-sync':
      return {
        world: { ...world, missing: [{ start: '2000-01-01', end: COLLECTED_FROM }] },
        sync: syncFirst(COLLECTED_FROM),
      };
    case 'connecting':
      return { world: { ...world, rows: [], missing: [everything], syncedAt: null }, sync: syncConnecting() };
    case 'empty':
      return { world: { ...world, rows: world.rows.filter(({ day }) => day < '2026-10-31') }, sync: syncOnTime() };
    case 'stale':
      return { world: { ...world, syncedAt: '2026-11-21T09:00:00Z' }, sync: syncStale() };
    case 'refused':
      return { world, sync: syncRefused() };
    case 'gaps':
      return {
        world: { ...world, missing: [{ start: '2026-11-11', end: '2026-11-13' }] },
        sync: syncGaps('2026-11-11', '2026-11-13'),
      };
    case 'unconnected':
      return { world: { ...world, rows: [], missing: [everything], syncedAt: null }, sync: syncUnconnected() };
    case 'several': {
      const missing = { start: '2026-11-11', end: '2026-11-13' };
      return {
        world: { ...world, ...asSeveral(organization), missing: [missing], missingOf: BETA },
        sync: syncSeveral(missing),
      };
    }
    case 'whole':
      return { world, sync: syncWhole() };
    case 'paused':
      return { world, sync: syncPaused() };
    case 'scopeless':
      return { world, sync: syncScopeless() };
    case 'demo':
      return { world, sync: syncDemo() };
    case 'missing-scope':
      return { world, sync: syncWithoutScope('admin-api-keys', 'members', 'project-members') };
    default:
      return { world, sync: syncOnTime() };
  }
}

function listsOf(scene: Scene, world: CostWorld): DirectoryLists {
  const lists = directoryLists(world, scene === 'hostile' ? HOSTILE_NAMES : []);
  if (scene === 'connecting' || scene === 'unconnected') return { projects: [], members: [], 'api-keys': [] };
  return scene === 'missing-scope' ? { ...lists, members: [] } : lists;
}

/** The organizations that the state of collecting is of, and their keys. */
function organizationsOf(scene: Scene): Organization[] {
  if (scene === 'unconnected') return [];
  const acme = organizationOf(
    scene === 'demo' ? { keys: { read: keyOf({ source: 'demo', set_by: null }), write: null } } : {},
  );
  return scene === 'several' ? [acme, betaLabs()] : [acme];
}

/** The state of a log without events; null: there are some. */
function auditStateOf(scene: Scene): AuditLogState | null {
  switch (scene) {
    case 'connecting':
    case 'unconnected':
      return 'connecting';
    case 'empty':
      return 'quiet';
    case 'scopeless':
      return 'missing_scope';
    case 'audit-off':
      return 'not_enabled';
    default:
      return null;
  }
}

/** Calls that change something, and whose bodies specs look at. */
const WRITES =
  /^\/api\/v1\/(people|tokens|organizations|members|invites|groups|projects|api-keys|key-policies|rotations)/;

/** A member who left, and may be erased. */
const ERASED = 'user-2';
const NOTHING_CHANGED = { directory_objects: 0, directory_history: 0, audit_events: 0, activity: 0 };

const PROBLEM: Problem = {
  type: '/problems/internal',
  title: 'Internal error',
  status: 500,
  detail: 'Bursar failed to answer; its log says why.',
  request_id: 'f3a1c2',
  errors: [],
};

interface StandInOptions {
  /** First billed day of the ledger; specs keep it short. */
  from?: Day;
  /** By default an owner has signed in. */
  auth?: Partial<AuthWorld>;
  rotations?: Partial<RotationWorld> | undefined;
}

export function standIn(scene: Scene, options: StandInOptions = {}): StandIn {
  const { from, auth: given } = options;
  const auth: AuthWorld = {
    ...OWNER_IN,
    sessions: someSessions(),
    people: somePeople(),
    tokens: someTokens(),
    organizations: organizationsOf(scene),
    demo: scene === 'demo',
    ...given,
  };
  const rotations: RotationWorld = { ...someRotations(), ...options.rotations };
  const { world, sync } = worldOf(scene, from);
  const lists = listsOf(scene, world);
  const auditLog = makeAuditLog(auditStateOf(scene), scene === 'hostile');
  const keys = makeKeys(lists, scene === 'many-keys' ? MANY_KEYS : undefined);
  const trail = scene === 'empty' ? [] : makeTrail();
  const incidents = makeIncidentWorld(lists, scene);
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const script: Script = new Map();
  const usage = (path: string, query: URLSearchParams): [number, unknown] => {
    const usageWorld = { scene, projects: world.projects };
    if (scene === 'failing') return [500, PROBLEM];
    const name = path.slice('/api/v1/usage/'.length);
    const body = name === '' ? answerUsageOverview(usageWorld, query) : answerUsage(usageWorld, name, query);
    return body === null ? [404, { ...PROBLEM, type: '/problems/not-found', status: 404 }] : [200, body];
  };
  const noted = (init?: RequestInit): unknown => {
    const body: unknown = JSON.parse(String(init?.body ?? '{}'));
    bodies.push(body);
    return body;
  };
  const namedFeeds = (body: unknown): string[] => {
    const named = typeof body === 'object' && body !== null && 'feeds' in body && Array.isArray(body.feeds);
    // What is asked here was written by the page; a spec compares it.
    return named ? (body.feeds as string[]) : sync.feeds.map(({ feed }) => feed);
  };
  const answer = (path: string, query: URLSearchParams, init?: RequestInit): [number, unknown] => {
    if (path.startsWith('/api/v1/usage')) return usage(path, query);
    switch (path) {
      case '/api/v1/costs':
        return scene === 'failing' ? [500, PROBLEM] : [200, answerCosts(world, queryOf(query))];
      case '/api/v1/sync':
        return scene === 'stateless' ? [500, PROBLEM] : [200, sync];
      case '/api/v1/restatements':
        return [200, { data: restatements(scene, query), next_cursor: null }];
      case '/api/v1/sync/runs':
        return [
          202,
          { runs: namedFeeds(noted(init)).map((feed, index) => ({ id: String(index), feed, state: 'running' })) },
        ];
      case '/api/v1/sync/pause':
      case '/api/v1/sync/resume': {
        const paused = path.endsWith('pause') ? { since: NOW, reason: '' } : null;
        return [200, { feeds: namedFeeds(noted(init)).map((feed) => ({ feed, paused })) }];
      }
      case `/api/v1/members/${ERASED}/erase`:
        return [200, { id: ERASED, name: `erased member (${ERASED})`, changed: NOTHING_CHANGED }];
      default:
        if (scene === 'failing' && !path.includes('projects')) return [500, PROBLEM];
        return (
          answerActivity(trail, path, query) ??
          answerAudit(auditLog, path, query) ??
          answerDirectory(lists, path, query) ?? [
            404,
            { ...PROBLEM, type: '/problems/not-found', status: 404, detail: `No route ${path}` },
          ]
        );
    }
  };
  const transport: Transport = async (address, init) => {
    const url = new URL(address, 'http://bursar.test');
    if (auth.isDown) throw new TypeError('Failed to fetch');
    asked.push(`${init?.method ?? 'GET'} ${url.pathname}${url.search}`);
    const method = init?.method ?? 'GET';
    const reply = (): [number, unknown] => {
      const call = `${method} ${url.pathname}`;
      if (url.pathname.startsWith('/api/auth/')) {
        const sent = method === 'GET' ? undefined : noted(init);
        const special = answerLink(auth, url.pathname, sent) ?? answerAccount(auth, call, sent);
        return special ?? answerAuth(auth, url.pathname, sent);
      }
      const refusal = refusalOf(auth, url.pathname);
      if (refusal !== null) return refusal;
      if (scene === 'failing' && call === 'GET /api/v1/organizations') return [500, PROBLEM];
      if (url.pathname.startsWith('/api/v1/rotations')) {
        if (scene === 'failing') return [500, PROBLEM];
        const sent = method === 'GET' ? undefined : noted(init);
        const found = answerRotations(rotations, call, { query: url.searchParams, body: sent });
        if (found !== null) return found;
      }
      if (/^\/api\/v1\/(incidents|leak-impact)/.test(url.pathname)) {
        if (scene === 'failing') return [500, PROBLEM];
        const sent = method === 'GET' ? undefined : noted(init);
        const found = answerIncidents(incidents, call, { query: url.searchParams, body: sent });
        if (found !== null) return found;
      }
      const isWrite = method !== 'GET' && WRITES.test(url.pathname);
      const sent = isWrite ? noted(init) : undefined;
      const special =
        answerPeople(auth, call, sent) ?? answerTokens(auth, call, sent) ?? answerOrganizations(auth, call, sent);
      if (special !== null) return special;
      const ofKeys = scene === 'failing' ? null : answerKeys(keys, call, url.searchParams, sent);
      if (ofKeys !== null) return ofKeys;
      const done = method === 'GET' || url.pathname.endsWith('/erase') ? null : answerManagement(lists, call, sent);
      return done ?? answer(url.pathname, url.searchParams, init);
    };
    const scripted = script.get(`${method} ${url.pathname}`)?.shift();
    if (scripted === 'lost') throw new TypeError('Failed to fetch');
    const [status, body] = scripted ?? reply();
    const text = status === 204 ? null : JSON.stringify(body);
    return new Response(text, { status, headers: { 'content-type': 'application/json' } });
  };
  return { transport, asked, bodies, script, auth, rotations, keys };
}

function queryOf(query: URLSearchParams): CostsQuery {
  const several = (name: string): string[] | undefined => (query.has(name) ? query.getAll(name) : undefined);
  return {
    start: query.get('start') ?? '',
    end: query.get('end') ?? '',
    // The page asks what the contract allows; its own specs check that.
    bucket: (query.get('bucket') ?? 'day') as CostsQuery['bucket'],
    group_by: several('group_by') as CostsQuery['group_by'],
    organization: several('organization'),
    project_id: several('project_id'),
    line_item: several('line_item'),
    api_key_id: several('api_key_id'),
    model: several('model'),
    token_type: several('token_type'),
    without: several('without') as CostsQuery['without'],
    limit: Number(query.get('limit') ?? '100'),
  };
}

function restatements(scene: Scene, query: URLSearchParams): Restatement[] {
  if (['empty', 'connecting', 'unconnected'].includes(scene)) return [];
  const [start, end] = [query.get('start') ?? '', query.get('end') ?? ''];
  return ['2026-11-05', '2026-11-12', '2026-10-20']
    .filter((day) => midnight(day) >= start && midnight(day) < end)
    .map((day, index) => ({
      id: String(index),
      organization_id: ORGANIZATION,
      capability: 'costs',
      day: midnight(day),
      key: { project_id: 'proj_2', line_item: 'gpt-6-astra-2026-08-01, output' },
      currency: 'usd',
      old_amount: '14.25',
      new_amount: index === 0 ? '10.62' : '13.27',
      delta: index === 0 ? '-3.63' : '-0.98',
      first_seen_at: midnight(addDays(day, 1)),
      detected_at: midnight(addDays(day, 3)),
    }));
}
