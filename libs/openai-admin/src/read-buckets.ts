import { WIDTHS, maxPageLimit } from '@bursar/contract';
import type { AdminClient, Answer } from './admin-client.js';
import { BucketGuard } from './bucket-guard.js';
import { InvalidAnswer, isRefusedPageToken } from './errors.js';
import { PageParser, type IgnoredRow, type PageSummary, type RowBatch } from './page-parser.js';
import { adaptPageSize, createPageSize, shrinkPageSize, type PageSize } from './page-size.js';
import { checkWindow, pageRequest, type Piece, type ReadWindow } from './read-window.js';
import { RowMemory } from './row-memory.js';
import type { BrokenSum } from './row-sums.js';

/**
 * What reading a window brings, in order. Nothing of it counts until the generator has ended without an error.
 *
 * - `rows`: up to 1,000 rows of one bucket; a bucket may come in several, an empty one in none.
 * - `page`: a page is complete, its buckets named by their starts. `rows` and `bytes` are its size; `ignored` counts
 *   rows of an unknown `object`, of which `ignoredRows` holds the first hundred as they came; `unknownFields` are
 *   numbers in rows that the capability does not name; `brokenSums` are sums of its table that rows do not keep, which
 *   count as they came; `warnings` are sentences.
 * - `restart`: everything since the window's start is to be thrown away; it is read again from there.
 */
export type BucketEvent =
  | ({ kind: 'rows' } & RowBatch)
  | {
      kind: 'page';
      buckets: readonly number[];
      rows: number;
      bytes: number;
      requestId: string | null;
      ignored: ReadonlyMap<string, number>;
      ignoredRows: readonly IgnoredRow[];
      unknownFields: readonly string[];
      brokenSums: readonly BrokenSum[];
      warnings: readonly string[];
    }
  | { kind: 'restart'; reason: string };

const DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;
const MAX_TOKEN_RESTARTS = 2;
/** Pages beyond one per bucket: a page may hold nothing of the span. */
const SPARE_PAGES = 5;

/** Ends a reading that has to begin again at the window's start. */
class StartAgain extends Error {}

/**
 * Reads all buckets of a window, each exactly once and in order, as a stream that needs the memory of about one batch
 * whatever the size of a day.
 *
 * A window is asked for in pieces of so many buckets as make a body of about 8 MB, each with an explicit start, end,
 * width and limit, so that OpenAI's page tokens (bound to the query, short-lived, now and then refused for no reason)
 * are only needed where OpenAI sends fewer buckets than asked for.
 *
 * A running bucket that OpenAI leaves out at the window's end is not an error: `page` says which buckets came.
 *
 * @throws OpenAIAdminError if any of it could not be read or makes no sense; what came before counts for nothing then.
 * @throws RangeError if the window is not one: a mistake of the caller, found before anything is sent.
 */
export async function* readBuckets(client: AdminClient, window: ReadWindow): AsyncGenerator<BucketEvent> {
  checkWindow(window);
  const reading: Reading = {
    client,
    window,
    pageSize: window.pageSize ?? createPageSize(window.width),
    rowMemory: window.rowMemory ?? new RowMemory(window.capability, window.groupBy),
    ceiling: Number.POSITIVE_INFINITY,
    tokenRestarts: 0,
  };
  for (;;) {
    try {
      yield* readWindow(reading);
      return;
    } catch (error) {
      if (!(error instanceof StartAgain)) throw error;
      yield { kind: 'restart', reason: error.message };
    }
  }
}

interface Reading {
  client: AdminClient;
  window: ReadWindow;
  pageSize: PageSize;
  rowMemory: RowMemory;
  /** What a page that was cut off has taught: light days must not lead into the same heavy one again. */
  ceiling: number;
  tokenRestarts: number;
}

async function* readWindow(reading: Reading): AsyncGenerator<BucketEvent> {
  const { capability, width, startSeconds, endSeconds } = reading.window;
  const seconds = WIDTHS[width].seconds;
  const limit = maxPageLimit(capability, width);
  for (let start = startSeconds; start < endSeconds;) {
    const fitting = Math.min(reading.pageSize.buckets, reading.ceiling, limit, (endSeconds - start) / seconds);
    const buckets = Math.max(1, Math.floor(fitting));
    const piece = { startSeconds: start, endSeconds: start + buckets * seconds, buckets };
    yield* readPiece(reading, piece);
    start = piece.endSeconds;
  }
}

/** One request, and more only where OpenAI sends the piece in several pages. */
async function* readPiece(reading: Reading, piece: Piece): AsyncGenerator<BucketEvent> {
  const guard = new BucketGuard({ ...piece, width: reading.window.width });
  const tokens = new Set<string>();
  let token: string | null = null;
  do {
    const answer: Answer = await sendForPage(reading, piece, token);
    try {
      const page: PageSummary = yield* readPage(reading, piece, { answer, guard });
      token = nextToken(page, tokens, piece);
      if (token === null) guard.finish(answer.serverDate ?? answer.receivedAt);
    } catch (error) {
      throw error instanceof StartAgain ? error : answer.failure(error);
    } finally {
      await answer.release();
    }
  } while (token !== null);
}

async function* readPage(
  reading: Reading,
  piece: Piece,
  { answer, guard }: { answer: Answer; guard: BucketGuard },
): AsyncGenerator<BucketEvent, PageSummary> {
  const { window, pageSize } = reading;
  const { capability, width, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = window;
  const parser = new PageParser({ ...window, rowMemory: reading.rowMemory }, (start, end) => guard.admit(start, end));
  let bytes = 0;
  for await (const chunk of answer.chunks) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes && piece.buckets > 1) {
      shrinkPageSize(pageSize, { buckets: piece.buckets, bytes });
      reading.ceiling = pageSize.buckets;
      throw new StartAgain(
        `A page of ${piece.buckets} buckets is longer than ${maxBodyBytes} bytes; reading again with ${pageSize.buckets}.`,
      );
    }
    for (const batch of parser.push(chunk)) yield { kind: 'rows', ...batch };
  }
  const page = parser.end();
  adaptPageSize(pageSize, { buckets: page.buckets.length, bytes, limit: maxPageLimit(capability, width) });
  const { hasMore, nextPage, ...seen } = page;
  if (!hasMore && nextPage !== null) seen.warnings.push('the last page names a next page, which was not asked for');
  yield { kind: 'page', ...seen, bytes, requestId: answer.requestId };
  return page;
}

async function sendForPage(reading: Reading, piece: Piece, token: string | null): Promise<Answer> {
  const { client, window } = reading;
  try {
    return await client.send(pageRequest(window, piece, token));
  } catch (error) {
    if (token === null || !isRefusedPageToken(error) || reading.tokenRestarts >= MAX_TOKEN_RESTARTS) throw error;
    reading.tokenRestarts++;
    throw new StartAgain(`OpenAI refused the token of the next page; reading again (${reading.tokenRestarts}).`);
  }
}

/** @throws InvalidAnswer if following the page's token would not come to an end. */
function nextToken({ hasMore, nextPage }: PageSummary, seen: Set<string>, piece: Piece): string | null {
  if (!hasMore) return null;
  if (nextPage === null) throw new InvalidAnswer('the page says that there are more, but not how to get them');
  if (seen.has(nextPage)) throw new InvalidAnswer('the page names a next page that was read before: a loop');
  if (seen.size > piece.buckets + SPARE_PAGES) {
    throw new InvalidAnswer(`${seen.size} pages did not bring the ${piece.buckets} buckets asked for`);
  }
  seen.add(nextPage);
  return nextPage;
}
