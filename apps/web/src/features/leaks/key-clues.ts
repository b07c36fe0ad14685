/** Finds what looks like an OpenAI key, or like a part of one, in whatever was pasted. */
import { readableText } from './readable-text.js';

/**
 * What is kept of a key that was pasted: where it stood, how it begins and how it ends.
 *
 * As much as OpenAI tells of a key in its lists, and no more: with it a key is told from others, and nothing is called.
 */
export interface KeyClue {
  /** Half-open, in the pasted text. */
  start: number;
  end: number;
  /** At most `HEAD` characters; empty: the beginning is not known. */
  head: string;
  /** Each at most `TAIL` characters: the ways in which it may end, the likeliest first. Empty: the end is cut off. */
  tails: readonly string[];
  form: ClueForm;
  /** False: it may be anything, and is not spoken of unless a key ends like it. */
  isCertain: boolean;
}

/** `cut`: the end may be missing; `fragment`: it does not begin like a key. */
export type ClueForm = 'whole' | 'masked' | 'cut' | 'fragment';

const HEAD = 12;
export const TAIL = 4;
/** Fewer letters tell nothing. */
const FEWEST = 3;
/** No key of OpenAI's was ever as short. */
const WHOLE = 16;

const BODY = '[A-Za-z0-9_-]';
const MASK = String.raw`(?:\*+|[\u2022\u25CF\u2219\u00B7\u2588\u2026]+|\.{2,}|[[<{(][A-Za-z _*.-]{1,20}[\]>})])`;
const KEY = new RegExp(`(?<![A-Za-z0-9])sk-(?:${BODY}|${MASK})*`, 'gi');
const HIDDEN = new RegExp(`${MASK}|(?<=-)x{4,}`, 'gi');
const MASKED_END = new RegExp(`(?:\\*{3,}|[\\u2022\\u25CF\\u2026]+|\\.{3,})(${BODY}{${FEWEST},12})(?!${BODY})`, 'g');
const LONG = new RegExp(`${BODY}{${WHOLE},}`, 'g');
const ALONE = new RegExp(`^[\\s"'\`]*(?:\\*+|[\\u2022\\u25CF\\u2026]+|\\.{2,})?(${BODY}{${FEWEST},})[\\s"'\`]*$`);
/** `sk-` in base64, as Kubernetes keeps it. */
const BASE64 = /(?<![A-Za-z0-9+/])c2st[A-Za-z0-9+/]{16,}={0,2}/g;
/** The end of a line as it is, in JSON, in a shell, in mail; and what mail and diffs put before the next one. */
const LINE_END = /(?:\\|=)?(?:\r?\n|(?:\\r)?\\n)[ \t>|#+]*/y;
const CONTINUED = new RegExp(`${BODY}+(?!${BODY}|[ \\t]*(?:[:(]|=(?!\\r?\\n)))`, 'y');
const MOST_LINES = 8;

/** The part of a key that says what it is for, and is no secret. */
export const keyKind = (head: string): string => /^sk-(?:(?:proj|admin|svcacct|service|none)-)?/i.exec(head)?.[0] ?? '';

/** In the order in which they stand in the text. */
export function keyClues(pasted: string): KeyClue[] {
  const { text, at } = readableText(pasted);
  const inPasted = (clue: KeyClue): KeyClue => ({
    ...clue,
    start: at[clue.start] ?? 0,
    end: at[clue.end] ?? pasted.length,
  });
  const found = [...written(text), ...encoded(text)];
  const [, alone] = ALONE.exec(text) ?? [];
  const rest = found.length === 0 && alone !== undefined ? [fragment(text.indexOf(alone), alone, true)] : parts(text);
  const all = [...found, ...rest.filter(({ start }) => !isWithin(start, found))];
  return all.sort((a, b) => a.start - b.start).map(inPasted);
}

/** @param found in any order; few, where the other parts of a text are many */
const isWithin = (place: number, found: readonly KeyClue[]): boolean =>
  found.some(({ start, end }) => start <= place && place < end);

/** Whatever begins with `sk-` and goes on like a key. */
function written(text: string): KeyClue[] {
  return [...text.matchAll(KEY)].flatMap((match) => {
    // Stars on both sides make it bold in a chat; they hide nothing.
    const token = text[match.index - 1] === '*' ? match[0].replace(/\*{1,3}$/, '') : match[0];
    const masks = [...token.matchAll(HIDDEN)];
    const start = match.index;
    return (masks.length > 0 ? maskedKey(token, start, masks) : plainKey(token, start, text)) ?? [];
  });
}

/** Somebody has hidden the middle of it, or the end. */
function maskedKey(token: string, start: number, masks: readonly RegExpExecArray[]): KeyClue | null {
  const [first, last] = [masks[0], masks.at(-1)];
  if (first === undefined || last === undefined) return null;
  const head = token.slice(0, first.index);
  const after = token.slice(last.index + last[0].length);
  const place = { start, end: start + token.length, head: head.slice(0, HEAD), isCertain: true };
  // What stands before may be the end all the same: three dots follow many a word.
  if (after === '') {
    return bodyOf(head).length < FEWEST ? null : { ...place, tails: endings(head), form: 'cut' };
  }
  // Of `xxxxx7Qa` nobody can tell where the mask ends.
  const tails = /^x/i.test(last[0]) ? [`x${after}`.slice(-TAIL), after.slice(-TAIL)] : [after.slice(-TAIL)];
  const known = tails.filter(({ length }) => length >= FEWEST);
  return known.length === 0 ? null : { ...place, tails: known, form: 'masked' };
}

/** As OpenAI gave it out; where a line ends in it, it may go on in the next one. */
function plainKey(token: string, start: number, text: string): KeyClue | null {
  const lines = continued(text, start + token.length);
  const wraps = lines.findLastIndex(({ piece }) => isRandom(piece)) + 1;
  const readings = [token, ...lines.map((_, index) => joined(token, lines.slice(0, index + 1)))];
  const likely = readings[wraps] ?? token;
  if (!isKey(likely)) return null;
  return {
    start,
    end: lines[wraps - 1]?.end ?? start + token.length,
    head: likely.slice(0, HEAD),
    tails: [...new Set([likely, ...(isKey(token) ? readings : [])].flatMap(endings))],
    form: bodyOf(likely).length >= WHOLE ? 'whole' : 'cut',
    isCertain: true,
  };
}

const joined = (token: string, lines: readonly { piece: string }[]): string =>
  token + lines.map(({ piece }) => piece).join('');
const bodyOf = (token: string): string => token.slice(keyKind(token).length);

/** `sk-learn` is none. */
const isKey = (token: string): boolean =>
  bodyOf(token).length >= WHOLE || (keyKind(token).length > 3 && bodyOf(token).length >= FEWEST);

/** The pieces that may belong to what a line ended in. */
function continued(text: string, from: number): { piece: string; end: number }[] {
  const found: { piece: string; end: number }[] = [];
  let place = from;
  while (found.length < MOST_LINES) {
    LINE_END.lastIndex = place;
    const line = LINE_END.exec(text);
    if (line === null) break;
    CONTINUED.lastIndex = place + line[0].length;
    const piece = CONTINUED.exec(text)?.[0];
    if (piece === undefined) break;
    place += line[0].length + piece.length;
    found.push({ piece, end: place });
  }
  return found;
}

/** The end, and the end without the dashes and underlines of what stands around it. */
function endings(token: string): string[] {
  const bare = token.replace(/[-_]+$/, '');
  return [...new Set([token.slice(-TAIL), bare.slice(-TAIL)])].filter(({ length }) => length >= FEWEST);
}

/** Capital and small letters and digits in one word, or more letters than words have. */
const isRandom = (piece: string): boolean =>
  piece.length >= WHOLE || /\d/.test(piece) || (/[a-z]/.test(piece) && /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(piece));

function encoded(text: string): KeyClue[] {
  return [...text.matchAll(BASE64)].flatMap((match) => {
    const [code] = match;
    const letters = code.replace(/=+$/, '');
    const [clue] = written(atob(letters.slice(0, letters.length - (letters.length % 4 === 1 ? 1 : 0))));
    return clue === undefined ? [] : [{ ...clue, start: match.index, end: match.index + code.length }];
  });
}

/** What may be the end of a key, and what may be a key without its beginning. */
function parts(text: string): KeyClue[] {
  const ends = [...text.matchAll(MASKED_END)].map((match) => {
    const end = match[1] ?? '';
    return fragment(match.index + match[0].length - end.length, end, false);
  });
  const isMixed = (word: string): boolean => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
  const long = [...text.matchAll(LONG)].flatMap((match) =>
    isMixed(match[0]) ? [fragment(match.index, match[0], false)] : [],
  );
  return [...ends, ...long];
}

const fragment = (start: number, token: string, isCertain: boolean): KeyClue => ({
  start,
  end: start + token.length,
  head: '',
  tails: endings(token),
  form: 'fragment',
  isCertain,
});
