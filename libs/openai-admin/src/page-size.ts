import { WIDTHS, type Width } from '@bursar/contract';

/** A body of this size is quick to hold, to cut off and to ask for again. */
const TARGET_BYTES = 8 * 1024 * 1024;
/** How many times longer a page may be than the one before: days differ, and one says little about many more. */
export const PAGE_GROWTH = 4;

/**
 * How many buckets one page is asked for. Keep one per capability, grouping and width from read to read: the first
 * pages are small and the size then follows the bytes that arrive. Plain data, may be stored.
 */
export interface PageSize {
  buckets: number;
}

/** 7 days, 24 hours or 60 minutes: OpenAI's own defaults. */
export function createPageSize(width: Width): PageSize {
  return { buckets: WIDTHS[width].defaultPageLimit };
}

/** Takes over what a complete page of so many buckets weighed. */
export function adaptPageSize(size: PageSize, page: { buckets: number; bytes: number; limit: number }): void {
  if (page.buckets === 0) return;
  const fitting = Math.floor(TARGET_BYTES / Math.max(1, page.bytes / page.buckets));
  // A short page, at the end of a window, must not shrink the size that longer ones have earned.
  const grown = Math.min(fitting, Math.max(size.buckets, page.buckets * PAGE_GROWTH));
  size.buckets = Math.max(1, Math.min(page.limit, grown));
}

/** After a body that was cut off: few enough buckets for the target, and at most half as many as before. */
export function shrinkPageSize(size: PageSize, cutOff: { buckets: number; bytes: number }): void {
  const fitting = Math.floor((TARGET_BYTES * cutOff.buckets) / cutOff.bytes);
  size.buckets = Math.max(1, Math.min(Math.floor(cutOff.buckets / 2), fitting));
}
