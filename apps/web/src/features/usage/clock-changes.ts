/** What happens to local hours where clocks change: one is missing in spring, one comes twice in autumn. */

const offsets = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone is ahead of UTC at an instant. */
export function offsetMinutes(instant: string, zone: string): number {
  const format =
    offsets.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  offsets.set(zone, format);
  const at = Date.parse(instant);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((local - at) / 60_000);
}

/** `skipped`: the local time before this bucket does not exist. `repeated`: the clock shows this hour a second time. */
export type ClockChange = 'skipped' | 'repeated';

/** Whether clocks changed between two neighbouring buckets, and which way. */
export function clockChange(before: string | undefined, start: string, zone: string): ClockChange | null {
  if (before === undefined) return null;
  const change = offsetMinutes(start, zone) - offsetMinutes(before, zone);
  return change === 0 ? null : change > 0 ? 'skipped' : 'repeated';
}

/**
 * Which local hours of a range come twice or not at all, by the start of their bucket.
 *
 * @param starts instants of neighbouring buckets, in order
 */
export function clockChanges(starts: readonly string[], zone: string): ReadonlyMap<string, ClockChange> {
  const changes = starts.flatMap((start, index) => {
    const change = clockChange(starts[index - 1], start, zone);
    return change === null ? [] : [[start, change] as const];
  });
  return new Map(changes);
}

/** The zone of this browser, by its IANA name. */
export const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
