/** One thing done at OpenAI from a page: sent once, whatever is pressed, and told apart from what nobody knows. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ActionUnknown } from '@bursar/contract';
import { ApiError, type Api } from './api.js';
import type { Outcome } from './management-calls.js';
import { LISTS, useApi } from './queries.js';

/** Nobody knows whether it was done, so that it must not be sent again. */
export interface UnknownOutcome {
  /** What happened, in the words of the server; null: the server itself did not answer. */
  detail: string | null;
  /** When it was last looked for without finding it; null: not yet. */
  lookedAt: string | null;
}

export interface ActionState {
  isPending: boolean;
  /** It was refused, and nothing happened. */
  error: Error | null;
  unknown: UnknownOutcome | null;
  /** Reads the lists anew, and whether it is done. */
  look: () => void;
  isLooking: boolean;
}

export interface Action<Body> extends ActionState {
  /** Does nothing while it is under way, or where nobody knows whether it was done. */
  run: (body: Body) => void;
  /** Forgets what came of it: for a dialog that opens again. */
  reset: () => void;
}

interface ActionEnds<Body, Answer> {
  /** Told what there is now, also when the page is not open any more. */
  onDone: (answer: Answer) => void;
  /** Finds in the lists what the action would have made of them; null: it is not there. Absent: nobody can tell. */
  find?: (api: Api, body: Body, since: string) => Promise<Answer | null>;
}

/** True for the 202 of a lost answer. */
export const isUnknown = (outcome: unknown): outcome is ActionUnknown =>
  typeof outcome === 'object' && outcome !== null && 'looked_at' in outcome && 'state' in outcome;

/** Failures after which it may be done or not: the answer was lost on its way, or the server broke off. */
const LOST = ['offline', 'unreadable', 'internal', 'openai-answer-lost'];

/** What nobody knows after a failure; null: it was refused. */
export function unknownAfter(error: unknown): UnknownOutcome | null {
  if (!(error instanceof ApiError) || !LOST.includes(error.code)) return null;
  return { detail: error.code === 'openai-answer-lost' ? error.message : null, lookedAt: null };
}

/** Everything that is kept of OpenAI's lists is read again. */
export const readListsAnew = (client: QueryClient): Promise<unknown> =>
  Promise.all(LISTS.map((name) => client.invalidateQueries({ queryKey: [name] })));

/**
 * An action, and the lists that it makes old.
 *
 * Neither what is sent nor what is answered is kept among other answers: an answer may hold a key, this once.
 */
export function useAction<Body, Answer>(
  act: (api: Api, body: Body) => Promise<Outcome<Answer>>,
  { onDone, find }: ActionEnds<Body, Answer>,
): Action<Body> {
  const api = useApi();
  const client = useQueryClient();
  const sent = useRef<{ body: Body; at: string } | null>(null);
  // State comes too late for two presses in the same moment.
  const isClosed = useRef(false);
  const [unknown, setUnknown] = useState<UnknownOutcome | null>(null);
  const [isLooking, setLooking] = useState(false);
  const { mutate, isPending, error, reset } = useMutation({
    gcTime: 0,
    mutationFn: async () => {
      if (sent.current === null) throw new Error('Nothing was to be done.');
      const outcome = await act(api, sent.current.body);
      if (!isUnknown(outcome)) return onDone(outcome);
      sent.current.at = outcome.looked_at;
      setUnknown({ detail: outcome.detail, lookedAt: outcome.looked_at });
    },
    onSuccess: () => readListsAnew(client),
    onError: (failure) => {
      const lost = unknownAfter(failure);
      if (lost === null) isClosed.current = false;
      setUnknown(lost);
    },
  });
  const run = (body: Body) => {
    if (isClosed.current) return;
    isClosed.current = true;
    sent.current = { body, at: new Date().toISOString() };
    mutate();
  };
  const look = async () => {
    if (sent.current === null || isLooking) return;
    setLooking(true);
    try {
      await readListsAnew(client);
      const found = (await find?.(api, sent.current.body, sent.current.at)) ?? null;
      if (found !== null) onDone(found);
      else setUnknown((before) => before && { ...before, lookedAt: new Date().toISOString() });
    } catch (failure) {
      // The server does not answer: what was known before stays what is known.
      if (!(failure instanceof ApiError)) throw failure;
    } finally {
      setLooking(false);
    }
  };
  return {
    run,
    isPending,
    error: unknown === null ? error : null,
    unknown,
    look: () => void look(),
    isLooking,
    reset: () => {
      isClosed.current = false;
      setUnknown(null);
      reset();
    },
  };
}

/** Something made as lately may be what was asked for; OpenAI's clock and this one are not the same. */
const LATELY_MS = 10 * 60_000;

/** Whether something was made around the time at which it was asked for. */
export const isMadeSince = (madeAt: string | null, since: string): boolean =>
  madeAt !== null && Date.parse(madeAt) >= Date.parse(since) - LATELY_MS;
