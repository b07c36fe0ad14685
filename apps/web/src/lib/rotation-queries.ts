/** What the pages of rotations read, and what is done to a rotation. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Rotation, RotationItem, RotationKeyAnswer, RotationState } from '@bursar/contract';
import { ApiError, type Api } from './api.js';
import { useScoped } from './chosen-organization.js';
import { useApi } from './queries.js';
import { useReadOnList, type ReadOnList } from './read-on-list.js';
import { useAction, type Action } from './use-action.js';

const ROTATION = 'rotation';
const LIST = 'rotation-list';

const OPEN_STATES = [
  'opened',
  'created',
  'draining',
  'expiring',
  'deleted',
] as const satisfies readonly RotationState[];
const CLOSED_STATES = ['done', 'cancelled'] as const satisfies readonly RotationState[];

/** Minutes of usage are a minute apart; a key that is still used should be seen before the next of them. */
const WATCH_MS = 20_000;
/** Nothing is counted while there is no new key; only somebody else's step can be seen. */
const IDLE_MS = 30_000;

export const isOpen = ({ state }: Pick<Rotation, 'state'>): boolean => OPEN_STATES.some((each) => each === state);

/** Rotations that are under way, or those that are over: the newest first, as far as they were scrolled to. */
export function useRotations(which: 'open' | 'closed'): ReadOnList<RotationItem> {
  const api = useApi();
  const request = useScoped({ state: [...(which === 'open' ? OPEN_STATES : CLOSED_STATES)] });
  return useReadOnList({
    key: [LIST, request],
    isWanted: true,
    read: (page, signal) => api.rotations({ ...request, ...page }, signal),
  });
}

/** One rotation, read again and again while it is open and the page is looked at. */
export function useRotation(id: string): UseQueryResult<Rotation> {
  const api = useApi();
  return useQuery({
    queryKey: [ROTATION, id],
    queryFn: ({ signal }) => api.rotation(id, signal),
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined || !isOpen(data)) return false;
      return data.state === 'draining' || data.state === 'expiring' ? WATCH_MS : IDLE_MS;
    },
  });
}

type StepAnswer = Rotation | RotationKeyAnswer;

const rotationIn = (answer: StepAnswer): Rotation => ('rotation' in answer ? answer.rotation : answer);

interface StepEnds {
  /** Told what came of it; of a new key with its secret, which nothing else may hold. */
  onDone?: (answer: StepAnswer) => void;
  /** Told why, where somebody else was faster. */
  onOvertaken: (detail: string) => void;
}

/**
 * One step of a rotation.
 *
 * Whatever refuses it, somebody else may have taken it meanwhile: the rotation is read anew before anybody tries again.
 */
export function useRotationStep<Body>(
  rotation: Rotation,
  act: (api: Api, id: string, body: Body) => Promise<StepAnswer>,
  { onDone, onOvertaken }: StepEnds,
): Action<Body> {
  const client = useQueryClient();
  const { id } = rotation;
  return useAction<Body, StepAnswer>(
    async (api, body) => {
      try {
        return await act(api, id, body);
      } catch (error) {
        void client.invalidateQueries({ queryKey: [ROTATION, id] });
        if (isOvertaken(error)) onOvertaken(error.message);
        throw error;
      }
    },
    {
      onDone: (answer) => {
        client.setQueryData<Rotation>([ROTATION, id], rotationIn(answer));
        void client.invalidateQueries({ queryKey: [LIST] });
        onDone?.(answer);
      },
      find: async (api) => {
        const now = await api.rotation(id);
        return hasMoved(rotation, now) ? now : null;
      },
    },
  );
}

/** The server found the rotation not to be where this page had it. */
export const isOvertaken = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 409 && error.code === 'invalid-request';

/** Whether a step was taken between two readings. */
const hasMoved = (before: Rotation, now: Rotation): boolean =>
  before.state !== now.state ||
  before.is_creation_open !== now.is_creation_open ||
  before.new_key?.api_key_id !== now.new_key?.api_key_id ||
  before.old_key.expires_at !== now.old_key.expires_at;
