import type { SyncAnswer } from '@bursar/contract';

/** The name to put in a sentence; null where there are several organizations or none is named yet. */
export function organizationName({ organizations }: SyncAnswer): string | null {
  return organizations.length === 1 ? (organizations[0]?.name ?? null) : null;
}
