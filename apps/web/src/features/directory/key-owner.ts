import type { ApiKey } from '@bursar/contract';

export interface KeyOwner {
  kind: 'member' | 'serviceAccount';
  id: string;
  /** Mail where there is no name, id where there is neither. */
  name: string;
}

/** Who a key belongs to, from OpenAI's object, of which nothing is relied on; null where it names nobody. */
export function ownerOf({ owner }: Pick<ApiKey, 'owner'>): KeyOwner | null {
  for (const [field, kind] of [
    ['user', 'member'],
    ['service_account', 'serviceAccount'],
  ] as const) {
    const found = recordOf(owner?.[field]);
    const id = textOf(found?.['id']);
    if (id === null) continue;
    return { kind, id, name: textOf(found?.['name']) ?? textOf(found?.['email']) ?? id };
  }
  return null;
}

export function recordOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  // What is an object and no list has texts as keys.
  return value as Record<string, unknown>;
}

/** Text that says something, else null. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;
