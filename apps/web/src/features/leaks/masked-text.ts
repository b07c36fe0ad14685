/** What is shown of a pasted text after it was read: its keys are masked, and the rest of it is kept short. */
import { keyClues, keyKind, TAIL, type KeyClue } from './key-clues.js';

/** Longer texts are refused: nobody pastes so much on purpose, and the page would stand still. */
export const LONGEST_PASTE = 1_000_000;

/** A piece of the text; `clue` is the number of the one that it stands for. */
export interface MaskedPart {
  text: string;
  clue: number | null;
}

/** All that is kept of what was pasted. */
export interface PastedText {
  parts: readonly MaskedPart[];
  clues: readonly KeyClue[];
}

const DOT = '\u2022';
const MOST_DOTS = 32;
const CUT = '\u2026';
/** Of what stands before and after a key as much is shown. */
const AROUND = 120;
const MOST_SHOWN = 4000;

/** Reads a text and lets go of it: the answer holds no key. */
export function readPasted(text: string): PastedText {
  const clues = keyClues(text);
  const parts: MaskedPart[] = [];
  let [done, shown] = [0, 0];
  const show = (part: MaskedPart) => {
    if (part.text !== '') parts.push(part);
    shown += part.text.length;
  };
  for (const [index, clue] of clues.entries()) {
    if (shown > MOST_SHOWN) break;
    // Two readings of one place: the first has masked it.
    const start = Math.max(clue.start, done);
    show({ text: shortened(text.slice(done, start), index > 0, true), clue: null });
    if (clue.end > start) show({ text: masked(text.slice(start, clue.end), clue), clue: index });
    done = Math.max(done, clue.end);
  }
  // What stands behind may hold keys that were not masked any more.
  show({ text: shown > MOST_SHOWN ? CUT : shortened(text.slice(done), clues.length > 0, false), clue: null });
  return { parts, clues };
}

/** What others have masked holds no secret and stays; of a short end there is nothing to hide that OpenAI shows. */
function masked(written: string, { head, tails, form }: KeyClue): string {
  if (form === 'masked' || written.length <= TAIL) return written;
  const kind = keyKind(head);
  const end = form === 'cut' ? '' : (tails[0] ?? '');
  const hidden = Math.max(TAIL, Math.min(MOST_DOTS, written.length - kind.length - end.length));
  return `${kind}${DOT.repeat(hidden)}${end}`;
}

function shortened(text: string, isAfterKey: boolean, isBeforeKey: boolean): string {
  if (text.length <= 2 * AROUND) return text;
  const start = isAfterKey || !isBeforeKey ? text.slice(0, AROUND) : '';
  return `${start} ${CUT} ${isBeforeKey ? text.slice(-AROUND) : ''}`;
}
