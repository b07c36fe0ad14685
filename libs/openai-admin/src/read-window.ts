import { WIDTHS, type Capability, type Width } from '@bursar/contract';
import type OpenAI from 'openai';
import type { AdminRequest } from './admin-client.js';
import type { Priority } from './pacing.js';
import type { PageSize } from './page-size.js';
import type { RowMemory } from './row-memory.js';

/** What to read: one capability, width and grouping over a half-open window of whole buckets. Times are unix seconds. */
export interface ReadWindow {
  capability: Capability;
  width: Width;
  startSeconds: number;
  endSeconds: number;
  groupBy: readonly string[];
  /** Default `live`. */
  priority?: Priority;
  signal?: AbortSignal;
  /** Adapted while reading; keep it for the next window. Default a new one. */
  pageSize?: PageSize;
  /** Of this capability and grouping; keep it for the next window. Default a new one. */
  rowMemory?: RowMemory;
  /** Default 64 MB: a longer body of more than one bucket is cut off and asked for again in smaller pages. */
  maxBodyBytes?: number;
}

/** Part of a window that one request asks for. */
export interface Piece {
  startSeconds: number;
  endSeconds: number;
  buckets: number;
}

/** 5138-11-16 in seconds, 1973-03-03 in milliseconds. */
const NO_SECONDS = 1e11;

/** The request for a piece, or for the page of it that a token stands for. */
export function pageRequest(window: ReadWindow, piece: Piece, token: string | null): AdminRequest {
  const { capability, width, groupBy, priority = 'live', signal } = window;
  const query = {
    start_time: piece.startSeconds,
    end_time: piece.endSeconds,
    bucket_width: width,
    limit: piece.buckets,
    ...(groupBy.length > 0 && { group_by: [...groupBy] }),
    ...(token !== null && { page: token }),
  };
  return {
    family: `GET ${capability.path}`,
    priority,
    signal,
    call: (sdk, options) => usageMethod(sdk, capability)(query, options),
  };
}

type UsageMethod = (query: object, options: { signal?: AbortSignal }) => { asResponse(): Promise<Response> };

/** The SDK's method for a capability; one that the SDK does not know yet is read from its path in the same way. */
function usageMethod(sdk: OpenAI, { sdkMethod, path }: Capability): UsageMethod {
  const { usage } = sdk.admin.organization;
  const method: unknown = sdkMethod === 'constructor' ? undefined : Reflect.get(usage, sdkMethod);
  if (typeof method !== 'function') {
    return (query, options) => sdk.get(path, { ...options, query, __security: { adminAPIKeyAuth: true } });
  }
  // sdk-conformance holds each method of the table to this shape; the name alone cannot tell the compiler.
  return method.bind(usage) as UsageMethod;
}

/** @throws RangeError if the window cannot be asked for: a mistake of the caller. */
export function checkWindow({ capability, width, startSeconds, endSeconds, groupBy }: ReadWindow): void {
  const { seconds } = WIDTHS[width];
  const problems = [
    !capability.widths.includes(width) &&
      `${capability.label} have no width ${width}, only ${capability.widths.join(', ')}`,
    !(startSeconds >= 0 && startSeconds < endSeconds) && 'the window has to start at or after 0 and before its end',
    (startSeconds % seconds !== 0 || endSeconds % seconds !== 0) &&
      `the window has to begin and end on borders of ${width}`,
    endSeconds >= NO_SECONDS && 'the window is in milliseconds, not in seconds',
    ...groupBy.map((name) => !capability.dimensions.includes(name) && `${capability.label} have no dimension ${name}`),
  ].filter((problem) => problem !== false);
  if (problems.length > 0) {
    throw new RangeError(
      `Cannot read ${capability.path} from ${startSeconds} to ${endSeconds}: ${problems.join('; ')}.`,
    );
  }
}
