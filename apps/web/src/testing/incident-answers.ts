/** What a leaked key of the invented organization did, incidents about it, and how the calls about them answer. */
import type {
  ApiKey,
  EvidencePack,
  ImpactDay,
  ImpactHour,
  Incident,
  IncidentItem,
  IncidentTimelineItem,
  LeakImpact,
} from '@bursar/contract';
import { addDays, dayOf, daysOf, midnight } from '../lib/days.js';
import { amount, exact, sum } from '../lib/decimal.js';
import { problem, textIn } from './auth-answers.js';
import { NOW, ORGANIZATION, TODAY } from './ledger.js';

/** The key that leaked; no other one ends like it. */
export const LEAKED_KEY = 'key_proj_5_0';
/** From this hour on somebody else uses it. */
export const LEAKED_AT = '2026-11-18T03:00:00Z';
const HOUR_MS = 3_600_000;
const LAST_HOUR = '2026-11-21T14:00:00Z';
/** OpenAI bills the day in its hours of use, exactly. */
const USUAL = '1.5';
const ABOVE = '30.25';

export interface IncidentWorld {
  incidents: Incident[];
  /** Read when they are asked for: what is done to a key shows. */
  lists: { 'api-keys': readonly ApiKey[] };
  /** Nothing is known of the days before. */
  hasBaseline: boolean;
  /** Nothing was read at all. */
  isUnread: boolean;
}

const instantOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** Two incidents: one about a key, and an alert of GitHub's that tells of none. */
export function makeIncidentWorld(lists: IncidentWorld['lists'], scene: string): IncidentWorld {
  const world: IncidentWorld = {
    incidents: [],
    lists,
    hasBaseline: scene !== 'first-sync',
    isUnread: scene === 'connecting',
  };
  const first = lists['api-keys'].find(({ id }) => id === LEAKED_KEY);
  if (scene === 'empty' || first === undefined) return world;
  const known = incidentOf(world, {
    id: '7',
    title: 'Key in a build log',
    keyId: first.id,
    projectId: first.project_id,
    since: LEAKED_AT,
    reason: 'found in the log of build 4471',
  });
  const alert: Incident = {
    ...known,
    id: '8',
    title: 'Secret of acme/robots',
    source: 'github',
    source_url: 'https://github.com/acme/robots/security/secret-scanning/1',
    repository: 'acme/robots',
    opened_by: null,
    reason: null,
    api_key_id: null,
    key_name: null,
    redacted_value: null,
    project_id: null,
    project_name: null,
    impact: null,
    timeline: [item('opened', '2026-11-20T09:00:00Z', { by: null })],
  };
  world.incidents.push(alert, known);
  return world;
}

interface NewIncident {
  id: string;
  title: string;
  keyId: string;
  projectId: string;
  since: string;
  reason: string;
}

const MIKA = { person_id: '1', name: 'Mika' };

function item(
  event: IncidentTimelineItem['event'],
  at: string,
  more: Partial<IncidentTimelineItem> = {},
): IncidentTimelineItem {
  return { at, event, by: MIKA, text: null, what: null, outcome: null, request_id: null, ...more };
}

function incidentOf(world: IncidentWorld, { id, title, keyId, projectId, since, reason }: NewIncident): Incident {
  const key = world.lists['api-keys'].find((each) => each.id === keyId);
  return {
    id,
    organization_id: ORGANIZATION,
    project_id: projectId,
    project_name: 'Sim Generator',
    api_key_id: keyId,
    key_name: key?.name ?? null,
    redacted_value: key?.redacted_value ?? null,
    title,
    state: 'open',
    source: 'person',
    source_url: null,
    repository: null,
    leaked_since: since,
    opened_at: '2026-11-21T13:00:00Z',
    opened_by: MIKA,
    closed_at: null,
    closed_by: null,
    close_reason: null,
    reason,
    revoked_at: null,
    impact: impactOf(world, { keyId, projectId, since }),
    timeline: [
      item('leaked', since, { by: null }),
      item('audit_event', '2026-11-19T08:00:00Z', { by: null, what: 'api_key.created' }),
      item('opened', '2026-11-21T13:00:00Z', { text: reason }),
      item('action', '2026-11-21T13:05:00Z', { what: 'call.refused', outcome: 'refused', request_id: 'req_9d21e7' }),
    ],
  };
}

interface ImpactQuestion {
  keyId: string;
  projectId: string;
  since: string;
}

/** The figures of every hour from a day before on, and of every day, which they add up to. */
export function impactOf(world: IncidentWorld, { keyId, projectId, since: asked }: ImpactQuestion): LeakImpact {
  const { hasBaseline } = world;
  const key = world.lists['api-keys'].find((each) => each.id === keyId);
  const since = instantOf(Math.floor(Date.parse(asked) / HOUR_MS) * HOUR_MS);
  const hours = world.isUnread ? [] : hoursSince(midnight(addDays(dayOf(since), -1)), hasBaseline);
  const days = world.isUnread
    ? []
    : daysOf({ start: dayOf(since), end: addDays(TODAY, 1) }).map(dayIn(hours, hasBaseline));
  const totalOf = (values: (string | null)[]): string => exact(sum(values.map((value) => amount(value ?? '0'))));
  return {
    organization_id: ORGANIZATION,
    key: {
      api_key_id: keyId,
      project_id: projectId,
      project_name: 'Sim Generator',
      name: key?.name ?? null,
      redacted_value: key?.redacted_value ?? null,
      owner_type: 'service_account',
      owner_id: 'user-sa',
      owner_name: 'fleet-batch',
      created_at: '2026-04-21T10:00:00Z',
      last_used_at: '2026-11-21T14:10:00Z',
      expires_at: key?.expires_at ?? null,
      gone_at: null,
    },
    since,
    until: LAST_HOUR,
    baseline_from: instantOf(Date.parse(since) - 29 * 24 * HOUR_MS),
    baseline_to: midnight(addDays(dayOf(since), -1)),
    currency: 'usd',
    hours,
    days,
    total: {
      amount: totalOf(days.map((each) => each.amount)),
      baseline: hasBaseline && !world.isUnread ? totalOf(days.map(({ baseline }) => baseline)) : null,
      above: hasBaseline && !world.isUnread ? totalOf(days.map(({ above }) => above)) : null,
      requests: totalOf(hours.filter(({ start }) => start >= since).map(({ requests }) => requests)),
    },
    first_hour_above: hasBaseline && !world.isUnread && since <= LEAKED_AT ? LEAKED_AT : null,
    models: [
      { model: 'gpt-6-astra', requests: '301448', amount: '1788.9', before: 'never', days_before: 0 },
      { model: 'gpt-6-astra-mini', requests: '74902', amount: null, before: 'daily', days_before: 28 },
    ],
    neighbours: [
      {
        api_key_id: 'key_neighbour',
        project_id: projectId,
        name: 'fleet-batch-dev',
        redacted_value: 'sk-proj-****nE1g',
        last_used_at: '2026-11-21T10:00:00Z',
        spend_last_30_days: '116.7',
      },
    ],
    created: {
      at: '2026-04-21T10:00:00Z',
      actor_id: 'user-1',
      actor_email: 'hana@acme.example',
      address: '203.0.113.24',
      country: null,
      audit_event_id: 'audit_1',
    },
    synced_at: { costs: NOW, usage: NOW },
    methods: { 'hours.amount_estimate': 'The billed day, spread over its hours by measured usage.' },
  };
}

function hoursSince(from: string, hasBaseline: boolean): ImpactHour[] {
  const count = (Date.parse(LAST_HOUR) - Date.parse(from)) / HOUR_MS + 1;
  return Array.from({ length: count }, (_, index) => {
    const start = instantOf(Date.parse(from) + index * HOUR_MS);
    const isLeaked = start >= LEAKED_AT;
    return {
      start,
      requests: isLeaked ? '4100' : '100',
      baseline_requests: hasBaseline ? '100' : null,
      amount_estimate: isLeaked ? exact(amount(USUAL) + amount(ABOVE)) : USUAL,
      baseline_amount_estimate: hasBaseline ? USUAL : null,
      state: 'final',
      billed_state: start < '2026-11-19' ? 'final' : 'provisional',
    };
  });
}

const dayIn =
  (hours: readonly ImpactHour[], hasBaseline: boolean) =>
  (day: string): ImpactDay => {
    const own = hours.filter(({ start }) => dayOf(start) === day);
    const billed = sum(own.map(({ amount_estimate: text }) => amount(text ?? '0')));
    const baseline = amount(USUAL) * BigInt(own.length);
    return {
      day: midnight(day),
      amount: exact(billed),
      baseline: hasBaseline ? exact(baseline) : null,
      above: hasBaseline ? exact(billed > baseline ? billed - baseline : 0n) : null,
      requests: exact(sum(own.map(({ requests }) => amount(requests)))),
      state: day < '2026-11-19' ? 'final' : 'provisional',
    };
  };

const factsOf = ({ reason: _, revoked_at: __, impact: ___, timeline: ____, ...facts }: Incident): IncidentItem => facts;

/** Null where no call about leaked keys has this path. @param call such as `GET /api/v1/incidents` */
export function answerIncidents(
  world: IncidentWorld,
  call: string,
  { query, body }: { query: URLSearchParams; body: unknown },
): [number, unknown] | null {
  if (call === 'GET /api/v1/leak-impact') {
    const [keyId, projectId, since] = ['api_key_id', 'project_id', 'since'].map((name) => query.get(name) ?? '');
    return [200, impactOf(world, { keyId: keyId ?? '', projectId: projectId ?? '', since: since ?? '' })];
  }
  if (call === 'GET /api/v1/incidents') return [200, listOf(world, query)];
  if (call === 'POST /api/v1/incidents') return [201, opened(world, body)];
  const [, method, id, step] = /^(GET|POST) \/api\/v1\/incidents\/([^/]+)(?:\/(.+))?$/.exec(call) ?? [];
  if (id === undefined) return null;
  const incident = world.incidents.find((each) => each.id === id);
  if (incident === undefined) return problem('not-found', 404, 'There is no such incident that you may see.');
  if (method === 'GET') return [200, step === 'evidence' ? evidenceOf(incident) : incident];
  return [200, changed(world, { incident, step: step ?? '', body })];
}

function listOf({ incidents }: IncidentWorld, query: URLSearchParams) {
  const among = (name: string, value: string | null): boolean =>
    !query.has(name) || query.getAll(name).some((each) => each === value);
  const data = incidents.filter(
    (each) =>
      among('state', each.state) && among('api_key_id', each.api_key_id) && among('project_id', each.project_id),
  );
  return { data: data.map(factsOf), next_cursor: null };
}

function opened(world: IncidentWorld, body: unknown): Incident {
  const keyId = textIn(body, 'api_key_id');
  const incident = incidentOf(world, {
    id: String(10 + world.incidents.length),
    title: textIn(body, 'title') || keyId,
    keyId,
    projectId: textIn(body, 'project_id'),
    since: textIn(body, 'leaked_since'),
    reason: textIn(body, 'reason'),
  });
  world.incidents.unshift(incident);
  return incident;
}

interface Step {
  incident: Incident;
  step: string;
  body: unknown;
}

function changed(world: IncidentWorld, { incident, step, body }: Step): Incident {
  const reason = textIn(body, 'reason');
  switch (step) {
    case 'notes':
      incident.timeline = [...incident.timeline, item('note', NOW, { text: textIn(body, 'text') })];
      break;
    case 'close':
      Object.assign(incident, { state: 'closed', closed_at: NOW, closed_by: MIKA, close_reason: reason });
      break;
    case 'key': {
      const [keyId, projectId] = [textIn(body, 'api_key_id'), textIn(body, 'project_id')];
      const { id, title, leaked_since: since } = incident;
      const known = incidentOf(world, { id, title, keyId, projectId, since, reason });
      const { timeline } = incident;
      Object.assign(incident, { ...known, timeline: [...timeline, item('key_chosen', NOW, { text: reason })] });
    }
  }
  // As it would come over a line: what is kept of an answer must not change with the next one.
  return structuredClone(incident);
}

const evidenceOf = (incident: Incident): EvidencePack => ({
  format: 'bursar-evidence-1',
  made_at: NOW,
  incident,
  period: { start: '2026-11-17T00:00:00Z', end: NOW },
  audit_events: [],
  are_audit_events_shown: true,
  actions: [
    {
      id: '41',
      at: '2026-11-21T13:05:00Z',
      what: 'call.refused',
      target: null,
      reason: 'stop it',
      outcome: 'succeeded',
      completed_at: '2026-11-21T13:05:02Z',
      request_id: 'req_9d21e7',
      person: MIKA,
      hash: 'a'.repeat(64),
      outcome_hash: 'b'.repeat(64),
    },
  ],
  trail_end: { id: '42', hash: 'c'.repeat(64) },
});
