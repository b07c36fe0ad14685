/** Mail addresses in a text that somebody typed or pasted. */

export interface ReadAddresses {
  /** Each once, as it was first written. */
  addresses: readonly string[];
  /** What stands there and is none. */
  wrong: readonly string[];
}

/** The same that the server takes. */
const ADDRESS = /^[^@\s]+@[^@\s]+$/;
const LONGEST = 320;

/** `Ada Byron <ada@acme.example>`, as mail programs write it. */
const NAMED = /[^,;\n<>]*<([^<>]*)>/g;

/** Reads addresses apart by commas, semicolons, spaces and lines, with or without names before them. */
export function readAddresses(text: string): ReadAddresses {
  const parts = text
    .replace(NAMED, ' $1 ')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const isRight = (part: string): boolean => ADDRESS.test(part) && part.length <= LONGEST;
  const found = new Map<string, string>();
  for (const part of parts.filter(isRight)) {
    if (!found.has(part.toLowerCase())) found.set(part.toLowerCase(), part);
  }
  return { addresses: [...found.values()], wrong: parts.filter((part) => !isRight(part)) };
}
