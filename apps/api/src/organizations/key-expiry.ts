/** When a key ends, as far as the list of admin keys tells. */
import { type AdminClient, OpenAIAdminError, readDirectoryList } from '@bursar/openai-admin';

export interface Expiry {
  /** null: never, or not known. */
  expiresAt: Date | null;
  isKnown: boolean;
}

export const UNKNOWN_EXPIRY: Expiry = { expiresAt: null, isKnown: false };

/** Of a hundred keys each. An organization with more has other worries than this one's last day. */
const MOST_PAGES = 5;

/** Shorter ends are those of many keys. */
const SHORTEST_END = 3;

/**
 * Finds a key in OpenAI's list of admin keys by the ends of it that the list shows.
 *
 * OpenAI does not say which key is the one that asks. Where none of the list looks like it, or more than one, nothing is
 * said: a wrong last day is worse than none. The list has been seen to hold keys of projects as well, which begin
 * otherwise.
 */
export async function expiryOf(client: AdminClient, key: string, signal: AbortSignal): Promise<Expiry> {
  try {
    const options = { priority: 'person', signal, mostPages: MOST_PAGES } as const;
    const { items, complete } = await readDirectoryList(client, 'admin-api-keys', [], options);
    const own = items.filter(({ redacted_value: shown }) => typeof shown === 'string' && looksLike(key, shown));
    const [only] = own;
    if (!complete || only === undefined || own.length > 1) return UNKNOWN_EXPIRY;
    const { expires_at: seconds } = only;
    return { expiresAt: typeof seconds === 'number' ? new Date(seconds * 1000) : null, isKnown: true };
  } catch (error) {
    // Whether the key works is told by what else is asked with it.
    if (error instanceof OpenAIAdminError || signal.aborted) return UNKNOWN_EXPIRY;
    throw error;
  }
}

/** `sk-admin-****abcd`, `sk-admin...def`: a beginning, something that stands for the rest, and an end. */
function looksLike(key: string, shown: string): boolean {
  const [, start = '', end = ''] = /^([^*.…]*)[*.…]+([^*.…]*)$/.exec(shown) ?? [];
  return end.length >= SHORTEST_END && key.startsWith(start) && key.endsWith(end);
}
