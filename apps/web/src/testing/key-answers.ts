/** Answers about keys: the inventory searched, filtered, sorted and paged as the API does, and what is done with keys. */
import {
  KEY_RISK_REASONS,
  type KeyDetail,
  type KeyInventoryAnswer,
  type KeyInventoryItem,
  type KeyInventorySummary,
  type KeyPolicy,
} from '@bursar/contract';
import { addDays, midnight } from '../lib/days.js';
import { amount, exact, sum } from '../lib/decimal.js';
import { problem, textIn } from './auth-answers.js';
import { decided, type KeyWorld } from './key-world.js';
import { NOW, TODAY } from './ledger.js';
import { offboardingOf } from './offboarding-answers.js';

/** Of keys that are no longer listed, and of none. */
const OTHER_KEYS = '120.5000000000000000000000000000000007';
const WITHOUT_KEY = '33.25';

/** Null: no call about keys. @param call method and path, `GET /api/v1/key-inventory` */
export function answerKeys(
  world: KeyWorld,
  call: string,
  query: URLSearchParams,
  body: unknown,
): [number, unknown] | null {
  const [method = '', path = ''] = call.split(' ');
  const [list = '', id = '', ...rest] = path.replace('/api/v1/', '').split('/').map(decodeURIComponent);
  switch (list) {
    case 'key-inventory':
      return id === '' ? [200, inventoryOf(world, query)] : detailOf(world, id);
    case 'key-policies':
      return method === 'GET' ? [200, { data: world.policies }] : setPolicy(world, body);
    case 'api-keys':
      return rest[0] === undefined ? null : doOwn(world, id, `${method} ${rest[0]}`, body);
    case 'projects':
      return rest[0] === 'api-keys' && rest[1] !== undefined ? doAtOpenAI(world, rest[1], method, body) : null;
    case 'rotations':
      return method === 'POST' ? [201, { id: 'rot_1', old_key: { api_key_id: textIn(body, 'api_key_id') } }] : null;
    case 'members':
      return rest[0] === 'offboarding' ? offboardingOf(world, id) : null;
    default:
      return null;
  }
}

const NONE: [number, unknown] = problem('not-found', 404, 'There is no such key.');

function inventoryOf(world: KeyWorld, query: URLSearchParams): KeyInventoryAnswer {
  const all = world.items.filter(({ gone_at: gone }) => gone === null || query.get('include_gone') === 'true');
  const matching = all.filter((item) => matches(item, query)).toSorted(orderOf(query.get('sort') ?? '-risk'));
  const from = Number(query.get('cursor') ?? '0');
  const to = from + Number(query.get('limit') ?? '100');
  return {
    data: matching.slice(from, to),
    next_cursor: to < matching.length ? String(to) : null,
    summary: summaryOf(world, all, matching),
  };
}

function matches(item: KeyInventoryItem, query: URLSearchParams): boolean {
  const among = (name: string, values: readonly (string | null | undefined)[]): boolean =>
    !query.has(name) || query.getAll(name).some((value) => values.includes(value));
  const q = (query.get('q') ?? '').toLowerCase();
  const texts = [item.name, item.label, item.owner?.name, item.project_name, item.id, item.redacted_value];
  return (
    among('id', [item.id]) &&
    among('project_id', [item.project_id]) &&
    among('organization', [item.organization_id]) &&
    among('owner_kind', [item.owner?.type]) &&
    among('kind', [item.kind]) &&
    among('needs_decision', [String(item.needs_decision)]) &&
    among('snoozed', [String(item.snoozed !== null)]) &&
    isUsedAsAsked(item, query) &&
    (!query.has('min_cost_last_30_days') || costIn(item) >= amount(query.get('min_cost_last_30_days') ?? '')) &&
    among(
      'risk',
      item.risks.map(({ reason }) => reason),
    ) &&
    texts.some((text) => text?.toLowerCase().includes(q))
  );
}

/** By `last_used_at` alone, unlike the server, which knows of requests and costs as well. */
function isUsedAsAsked({ last_used_at: used, created_at: made }: KeyInventoryItem, query: URLSearchParams): boolean {
  const border = (name: string): string => midnight(addDays(TODAY, -Number(query.get(name))));
  return (
    (!query.has('used_within_days') || (used ?? '') >= border('used_within_days')) &&
    (!query.has('unused_for_days') || (used ?? made ?? '') <= border('unused_for_days')) &&
    (!query.has('never_used') || String(used === null) === query.get('never_used'))
  );
}

const worst = ({ risks }: KeyInventoryItem): number =>
  risks[0] === undefined ? KEY_RISK_REASONS.length : KEY_RISK_REASONS.indexOf(risks[0].reason);
const costIn = ({ cost_last_30_days: cost }: KeyInventoryItem): bigint => (cost === null ? -1n : amount(cost));

/** The orders that specs look at; the worst first in every other one. */
function orderOf(sort: string): (a: KeyInventoryItem, b: KeyInventoryItem) => number {
  const way = sort.startsWith('-') ? -1 : 1;
  switch (sort.replace('-', '')) {
    case 'cost_last_30_days':
      return (a, b) => way * Number(costIn(a) > costIn(b) ? 1 : costIn(a) < costIn(b) ? -1 : 0);
    case 'name':
      return (a, b) => way * (a.name ?? '').localeCompare(b.name ?? '');
    default:
      return (a, b) => worst(a) - worst(b) || Number(costIn(b) > costIn(a) ? 1 : -1);
  }
}

function summaryOf(
  { lists }: KeyWorld,
  all: readonly KeyInventoryItem[],
  matching: readonly KeyInventoryItem[],
): KeyInventorySummary {
  const costOf = (items: readonly KeyInventoryItem[]) =>
    sum(items.map(({ cost_last_30_days: cost }) => amount(cost ?? '0')));
  const needs = (items: readonly KeyInventoryItem[]): number => items.filter((item) => item.needs_decision).length;
  const counted = KEY_RISK_REASONS.map((reason) => [
    reason,
    all.filter(({ risks }) => risks.some((risk) => risk.reason === reason)).length,
  ]);
  return {
    keys: all.length,
    need_decision: needs(all),
    snoozed: all.filter(({ snoozed }) => snoozed !== null).length,
    // Made from the reasons of the contract, all of them.
    by_reason: Object.fromEntries(counted) as KeyInventorySummary['by_reason'],
    matching: {
      keys: matching.length,
      need_decision: needs(matching),
      cost: exact(costOf(matching)),
      requests: matching.reduce((total, { requests_last_30_days: requests }) => total + (requests ?? 0), 0),
    },
    costs:
      lists.read === 0
        ? null
        : {
            currency: 'usd',
            of_keys: exact(costOf(all)),
            of_other_keys: OTHER_KEYS,
            without_key: WITHOUT_KEY,
            total: exact(costOf(all) + amount(OTHER_KEYS) + amount(WITHOUT_KEY)),
          },
    range: { start: midnight(addDays(TODAY, -29)), end: midnight(addDays(TODAY, 1)) },
    lists: { ...lists, oldest_read_at: lists.read === 0 ? null : '2026-11-21T14:01:00Z' },
  };
}

function detailOf({ items }: KeyWorld, id: string): [number, unknown] {
  const found = items.find((item) => item.id === id);
  if (found === undefined) return NONE;
  const [before] = items.filter((item) => item.project_id === found.project_id && item.id !== id);
  const keyOf = ({ id: keyId, name, redacted_value, cost_last_30_days, last_used_at }: KeyInventoryItem) => ({
    id: keyId,
    name,
    redacted_value,
    cost_last_30_days,
    last_used_at,
  });
  const detail: KeyDetail = {
    ...found,
    created_by: {
      event_id: 'audit_log-1',
      at: found.created_at ?? NOW,
      id: 'user-1',
      name: 'Mika Kataoka',
      email: 'mika@acme.example',
      ip_address: '203.0.113.7',
    },
    lineage: [
      ...(before === undefined || found.kind === 'admin'
        ? []
        : [
            {
              ...keyOf(before),
              from: midnight(addDays(TODAY, -300)),
              to: midnight(addDays(TODAY, -200)),
              state: 'replaced' as const,
              rotation_id: 'rot_0',
            },
          ]),
      { ...keyOf(found), from: found.created_at, to: null, state: 'current', rotation_id: null },
    ],
    timeline: [
      {
        at: '2026-11-20T09:30:00Z',
        source: 'activity',
        id: '12',
        key_id: id,
        what: 'key.label',
        who: 'Mika',
        address: '203.0.113.7',
        reason: 'so that it can be found',
        outcome: 'succeeded',
        changes: [{ field: 'label', before: null, after: 'fleet' }],
      },
      {
        at: '2026-11-19T09:30:00Z',
        source: 'directory',
        id: null,
        key_id: id,
        what: 'expires_at',
        who: null,
        address: null,
        reason: null,
        outcome: null,
        changes: [{ field: 'expires_at', before: null, after: 1_764_633_600 }],
      },
      {
        at: '2026-05-04T09:30:00Z',
        source: 'audit_log',
        id: 'audit_log-1',
        key_id: id,
        what: 'api_key.created',
        who: 'mika@acme.example',
        address: '203.0.113.7',
        reason: null,
        outcome: null,
        changes: [],
      },
    ],
  };
  return [200, detail];
}

/** What Bursar itself keeps of a key. */
function doOwn(world: KeyWorld, id: string, call: string, body: unknown): [number, unknown] {
  const change = (part: Partial<KeyInventoryItem>): [number, unknown] => changed(world, id, part);
  switch (call) {
    case 'PUT label':
      return change({ label: textIn(body, 'label') === 'null' ? null : textIn(body, 'label') });
    case 'POST snooze':
      return change({
        snoozed: { until: midnight(textIn(body, 'until')), reason: textIn(body, 'reason'), since: NOW, by: 'Mika' },
      });
    case 'DELETE snooze':
      return change({ snoozed: null });
    default:
      return NONE;
  }
}

/** The name of a key that OpenAI refuses to delete. */
export const UNDELETABLE = 'dock-scheduler-prod';

function doAtOpenAI(world: KeyWorld, id: string, method: string, body: unknown): [number, unknown] {
  const found = world.items.find((item) => item.id === id);
  if (found?.name === UNDELETABLE && method === 'DELETE') {
    return problem('openai-refused', 400, 'OpenAI refused it: "Service account keys cannot be deleted" (400, req_1).');
  }
  if (method === 'DELETE') return changed(world, id, { gone_at: NOW, gone_reason: 'not_found', risks: [] });
  const seconds = Number(textIn(body, 'expires_in_seconds'));
  const at = new Date(Date.parse(NOW) + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return changed(world, id, seconds > 0 ? { expires_at: at } : {});
}

function changed(world: KeyWorld, id: string, part: Partial<KeyInventoryItem>): [number, unknown] {
  const found = world.items.find((item) => item.id === id);
  if (found === undefined) return NONE;
  const next = decided({ ...found, ...part });
  world.items = world.items.map((item) => (item === found ? next : item));
  return [200, next];
}

function setPolicy(world: KeyWorld, body: unknown): [number, unknown] {
  // What the page sends is what the contract says; its own specs compare it.
  const { reason: _, organization, ...thresholds } = body as KeyPolicy & { reason: string; organization?: string };
  const policy = { ...thresholds, organization_id: organization ?? null, changed_at: NOW, changed_by: 'Mika' };
  world.policies = world.policies.map((each) =>
    organization === undefined || each.organization_id === organization
      ? { ...policy, organization_id: each.organization_id }
      : each,
  );
  return [200, policy];
}
