/** Which keys a leaked text may be, by what OpenAI shows of them. The text is looked at and forgotten. */
import type { KnownKey } from '../directory/known-keys.store.js';

/** A shorter end than this is shared by too many keys. */
const LEAST_SHOWN = 3;
const HIDDEN = /[*.…•]{2,}|…/;

/** The keys whose shown beginning and end the secret has; those that are gone too, for they may have been used before. */
export function keysLike(secret: string, keys: readonly KnownKey[]): KnownKey[] {
  return keys.filter(({ redactedValue }) => {
    const [start, end, ...more] = (redactedValue ?? '').split(HIDDEN);
    if (start === undefined || end === undefined || more.length > 0 || end.length < LEAST_SHOWN) return false;
    return secret.length > start.length + end.length && secret.startsWith(start) && secret.endsWith(end);
  });
}
