/**
 * Chance that is addressed, not drawn: the value for (series, day) is the same whoever asks and in whatever order, so
 * that any day of the history is made without making the days before it.
 */

function mix(state: number, part: number): number {
  let mixed = Math.imul(state ^ part, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** 32 bits for an address. */
export function hash(seed: number, a = 0, b = 0, c = 0): number {
  return mix(mix(mix(mix(seed, a + 0x9e37), b + 0x79b9), c + 0x7f4a), 0x165667b1) >>> 0;
}

/** A fraction in [0, 1) for an address. */
export function fraction(seed: number, a = 0, b = 0, c = 0): number {
  return hash(seed, a, b, c) / 4_294_967_296;
}

/** One of a list for an address. */
export function pick<T>(list: readonly T[], seed: number, a = 0, b = 0, c = 0): T {
  const picked = list[hash(seed, a, b, c) % list.length];
  if (picked === undefined) throw new RangeError('Nothing can be picked from an empty list.');
  return picked;
}

/** A seed of its own for a text, so that what is named differently is drawn differently. */
export function seedOf(seed: number, text: string): number {
  let state = seed;
  for (let i = 0; i < text.length; i++) state = mix(state, text.charCodeAt(i));
  return state | 0;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An identifier as OpenAI makes them: a prefix and letters that say nothing. */
export function identifier(prefix: string, length: number, seed: number, index: number): string {
  const own = seedOf(seed, prefix);
  let id = prefix;
  for (let i = 0; i < length; i++) id += LETTERS.charAt(hash(own, index, i) % LETTERS.length);
  return id;
}
