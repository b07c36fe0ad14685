/** A stretch of time, half-open, in milliseconds since 1970. */
export interface Span {
  start: number;
  end: number;
}

export const DAY_MS = 86_400_000;

export const floorTo = (at: number, widthMs: number): number => Math.floor(at / widthMs) * widthMs;
export const ceilTo = (at: number, widthMs: number): number => Math.ceil(at / widthMs) * widthMs;
export const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

/** What of `whole` lies in none of the holes, oldest first. The holes may come in any order and overlap. */
export function subtract(whole: Span, holes: readonly Span[]): Span[] {
  const rest: Span[] = [];
  let start = whole.start;
  for (const hole of holes.toSorted((a, b) => a.start - b.start)) {
    if (hole.start > start) rest.push({ start, end: Math.min(hole.start, whole.end) });
    start = Math.max(start, hole.end);
    if (start >= whole.end) break;
  }
  if (start < whole.end) rest.push({ start, end: whole.end });
  return rest.filter((span) => span.start < span.end);
}

/** What of `whole` lies in one of the spans, oldest first and joined where they touch. */
export function intersect(whole: Span, spans: readonly Span[]): Span[] {
  return subtract(whole, subtract(whole, spans));
}

/** Cuts a span at each of the borders that lie inside it, oldest first. */
export function splitAt(span: Span, borders: readonly number[]): Span[] {
  const inside = borders.filter((border) => border > span.start && border < span.end).toSorted((a, b) => a - b);
  const edges = [span.start, ...new Set(inside), span.end];
  return edges.slice(1).map((end, index) => ({ start: edges[index] ?? span.start, end }));
}

/** Midnights that begin a UTC month inside a span. */
export function monthStarts(span: Span): number[] {
  const starts: number[] = [];
  for (let at = startOfMonth(span.start, 1); at < span.end; at = startOfMonth(at, 1)) starts.push(at);
  return starts;
}

/** Start of the UTC month of an instant, or of a month before (negative) or after it. */
export function startOfMonth(at: number, months = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}
