/** Lists of which the order is part of the question; all others are sets. */
const ORDERED = ['groupBy'];

/**
 * One spelling for all questions of a call that have the same answer by the same data: whatever the order in which a
 * caller writes parameters and repeats them.
 *
 * @param question with its defaults filled in
 */
export function questionName(call: string, question: object): string {
  const spelt = JSON.stringify(question, (name, value: unknown) => {
    if (value instanceof Map) return Object.fromEntries([...value].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    return Array.isArray(value) && !ORDERED.includes(name) ? [...new Set(value)].toSorted() : value;
  });
  return `${call} ${spelt}`;
}
