/** The invented organization's keys as the inventory tells of them: some of each kind of trouble, and some without. */
import {
  DEFAULT_KEY_POLICY,
  KEY_RISKS,
  NEVER_SNOOZED,
  type ApiKey,
  type KeyInventoryItem,
  type KeyPolicy,
  type KeyRisk,
  type KeyRiskReason,
  type Project,
} from '@bursar/contract';
import { addDays, midnight } from '../lib/days.js';
import { SEEN, type DirectoryLists } from './directory-world.js';
import { NOW, ORGANIZATION, TODAY } from './ledger.js';

export interface KeyWorld {
  items: KeyInventoryItem[];
  policies: KeyPolicy[];
  lists: { total: number; read: number };
}

/** What speaks against a key, since how many days, and what else is particular about it. */
type Sketch = readonly [Partial<Record<KeyRiskReason, number>>, Partial<KeyInventoryItem>];

const DANA = { type: 'user', id: 'user-2', name: 'Dana Whitfield', email: 'dana@acme.example' };
const KENJI = { type: 'user', id: 'user-4', name: 'Kenji Abe', email: 'kenji@acme.example' };
const ACCOUNT = { type: 'service_account', id: 'svc_1', name: 'fleet', email: null };
const SILENT = { requests_last_30_days: 0, cost_last_30_days: '0', models_last_30_days: { count: 0, top: [] } };

const SKETCHES: readonly Sketch[] = [
  [{}, { expires_at: '2027-02-08T00:00:00Z', scopes: ['api.all.read'] }],
  [
    { orphan: 49, older_than_policy: 222, no_expiry: 402 },
    { owner: DANA, owner_has_access: false },
  ],
  [
    { owned_by_member: 201, no_expiry: 201 },
    { owner: KENJI, is_production: true },
  ],
  [{ older_than_policy: 21, no_expiry: 201 }, {}],
  [{ stale: 96 }, { ...SILENT, last_used_at: midnight(addDays(TODAY, -96)) }],
  [{ never_used: 12 }, { ...SILENT, last_used_at: null }],
  [{ unused_since_rotation: 3 }, { ...SILENT, last_used_at: midnight(addDays(TODAY, -4)) }],
  [{ unnamed: 30, no_expiry: 30 }, { name: null }],
  [{ expired: 2 }, { expires_at: midnight(addDays(TODAY, -2)) }],
  [
    { orphan: 49, no_expiry: 300 },
    { ...SILENT, owner: DANA, owner_has_access: false, last_used_at: midnight(addDays(TODAY, -41)) },
  ],
];

export const POLICY: KeyPolicy = {
  ...DEFAULT_KEY_POLICY,
  organization_id: ORGANIZATION,
  changed_at: null,
  changed_by: null,
};

/** @param count how many there are; absent: those of the directory and an admin key */
export function makeKeys({ projects, ...lists }: DirectoryLists, count?: number): KeyWorld {
  // Each sketch once, and one that is gone: more would only make the pages of specs slower.
  const present = lists['api-keys'].filter(({ gone_at: gone }) => gone === null).slice(0, SKETCHES.length);
  const known = [...present, ...lists['api-keys'].filter(({ gone_at: gone }) => gone !== null).slice(0, 1)];
  const listed =
    count === undefined
      ? known
      : Array.from({ length: count }, (_, index) => repeated(known[index % known.length], index));
  const items = listed.flatMap((key, index) => (key === undefined ? [] : [itemOf(key, index, projects)]));
  const isRead = items.length > 0;
  return {
    items: isRead ? [...items, ADMIN_KEY] : [],
    policies: [POLICY],
    lists: { total: projects.length + 1, read: isRead ? projects.length + 1 : 0 },
  };
}

const repeated = (key: ApiKey | undefined, index: number): ApiKey | undefined =>
  key && { ...key, id: `${key.id}_${index}`, name: `key-${index}`, gone_at: null, gone_reason: null };

function itemOf(key: ApiKey, index: number, projects: readonly Project[]): KeyInventoryItem {
  const [since, particular] = SKETCHES[index % SKETCHES.length] ?? [{}, {}];
  const project = projects.find(({ id }) => id === key.project_id);
  return decided({
    id: key.id,
    kind: 'project',
    name: key.name,
    label: null,
    redacted_value: `sk-proj-****${key.id.slice(-4)}`,
    project_id: key.project_id,
    project_name: project?.name ?? null,
    is_production: false,
    owner: ACCOUNT,
    owner_has_access: true,
    scopes: null,
    created_at: midnight(addDays(TODAY, -201)),
    expires_at: null,
    last_used_at: NOW,
    cost_last_30_days: key.spend_last_30_days,
    cost_currency: 'usd',
    requests_last_30_days: 61_904,
    models_last_30_days: { count: 1, top: [{ model: 'gpt-6-astra', requests: 61_904 }] },
    created_by: null,
    credential_id: key.id,
    risks: risksOf(since),
    needs_decision: false,
    snoozed: null,
    ...SEEN,
    organization_id: project?.organization_id ?? ORGANIZATION,
    gone_at: key.gone_at,
    gone_reason: key.gone_reason,
    ...particular,
    ...(key.gone_at !== null && { risks: [] }),
  });
}

const ADMIN_KEY: KeyInventoryItem = {
  id: 'key_admin',
  kind: 'admin',
  name: 'bursar-read',
  label: null,
  redacted_value: 'sk-admin-****9QZt',
  project_id: null,
  project_name: null,
  is_production: false,
  owner: { type: 'user', id: 'user-1', name: 'Mika Kataoka', email: 'mika@acme.example' },
  owner_has_access: true,
  scopes: null,
  created_at: midnight(addDays(TODAY, -40)),
  expires_at: null,
  last_used_at: NOW,
  cost_last_30_days: null,
  cost_currency: null,
  requests_last_30_days: null,
  models_last_30_days: null,
  created_by: null,
  credential_id: 'key_admin',
  risks: risksOf({ no_expiry: 40 }),
  needs_decision: false,
  snoozed: null,
  ...SEEN,
};

function risksOf(since: Partial<Record<KeyRiskReason, number>>): KeyRisk[] {
  // The names of an object that was written above are reasons.
  const reasons = Object.entries(since) as [KeyRiskReason, number][];
  return reasons.map(([reason, days]) => ({ reason, since: midnight(addDays(TODAY, -days)), days }));
}

/** With whether it needs a decision, which follows from the rest. */
export const decided = (item: KeyInventoryItem): KeyInventoryItem => ({
  ...item,
  needs_decision:
    item.gone_at === null &&
    item.risks.some(
      ({ reason }) =>
        KEY_RISKS[reason].decision === 'asks' &&
        (item.snoozed === null || NEVER_SNOOZED.some((never) => never === reason)),
    ),
});
