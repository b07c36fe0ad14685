import type { EntityManager, QueryRunner } from 'typeorm';

/** Which claim of which feed a writer works for. */
export interface Fence {
  organizationId: number;
  feed: string;
  fence: bigint;
}

/** Another claim of the feed has begun: what this writer holds is no longer its to write. */
export class FenceMovedError extends Error {
  constructor(readonly lost: Fence) {
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
 * @throws FenceMovedError if the feed was claimed again; roll back.
 */
export async function lockFence(database: EntityManager | QueryRunner, fence: Fence): Promise<void> {
  const rows: unknown[] = await database.query(
    'SELECT 1 FROM feeds WHERE organization_id = $1 AND feed = $2 AND fence = $3 FOR UPDATE',
    [fence.organizationId, fence.feed, fence.fence.toString()],
  );
  if (rows.length === 0) throw new FenceMovedError(fence);
}

/**
 * Notes that the transaction changes what answers say of this feed, so that none that was made before is given again.
 *
 * For who holds the feed's row by `lockFence`: nobody waits for it who did not wait before.
 */
export async function outdateAnswers(
  database: EntityManager,
  { organizationId, feed }: Omit<Fence, 'fence'>,
): Promise<void> {
  await database.query('UPDATE feeds SET revision = revision + 1 WHERE organization_id = $1 AND feed = $2', [
    organizationId,
    feed,
  ]);
}
