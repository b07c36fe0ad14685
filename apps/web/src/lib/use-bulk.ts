/** The same thing done to many objects at OpenAI: one call each, a few at a time, and a result for each. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Api } from './api.js';
import type { Outcome } from './management-calls.js';
import { useApi } from './queries.js';
import { heedRefusal } from './session.js';
import { isUnknown, readListsAnew, unknownAfter } from './use-action.js';

/** More would only wait at the server, which keeps OpenAI's pace. */
const AT_ONCE = 4;

/** What came of one of them; `failed` means that nothing happened to it. */
export type BulkResult =
  | { state: 'waiting' | 'running' | 'done' | 'stopped' }
  | { state: 'failed'; error: Error }
  | { state: 'unknown'; detail: string | null };

export interface Bulk<Item> {
  resultOf: (item: Item) => BulkResult | null;
  counts: Readonly<Record<BulkResult['state'], number>>;
  /** Null before the first was begun. */
  isRunning: boolean | null;
  isStopping: boolean;
  /** Begins those given that are neither done nor under way nor unknown; nothing while others are under way. */
  run: (items: readonly Item[], act: (api: Api, item: Item) => Promise<Outcome<unknown>>) => void;
  /** Begins no other. */
  stop: () => void;
}

const WAITING: BulkResult = { state: 'waiting' };

/** Those that may be sent: what is done stays done, and what nobody knows of is never sent twice. */
const mayBegin = (result: BulkResult | undefined): boolean =>
  result === undefined || result.state === 'failed' || result.state === 'stopped';

/**
 * Runs an action over many objects. Leaving the page begins no other one.
 *
 * @param onEnd told once nothing is under way any more
 */
export function useBulk<Item>(
  keyOf: (item: Item) => string,
  onEnd?: (results: readonly BulkResult[]) => void,
): Bulk<Item> {
  const api = useApi();
  const client = useQueryClient();
  // The truth is here, for two results of the same moment must not undo each other; what is drawn follows it.
  const results = useRef(new Map<string, BulkResult>());
  const [drawn, setDrawn] = useState<ReadonlyMap<string, BulkResult>>(results.current);
  const isBusy = useRef(false);
  const isStopped = useRef(false);
  const [isStopping, setStopping] = useState(false);
  const note = useCallback((key: string, result: BulkResult) => {
    results.current.set(key, result);
    setDrawn(new Map(results.current));
  }, []);
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );
  const run: Bulk<Item>['run'] = async (items, act) => {
    const queue = items.filter((item) => mayBegin(results.current.get(keyOf(item))));
    if (isBusy.current || queue.length === 0) return;
    isBusy.current = true;
    isStopped.current = false;
    for (const item of queue) results.current.set(keyOf(item), WAITING);
    setDrawn(new Map(results.current));
    const worker = async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        const key = keyOf(item);
        if (isStopped.current) {
          note(key, { state: 'stopped' });
          continue;
        }
        note(key, { state: 'running' });
        note(
          key,
          await resultOfCall(
            () => act(api, item),
            (error) => heedRefusal(client, error),
          ),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    isBusy.current = false;
    setStopping(false);
    void readListsAnew(client);
    onEnd?.([...results.current.values()]);
  };
  const counts = useMemo(() => countsOf(drawn), [drawn]);
  return {
    resultOf: (item) => drawn.get(keyOf(item)) ?? null,
    counts,
    isRunning: drawn.size === 0 ? null : counts.waiting + counts.running > 0,
    isStopping,
    run: (items, act) => void run(items, act),
    stop: () => {
      isStopped.current = true;
      setStopping(true);
    },
  };
}

async function resultOfCall(call: () => Promise<unknown>, onError: (error: Error) => void): Promise<BulkResult> {
  try {
    const outcome = await call();
    return isUnknown(outcome) ? { state: 'unknown', detail: outcome.detail } : { state: 'done' };
  } catch (failure) {
    const error = failure instanceof Error ? failure : new Error(String(failure));
    onError(error);
    const lost = unknownAfter(error);
    return lost === null ? { state: 'failed', error } : { state: 'unknown', detail: lost.detail };
  }
}

function countsOf(results: ReadonlyMap<string, BulkResult>): Bulk<never>['counts'] {
  const counts = { waiting: 0, running: 0, done: 0, stopped: 0, failed: 0, unknown: 0 };
  for (const { state } of results.values()) counts[state] += 1;
  return counts;
}
