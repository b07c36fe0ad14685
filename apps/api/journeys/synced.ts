/** The real server beside a simulator, brought to the point at which what a journey looks at is collected. */
import type { SyncAnswer } from '@bursar/contract';

/** What the pages of costs show: the money, and the names. */
const COSTS = ['costs', 'projects', 'api-keys'];

/** Asks `GET /api/v1/sync` until nothing of these feeds' history is left to read and each has been read once. */
export async function untilSynced(
  get: (path: string) => Promise<unknown>,
  { feeds = COSTS, timeoutMs = 120_000 }: { feeds?: readonly string[] | 'all'; timeoutMs?: number } = {},
): Promise<SyncAnswer> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    // The contract's own schema is not applied again here: a spec of the call does that.
    const sync = (await get('/api/v1/sync')) as SyncAnswer;
    const names = feeds === 'all' ? sync.feeds.map(({ feed }) => feed) : feeds;
    const open = names.filter((name) => {
      const feed = sync.feeds.find((one) => one.feed === name);
      return feed === undefined || feed.last_success_at === null || feed.backfill !== null;
    });
    if (open.length === 0) return sync;
    if (Date.now() > deadline) throw new Error(`not synced in time: ${JSON.stringify({ open, ...sync }, null, 1)}`);
    await new Promise((settle) => setTimeout(settle, 250));
  }
}
