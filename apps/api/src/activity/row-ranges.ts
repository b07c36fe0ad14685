/** Rows of the trail as text: `3-9,12`. */

/** @param ids in the order of the trail */
export function rangesOf(ids: readonly (string | number)[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const id of ids.map(Number)) {
    const range = ranges.at(-1);
    if (range !== undefined && id === range.last + 1) range.last = id;
    else ranges.push({ first: id, last: id });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** Whether a text of ranges names a row; of what is no such text, none. */
export function rangeHolder(text: unknown): (id: number) => boolean {
  if (typeof text !== 'string') return () => false;
  const ranges = text.split(',').map((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return { first, last };
  });
  return (id) => ranges.some(({ first, last }) => id >= first && id <= last);
}
