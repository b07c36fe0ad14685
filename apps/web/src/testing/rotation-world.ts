/** Rotations of the invented organization, in whichever state a spec needs one. */
import { ROTATION_STEPS, type Drain, type Rotation, type RotationMinute, type RotationState } from '@bursar/contract';
import { NOW, ORGANIZATION } from './ledger.js';

const MINUTE_MS = 60_000;
export const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
const minutesAgo = (minutes: number): string => instant(Date.parse(NOW) - minutes * MINUTE_MS);

const MIKA = { person_id: 'owner', name: 'Mika of owner' };
export const OLD_KEY = 'key_proj_2_0';
export const NEW_KEY = 'key_proj_2_new';

/** The old key falls silent at 13:53, the new one comes up from 13:16. */
const CREATED_AT = '2026-11-21T13:13:00Z';
const LAST_CALL = '2026-11-21T13:53:41Z';
const QUIET_SINCE = '2026-11-21T13:54:00Z';

/** 90 minutes, of which the last five are not read yet. */
export function someMinutes(): RotationMinute[] {
  const first = Date.parse(NOW) - 90 * MINUTE_MS;
  return Array.from({ length: 90 }, (_, index) => {
    const start = instant(first + index * MINUTE_MS);
    const toSilence = (Date.parse(QUIET_SINCE) - Date.parse(start)) / MINUTE_MS;
    const sinceNew = (Date.parse(start) - Date.parse(CREATED_AT)) / MINUTE_MS - 3;
    const isComplete = index < 85;
    return {
      start,
      old: toSilence <= 0 ? 0 : Math.min(30, Math.ceil(toSilence * 0.75)),
      new: sinceNew <= 0 || !isComplete ? 0 : Math.min(29, sinceNew),
      is_complete: isComplete,
    };
  });
}

export const QUIET: Drain = {
  state: 'drained',
  reasons: [],
  quiet_since: QUIET_SINCE,
  last_call_at: LAST_CALL,
  required_minutes: 15,
  requests_in_required: 0,
  looked_from: minutesAgo(30),
  looked_to: minutesAgo(5),
  coverage: ['completions', 'embeddings'].map((capability) => ({
    capability,
    is_complete: true,
    names_keys: true,
    gaps: [],
    requests: 0,
    not_offered_at: null,
  })),
  last_used_at: LAST_CALL,
  last_used_read_at: minutesAgo(2),
};

export const BUSY: Drain = {
  ...QUIET,
  state: 'traffic',
  reasons: ['used_lately'],
  quiet_since: null,
  last_call_at: minutesAgo(2),
  requests_in_required: 31,
};

export const UNKNOWN: Drain = {
  ...QUIET,
  state: 'unknown',
  reasons: ['minutes_missing', 'last_used_not_read'],
  coverage: [
    { capability: 'completions', is_complete: true, names_keys: true, gaps: [], requests: 0, not_offered_at: null },
    {
      capability: 'embeddings',
      is_complete: false,
      names_keys: true,
      gaps: [{ start: minutesAgo(22), end: minutesAgo(17) }],
      requests: 0,
      not_offered_at: null,
    },
    {
      capability: 'invented_thing',
      is_complete: false,
      names_keys: false,
      gaps: [],
      requests: 0,
      not_offered_at: null,
    },
  ],
  last_used_read_at: null,
};

export const newKeyOf = (parts: Partial<NonNullable<Rotation['new_key']>> = {}): NonNullable<Rotation['new_key']> => ({
  api_key_id: NEW_KEY,
  name: 'support-prod 2026-11-21',
  redacted_value: 'sk-proj-********w2Kf',
  created_at: CREATED_AT,
  last_used_at: null,
  expires_at: null,
  gone_at: null,
  service_account_id: 'svc_support',
  service_account_name: 'support-api',
  is_secret_lost: false,
  made_by: MIKA,
  ...parts,
});

const DONE_STEPS: Readonly<Record<RotationState, number>> = {
  opened: 0,
  created: 1,
  draining: 2,
  expiring: 4,
  deleted: 4,
  done: 5,
  cancelled: 0,
};

export function stepsOf(state: RotationState): Rotation['steps'] {
  const done = DONE_STEPS[state];
  return ROTATION_STEPS.map((step, index) => {
    if (index < done) return { step, state: 'done', at: CREATED_AT, by: step === 'drain' ? null : MIKA };
    const open = state === 'cancelled' ? 'skipped' : 'waiting';
    return { step, state: index === done && state !== 'cancelled' ? 'current' : open, at: null, by: null };
  });
}

const told = { by: null, reason: null, request_id: null, was_forced: false };

/** A rotation of the key of a service account; `draining` and drained unless said otherwise. */
export function rotationOf(parts: Partial<Rotation> = {}): Rotation {
  const { state = 'draining' } = parts;
  const isMade = state !== 'opened';
  return {
    id: '7',
    organization_id: ORGANIZATION,
    project_id: 'proj_2',
    project_name: 'Support Copilot',
    kind: 'service_account',
    state,
    reason: 'Key older than policy',
    opened_at: '2026-11-21T13:12:00Z',
    opened_by: MIKA,
    closed_at: state === 'done' || state === 'cancelled' ? minutesAgo(1) : null,
    old_key: {
      api_key_id: OLD_KEY,
      name: 'support-prod',
      redacted_value: 'sk-proj-********T4bn',
      created_at: '2025-10-05T09:00:00Z',
      last_used_at: LAST_CALL,
      expires_at: null,
      gone_at: null,
      owner_type: 'service_account',
      owner_id: 'svc_support',
      owner_name: 'support-api',
    },
    new_key: isMade ? newKeyOf() : null,
    steps: stepsOf(state),
    is_creation_open: false,
    replaced_keys: [],
    needs_new_account: false,
    drain: QUIET,
    minutes: someMinutes(),
    timeline: [
      { ...told, at: '2026-11-21T13:12:00Z', event: 'opened', by: MIKA, reason: 'Key older than policy' },
      ...(isMade
        ? ([{ ...told, at: CREATED_AT, event: 'new_key_created', by: MIKA, request_id: 'req_8c1f' }] as const)
        : []),
      { ...told, at: LAST_CALL, event: 'last_call_of_old_key' },
    ],
    ...parts,
  };
}
