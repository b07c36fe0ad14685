/**
 * Page tokens as they were seen: `page_` and base64 of 20 bytes, which are the end of validity, a checksum of the
 * query and the start of the next bucket. A token is worth nothing with any other query.
 */
import { crc32 } from 'node:zlib';
import { badRequest, INVALID_TOKEN } from './errors.js';
import type { Parameters } from './parameters.js';

const PREFIX = 'page_';
const BYTES = 20;
export const TOKEN_LIFETIME_SECONDS = 86_400;

function checksum(path: string, parameters: Parameters): number {
  const sorted = Object.keys(parameters)
    .filter((name) => name !== 'page')
    .sort()
    .map((name) => [name, [...parameters[name]!].sort()]);
  return crc32(JSON.stringify([path, sorted]));
}

export function makeToken(path: string, parameters: Parameters, times: { expires: number; next: number }): string {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeBigInt64BE(BigInt(times.expires), 0);
  bytes.writeUInt32BE(checksum(path, parameters), 8);
  bytes.writeBigInt64BE(BigInt(times.next), 12);
  return PREFIX + bytes.toString('base64');
}

/** Start of the bucket that a token stands for. @throws ApiError 400 if it is another query's, too old, or none. */
export function readToken(token: string, path: string, parameters: Parameters, nowSeconds: number): number {
  const bytes = Buffer.from(token.slice(PREFIX.length), 'base64');
  const isToken = token.startsWith(PREFIX) && bytes.length === BYTES;
  if (!isToken || bytes.readUInt32BE(8) !== checksum(path, parameters) || bytes.readBigInt64BE(0) < nowSeconds) {
    throw badRequest(INVALID_TOKEN, null, 'invalid_request_error');
  }
  return Number(bytes.readBigInt64BE(12));
}
