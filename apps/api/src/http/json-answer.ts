/** An answer as its bytes: named, compressed and sent without being made again. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { applyDecorators } from '@nestjs/common';
import { ApiNotModifiedResponse, ApiOkResponse, type StandardSchemaObject } from '@nestjs/swagger';
import { acceptsGzip, COMPRESSION_LEVEL, WORTHWHILE_BYTES } from './compress-json.js';

const compress = promisify(gzip);

export class JsonAnswer {
  private readonly hash: string;
  private compressing: Promise<Buffer> | null = null;
  private compressedBytes = 0;

  private constructor(readonly plain: Buffer) {
    this.hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  }

  static of(value: unknown): JsonAnswer {
    return new JsonAnswer(Buffer.from(JSON.stringify(value)));
  }

  /** What it takes in memory by now. */
  get bytes(): number {
    return this.plain.length + this.compressedBytes;
  }

  /** Names exactly the bytes that are sent, so that what is compressed goes by a name of its own. */
  tag(isCompressed: boolean): string {
    return `"${this.hash}${isCompressed ? '-gzip' : ''}"`;
  }

  /** Compressed once, for the first who takes it so. */
  compressed(): Promise<Buffer> {
    this.compressing ??= compress(this.plain, { level: COMPRESSION_LEVEL }).then((compressed) => {
      this.compressedBytes = compressed.length;
      return compressed;
    });
    return this.compressing;
  }
}

const ETAG = {
  description: 'Names exactly this answer, to be asked about with If-None-Match.',
  schema: { type: 'string' },
};

/** Says in the OpenAPI document what `sendAnswer` sends. */
export function ApiJsonAnswer(standardSchema: StandardSchemaObject): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({ standardSchema, headers: { ETag: ETAG } }),
    ApiNotModifiedResponse({ description: 'The answer that If-None-Match names still holds.' }),
  );
}

/**
 * Ends a response with the answer, or with 304 for a caller who has it: `If-None-Match` names its tag.
 *
 * A browser keeps it, and asks whether it is still the same before each use. Nobody between may keep it: two callers who
 * ask the same may be allowed to see different things.
 */
export async function sendAnswer(response: ServerResponse, answer: JsonAnswer): Promise<void> {
  const { req: request } = response;
  const isCompressed = answer.plain.length >= WORTHWHILE_BYTES && acceptsGzip(request);
  const tag = answer.tag(isCompressed);
  response.setHeader('etag', tag);
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('vary', 'accept-encoding');
  if (isNamed(tag, request.headers['if-none-match'])) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const body = isCompressed ? await answer.compressed() : answer.plain;
  if (isCompressed) response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** By the weak comparison, as RFC 9110 has it for this header: whoever made a tag weak on the way still means the answer. */
function isNamed(tag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return [...header.matchAll(/"[^"]*"/g)].some(([named]) => named === tag);
}
