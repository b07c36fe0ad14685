/** Less than this within one time-out counts as silence: a body that trickles would never end. */
const PROGRESS_BYTES = 16 * 1024;

/** The time-out of a body that came too slowly or not at all. */
export class BodyTimeout extends Error {
  override readonly name = 'BodyTimeout';
}

/**
 * The bytes of a body as they arrive, given up after `timeoutMs` without progress.
 *
 * Only waiting for the network counts, not the time that the caller takes over a chunk; a long body that keeps coming
 * is read to its end. Leaving the loop early closes the connection.
 *
 * @throws BodyTimeout; the signal's reason; whatever the connection fails with.
 */
export async function* bodyChunks(
  response: Response,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  let patienceMs = timeoutMs;
  let progress = 0;
  try {
    for (;;) {
      const askedAt = performance.now();
      const { done, value } = await inTime(reader.read(), patienceMs, signal);
      if (done) return;
      patienceMs -= performance.now() - askedAt;
      progress += value.length;
      if (progress >= PROGRESS_BYTES) {
        patienceMs = timeoutMs;
        progress = 0;
      }
      yield value;
    }
  } finally {
    // A body that failed answers its cancellation with that same failure, which is on its way to the caller already.
    await reader.cancel().catch(() => undefined);
  }
}

/** The whole body as text, or undefined if it is longer than `maxBytes`. */
export async function bodyText(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

function inTime<T>(promise: Promise<T>, ms: number, signal: AbortSignal | undefined): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort);
        reject(new BodyTimeout('the body stopped coming'));
      },
      Math.max(0, ms),
    );
    promise
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      })
      .then(resolve, reject);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
