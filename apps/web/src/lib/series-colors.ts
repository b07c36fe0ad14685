/**
 * Which of the nine series colours an entity has.
 *
 * An entity keeps its colour on every page and in every range, so its rank plays no part: the colour follows from its
 * place in a list that only grows (projects by creation), or from its id where there is no such list.
 */

export const SERIES_SLOTS = 9;

/** CSS value of a slot, 1 to 9; 0 is Other. */
export const seriesColor = (slot: number): string => `var(--s${slot})`;
export const OTHER_COLOR = seriesColor(0);

/** FNV-1a: spreads similar ids (`proj_1`, `proj_2`) over the slots and gives the same answer in every browser. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value ^= character.codePointAt(0) ?? 0;
    value = Math.imul(value, 0x01000193) >>> 0;
  }
  return value;
}

/**
 * Slots 1 to 9 for the entities of one view.
 *
 * Ten entities cannot have nine colours: where two of one view share a slot, the one that comes first in the known
 * list keeps it and the other takes the next free one. Which of them spends more never matters.
 */
export function assignSlots(ids: readonly string[], known: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map(known.map((id, place) => [id, place]));
  const place = (id: string): number => places.get(id) ?? Number.POSITIVE_INFINITY;
  const ordered = [...new Set(ids)].sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    return first === second ? (a < b ? -1 : 1) : first - second;
  });
  const taken = new Set<number>();
  const slots = new Map<string, number>();
  for (const id of ordered) {
    const home = (places.get(id) ?? hash(id)) % SERIES_SLOTS;
    const slot = firstFree(home, taken);
    taken.add(slot);
    slots.set(id, slot + 1);
  }
  return slots;
}

/** The colour that an entity has wherever it is alone: in a list, or at the head of a page of its own. */
export function ownColors(known: readonly string[]): (id: string) => string {
  const places = new Map(known.map((id, place) => [id, place]));
  return (id) => seriesColor(((places.get(id) ?? hash(id)) % SERIES_SLOTS) + 1);
}

function firstFree(home: number, taken: ReadonlySet<number>): number {
  for (let step = 0; step < SERIES_SLOTS; step += 1) {
    const slot = (home + step) % SERIES_SLOTS;
    if (!taken.has(slot)) return slot;
  }
  return home;
}
