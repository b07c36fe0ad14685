/** Plays rotations of keys: the list, one of them, and its steps by the rules of the real calls. */
import type { Rotation, RotationKeyAnswer } from '@bursar/contract';
import { problem, textIn } from './auth-answers.js';
import { NOW } from './ledger.js';
import { instant, newKeyOf, rotationOf, stepsOf } from './rotation-world.js';

/** Shown once; no spec may find it anywhere else. */
export const NEW_SECRET = 'sk-proj-stand-in-0123456789-w2Kf';

export interface RotationWorld {
  all: Rotation[];
  /** What becomes of OpenAI's answer to the creation of a key. */
  creation: RotationKeyAnswer['state'];
}

export const someRotations = (): RotationWorld => ({ all: [rotationOf()], creation: 'created' });

/** Null: no call about rotations. */
export function answerRotations(
  world: RotationWorld,
  call: string,
  { query, body }: { query: URLSearchParams; body: unknown },
): [number, unknown] | null {
  const [, method, id, step] = /^(\w+) \/api\/v1\/rotations(?:\/([^/]+))?(?:\/([\w-]+))?$/.exec(call) ?? [];
  if (method === undefined) return null;
  if (id === undefined) return method === 'POST' ? openOne(world, body) : [200, listOf(world, query)];
  const rotation = world.all.find((each) => each.id === id);
  if (rotation === undefined) return problem('not-found', 404, `There is no rotation ${id}.`);
  if (step === undefined) return [200, rotation];
  if (step === 'new-key') return makeKey(world, rotation, body);
  return takeStep(world, rotation, { step, body });
}

function listOf({ all }: RotationWorld, query: URLSearchParams): { data: Rotation[]; next_cursor: string | null } {
  const states = query.getAll('state');
  const keys = query.getAll('api_key_id');
  const found = all
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .filter(({ old_key: key }) => keys.length === 0 || keys.includes(key.api_key_id));
  const start = Number(query.get('cursor') ?? '0');
  const end = start + Number(query.get('limit') ?? '100');
  return { data: found.slice(start, end), next_cursor: end < found.length ? String(end) : null };
}

function openOne(world: RotationWorld, body: unknown): [number, unknown] {
  const opened = rotationOf({ id: '8', state: 'opened', reason: textIn(body, 'reason') });
  world.all = [opened, ...world.all];
  return [201, opened];
}

function change(world: RotationWorld, rotation: Rotation, parts: Partial<Rotation>): Rotation {
  const changed = { ...rotation, ...parts, steps: stepsOf(parts.state ?? rotation.state) };
  world.all = world.all.map((each) => (each.id === rotation.id ? changed : each));
  return changed;
}

const conflict = (detail: string) => problem('invalid-request', 409, detail);

function makeKey(world: RotationWorld, rotation: Rotation, body: unknown): [number, unknown] {
  const isReplacing = textIn(body, 'replace_lost') === 'true' && rotation.state === 'created';
  const isMoving = rotation.needs_new_account;
  const isOpen = rotation.state === 'opened' || isReplacing || isMoving;
  if (!isOpen && !rotation.is_creation_open) return conflict('The new key is there already. Put it in place.');
  if (world.creation === 'unknown') {
    const changed = change(world, rotation, { is_creation_open: true });
    return [202, { rotation: changed, secret: null, state: 'unknown' }];
  }
  const isLost = world.creation === 'found';
  const account = textIn(body, 'service_account_id') || (isMoving ? 'svc_other' : 'svc_support');
  const changed = change(world, rotation, {
    state: 'created',
    is_creation_open: false,
    needs_new_account: isMoving,
    replaced_keys: isReplacing ? [rotation.new_key?.api_key_id ?? ''] : [],
    new_key: newKeyOf({
      ...(isReplacing && { api_key_id: 'key_proj_2_newer' }),
      is_secret_lost: isLost,
      service_account_id: account,
    }),
  });
  return isLost
    ? [200, { rotation: changed, secret: null, state: 'found' }]
    : [201, { rotation: changed, secret: NEW_SECRET, state: 'created' }];
}

interface Step {
  step: string;
  body: unknown;
}

function takeStep(world: RotationWorld, rotation: Rotation, { step, body }: Step): [number, unknown] {
  const { state, drain, old_key: oldKey } = rotation;
  const isSilent = drain.state === 'drained' || drain.state === 'quiet';
  const isForced = textIn(body, 'force') === 'true';
  const isLater = state === 'expiring' && endIn(body) >= (oldKey.expires_at ?? '');
  if ((step === 'delete' || (step === 'expire' && !isLater)) && !isSilent && !isForced) {
    return problem('still-used', 409, `The key ${oldKey.api_key_id} is used. Wait, or send force with a reason.`);
  }
  switch (step) {
    case 'placed':
      if (state !== 'created') return conflict('That the new key is in place was said already.');
      return [200, change(world, rotation, { state: 'draining' })];
    case 'expire': {
      return [200, change(world, rotation, { state: 'expiring', old_key: { ...oldKey, expires_at: endIn(body) } })];
    }
    case 'delete':
      if (rotation.needs_new_account && textIn(body, 'with_account') !== 'true')
        return conflict('It needs a new account.');
      return [200, change(world, rotation, { state: 'deleted', old_key: { ...oldKey, gone_at: NOW } })];
    case 'cancel':
      return [200, change(world, rotation, { state: 'cancelled', closed_at: NOW })];
    default:
      return [200, change(world, rotation, { state: 'done', closed_at: NOW })];
  }
}

const endIn = (body: unknown): string => instant(Date.parse(NOW) + Number(textIn(body, 'expires_in_seconds')) * 1000);
