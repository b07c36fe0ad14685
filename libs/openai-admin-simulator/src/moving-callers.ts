/** Whoever called with one key of a service account goes on with the next one that is made for it. */
import type { ProjectKey } from './organization-model.js';
import { endOf, type Stream } from './traffic.js';

interface Move {
  streams: Stream[];
  /** The account's keys, the new one left out. */
  from: readonly ProjectKey[];
  to: ProjectKey;
  /** Unix seconds. */
  now: number;
  withinMinutes: number;
}

/**
 * Lets the traffic of an account's oldest working key end caller by caller, and go on with the new key.
 *
 * Strangers, who have the old key and not the new one, stay where they are: theirs ends with the key alone.
 *
 * @returns the streams that were added
 */
export function moveCallers({ streams, from, to, now, withinMinutes }: Move): Stream[] {
  const flowing = ({ values, level, isStranger }: Stream, { id }: ProjectKey) =>
    values['api_key_id'] === id && !level && isStranger !== true;
  const movable = from
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .map((key) => streams.filter((stream) => flowing(stream, key) && endOf(stream) > now))
    .find((own) => own.length > 0);
  if (movable === undefined) return [];
  const minute = Math.floor(now / 60);
  const moved = movable.map((stream, place): Stream => {
    const at = 60 * (minute + Math.ceil(((place + 1) * withinMinutes) / movable.length));
    const { endsAt: _, expiresAt: __, ...traffic } = stream;
    stream.endsAt = Math.min(stream.endsAt ?? at, at);
    const ending = to.expiresAt === null ? {} : { expiresAt: Math.floor(to.expiresAt / 60) * 60 };
    return { ...traffic, ...ending, values: { ...stream.values, api_key_id: to.id }, startsAt: at };
  });
  streams.push(...moved);
  return moved;
}
