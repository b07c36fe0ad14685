import { useSync } from '../../lib/queries.js';

/**
 * The running minute by the server's clock, which is corrected by OpenAI's; null until it is known.
 *
 * This browser's clock serves where the server does not answer.
 */
export function useMinute(): string | null {
  const { data, error } = useSync();
  const now = data?.now ?? (error === null ? null : new Date().toISOString());
  return now === null ? null : `${now.slice(0, 16)}:00Z`;
}
