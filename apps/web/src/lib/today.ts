import { dayOf, type Day } from './days.js';
import { useSync } from './queries.js';

/**
 * The running UTC day by the server's clock, which is corrected by OpenAI's.
 *
 * Null until it is known; this browser's clock serves where the server does not answer.
 */
export function useToday(): Day | null {
  const { data, error } = useSync();
  if (data !== undefined) return dayOf(data.now);
  return error === null ? null : dayOf(new Date().toISOString());
}

/** The server's clock, corrected by OpenAI's: ages are counted from here. Null until it is known. */
export function useNow(): string | null {
  const { data, error } = useSync();
  if (data !== undefined) return data.now;
  return error === null ? null : new Date().toISOString();
}
