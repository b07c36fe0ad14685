/** A file of any length as an answer: written as fast as it is taken, and never longer in memory than a few lines. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTooManyRequestsResponse } from '@nestjs/swagger';
import { acceptsGzip, COMPRESSION_LEVEL } from './compress-json.js';

/** Who takes nothing for so long has gone, though his connection does not say so. */
const STALLED_MS = 60_000;

/** Says in the OpenAPI document what `sendCsv` sends. */
export function ApiCsvAnswer(description: string): MethodDecorator {
  const text = { type: 'string' } as const;
  return applyDecorators(
    ApiProduces('text/csv'),
    ApiOkResponse({
      description,
      content: { 'text/csv': { schema: text } },
      headers: { 'Content-Disposition': { description: 'The name of the file', schema: text } },
    }),
    ApiTooManyRequestsResponse({
      description: 'As many files as may be are being written.',
      headers: { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } },
    }),
  );
}

/**
 * Sends lines as a file, compressed where the caller takes it so. The first lines are made before anything is sent, so
 * that what fails until then can still be told.
 *
 * @param lines are asked for one by one, as the caller takes them; ended where he goes away.
 * @throws what `lines` throws; the connection is cut then, so that the part that was sent is not taken for the whole.
 */
export async function sendCsv(
  response: ServerResponse,
  { fileName, lines }: { fileName: string; lines: AsyncGenerator<string> },
  stalledMs = STALLED_MS,
): Promise<void> {
  const { req: request } = response;
  const first = request.method === 'HEAD' ? null : await lines.next();
  response.setHeader('content-type', 'text/csv; charset=utf-8; header=present');
  response.setHeader('content-disposition', `attachment; filename="${fileName}"`);
  response.setHeader('vary', 'accept-encoding');
  if (first === null) {
    await lines.return(undefined);
    response.end();
    return;
  }
  response.setTimeout(stalledMs, () => {
    // While lines are made nothing is sent either.
    if (response.writableNeedDrain) response.destroy();
  });
  const isCompressed = acceptsGzip(request);
  if (isCompressed) response.setHeader('content-encoding', 'gzip');
  const all = startingWith(first, lines);
  if (isCompressed) await pipeline(all, createGzip({ level: COMPRESSION_LEVEL }), response);
  else await pipeline(all, response);
}

async function* startingWith(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done !== true) yield first.value;
  yield* rest;
}
