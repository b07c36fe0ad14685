/** The real server beside a simulator, brought to the point at which everything is collected. */
import type { SyncAnswer } from '@bursar/contract';

/** Asks `GET /api/v1/sync` until nothing of the history is left to read and every feed has been read once. */
export async function untilSynced(get: (path: string) => Promise<unknown>, timeoutMs = 120_000): Promise<SyncAnswer> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    // The contract's own schema is not applied again here: a spec of the call does that.
    const sync = (await get('/api/v1/sync')) as SyncAnswer;
    const read = sync.feeds.filter(({ last_success_at, backfill }) => last_success_at !== null && backfill === null);
    if (sync.feeds.length > 0 && read.length === sync.feeds.length) return sync;
    if (Date.now() > deadline) throw new Error(`not synced in time: ${JSON.stringify(sync, null, 1)}`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}
