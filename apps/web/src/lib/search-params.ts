/** Reads and writes the query of an address as plain names and values, repeated for several, as our API spells them. */

export type SearchParams = Record<string, string | string[]>;

export function parseSearch(text: string): SearchParams {
  const result: SearchParams = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = result[name];
    result[name] = before === undefined ? value : [...valuesOf(before), value];
  }
  return result;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null) continue;
    for (const each of valuesOf(value)) query.append(name, String(each));
  }
  // Commas, colons and slashes need no escaping in a query, and a link is read by people.
  const readable = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return readable === '' ? '' : `?${readable}`;
}

/** Names and texts of an address; whatever else a link holds is left out. */
export function textsOf(search: Record<string, unknown>): SearchParams {
  const entries = Object.entries(search).flatMap(([name, value]): [string, string | string[]][] => {
    if (typeof value === 'string') return [[name, value]];
    return Array.isArray(value) ? [[name, value.map(String)]] : [];
  });
  return Object.fromEntries(entries);
}

const valuesOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
