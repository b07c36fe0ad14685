/** Text as it was meant: without what browsers, terminals, JSON and word processors made of it. */

/** A text, and where each of its characters stood in the one that it was made from. */
export interface ReadableText {
  text: string;
  /** One more than characters: the last is the length of the original. */
  at: Uint32Array;
}

/** Colours of a terminal, as they are or spelled in JSON, and characters without a width. */
const INVISIBLE = /(?:\p{Cc}|\\u001b)\[[0-9;]*[A-Za-z]|[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/giu;
/** What editors and messengers make of a hyphen. */
const HYPHENS = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]|&#(?:45|x2d);/gi;
/** `%2D` of addresses, `\u002d` of JSON. */
const ENCODED = /%([0-9a-f]{2})|\\u00([0-9a-f]{2})/gi;

/** @returns the text of a key where it is one, whatever carried it; twice encoded too, as links within links are. */
export function readableText(pasted: string): ReadableText {
  const whole: ReadableText = {
    text: pasted,
    at: Uint32Array.from({ length: pasted.length + 1 }, (_, index) => index),
  };
  const visible = replaced(whole, INVISIBLE, () => '');
  const decoded = replaced(replaced(visible, ENCODED, characterOf), ENCODED, characterOf);
  return replaced(decoded, HYPHENS, () => '-');
}

/** What is no plain character stays as it was written. */
function characterOf([written, percent, escaped]: RegExpMatchArray): string {
  const code = Number.parseInt(percent ?? escaped ?? '', 16);
  const isPlain = (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d;
  return isPlain ? String.fromCharCode(code) : written;
}

/** @param replacement never longer than what it replaces */
function replaced(
  { text, at }: ReadableText,
  pattern: RegExp,
  replacement: (match: RegExpMatchArray) => string,
): ReadableText {
  const pieces: string[] = [];
  const places = new Uint32Array(text.length + 1);
  let [length, done] = [0, 0];
  const keep = (piece: string, from: number, step: number) => {
    pieces.push(piece);
    for (let index = 0; index < piece.length; index += 1) places[length++] = at[from + index * step] ?? 0;
  };
  for (const match of text.matchAll(pattern)) {
    keep(text.slice(done, match.index), done, 1);
    const instead = replacement(match);
    // One character stands for all that it replaces; what was kept as written keeps its places.
    keep(instead, match.index, instead.length === match[0].length ? 1 : 0);
    done = match.index + match[0].length;
  }
  if (done === 0) return { text, at };
  keep(text.slice(done), done, 1);
  places[length] = at[text.length] ?? 0;
  return { text: pieces.join(''), at: places.subarray(0, length + 1) };
}
