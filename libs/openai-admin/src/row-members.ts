import type { Capability } from '@bursar/contract';

/** What a member of a row means; null for members that nobody asked for. */
export type Meaning =
  | { is: 'object' }
  | { is: 'dimension'; index: number }
  | { is: 'measure'; index: number }
  | { is: 'inside'; members: Members }
  | { is: 'currency' }
  | { is: 'quantityUnit' }
  | null;

/**
 * A member as it was seen: OpenAI writes rows in one order, so that comparing with the text that followed last time
 * (`,"project_id":`) nearly always finds the next member without looking at its name.
 */
export interface Seen {
  name: string;
  meaning: Meaning;
  /** From the end of the value before to the beginning of this one. */
  lead: string;
  next: Seen | null;
}

/** An object's members: what each name means, and in which order they were seen. */
export interface Members {
  meanings: ReadonlyMap<string, Meaning>;
  seen: Map<string, Seen>;
  first: Seen | null;
}

/** What the members of a row mean for a capability and a grouping. */
export function membersOf(capability: Capability, groupBy: readonly string[]): Members {
  const meanings = new Map<string, Meaning>([['object', { is: 'object' }]]);
  groupBy.forEach((dimension, index) => meanings.set(dimension, { is: 'dimension', index }));
  const inside = new Map<string, Map<string, Meaning>>();
  Object.entries(capability.measures).forEach(([name, { unit, path }], index) => {
    const [outer, inner] = path ?? [null, name];
    const owner = outer === null ? meanings : (inside.get(outer) ?? new Map<string, Meaning>());
    owner.set(inner, { is: 'measure', index });
    if (unit === 'currency') owner.set('currency', { is: 'currency' });
    if (unit === 'quantity_unit') meanings.set('quantity_unit', { is: 'quantityUnit' });
    if (outer !== null) inside.set(outer, owner);
  });
  for (const [outer, members] of inside) {
    meanings.set(outer, { is: 'inside', members: { meanings: members, seen: new Map(), first: null } });
  }
  return { meanings, seen: new Map(), first: null };
}

/** Learns a member, and with it the text that leads up to its value. */
export function remember(members: Members, name: string, lead: string): Seen {
  const meaning = members.meanings.get(name) ?? null;
  const seen: Seen = { name: ownText(name), meaning, lead: ownText(lead), next: null };
  members.seen.set(seen.name, seen);
  return seen;
}

/** The same text as a string of its own: a slice would keep all of what it was cut from in memory. */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
