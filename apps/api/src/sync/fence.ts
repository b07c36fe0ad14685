import type { EntityManager, QueryRunner } from 'typeorm';

/** Who writes what was learnt of OpenAI. */
export interface Writer {
  organizationId: number;
  feed: string;
  /** null: what somebody did here is stored, whoever has claimed the feed. */
  fence: bigint | null;
}

/** Which claim of which feed a writer works for. */
export interface Fence extends Writer {
  fence: bigint;
}

/** Another claim of the feed has begun: what this writer holds is no longer its to write. */
export class FenceMovedError extends Error {
  constructor(readonly lost: Writer) {
    super(
      `The feed ${lost.feed} of organization ${lost.organizationId} was claimed again after claim ${lost.fence}; ` +
        'nothing of this claim is written any more. The newer claim goes on from what is stored.',
    );
    this.name = 'FenceMovedError';
  }
}

/**
 * Locks the feed's row until the transaction ends, if its fence is still the writer's.
 *
 * Every transaction that writes what a feed has read begins with this, so that a writer that lost its lease (a pause,
 * a network cut, a slow machine) ends without a write, however late it wakes up. Outside a transaction the lock is
 * gone before the first write.
 *
 * @throws FenceMovedError if the feed was claimed again, or the organization is being removed; roll back.
 */
export async function lockFence(database: EntityManager | QueryRunner, fence: Writer): Promise<void> {
  const rows: unknown[] = await database.query(
    'SELECT 1 FROM feeds WHERE organization_id = $1 AND feed = $2 AND ($3::bigint IS NULL OR fence = $3) FOR UPDATE',
    [fence.organizationId, fence.feed, fence.fence?.toString() ?? null],
  );
  if (rows.length > 0) return;
  // An organization that was connected a moment ago has no feeds yet, one that is being removed has none any more.
  if (fence.fence !== null || !(await isKept(database, fence.organizationId))) throw new FenceMovedError(fence);
}

async function isKept(database: EntityManager | QueryRunner, organizationId: number): Promise<boolean> {
  const rows: unknown[] = await database.query(
    `SELECT 1 FROM organizations WHERE id = $1 AND state <> 'removing' FOR KEY SHARE`,
    [organizationId],
  );
  return rows.length > 0;
}

/**
 * Notes that the transaction changes what answers say of this feed, so that none that was made before is given again.
 *
 * For who holds the feed's row by `lockFence`: nobody waits for it who did not wait before.
 */
export async function outdateAnswers(
  database: EntityManager,
  { organizationId, feed }: Omit<Writer, 'fence'>,
): Promise<void> {
  await database.query('UPDATE feeds SET revision = revision + 1 WHERE organization_id = $1 AND feed = $2', [
    organizationId,
    feed,
  ]);
}
