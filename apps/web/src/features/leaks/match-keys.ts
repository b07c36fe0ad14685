/** Which of the known keys a pasted text may mean, by what OpenAI shows of each. */
import type { KeyClue } from './key-clues.js';

/** `match`: beginning and end; `possible`: the end alone; `unlikely`: the same letters otherwise written, or begun. */
export const MATCH_RANKS = ['match', 'possible', 'unlikely'] as const;
export type MatchRank = (typeof MATCH_RANKS)[number];
export type MatchReason = 'both' | 'end' | 'shortEnd' | 'beginning' | 'letterCase' | 'otherBeginning';

/** What there is to compare with: OpenAI writes `sk-proj-` and `*` and the last 4, its documents `sk-abc...def`. */
export interface Redacted {
  redacted_value: string | null;
}

export interface KeyMatch<Key> {
  key: Key;
  rank: MatchRank;
  reason: MatchReason;
  /** How many of the last characters were compared; of the first where the reason is the beginning. */
  letters: number;
  /** The number of the clue. */
  clue: number;
}

type Verdict = Pick<KeyMatch<unknown>, 'rank' | 'reason' | 'letters'>;

interface Shown {
  head: string;
  tail: string;
}

const FEWEST = 3;
const MASKED = /^(.*?)(?:\*+|\.{2,}|[\u2026\u2022]+)(.*)$/;

/** Each key once, by its best clue; the surest first, in the order of the keys otherwise. */
export function matchKeys<Key extends Redacted>(clues: readonly KeyClue[], keys: readonly Key[]): KeyMatch<Key>[] {
  const shown = keys.flatMap((key) => {
    const [, head, tail] = MASKED.exec(key.redacted_value ?? '') ?? [];
    return head === undefined || tail === undefined ? [] : [{ key, head, tail }];
  });
  const byEnd = Map.groupBy(shown, ({ tail }) => endOf(tail));
  const best = new Map<Key, KeyMatch<Key>>();
  const seen = new Set<string>();
  clues.forEach((clue, index) => {
    const likeness = [clue.form, clue.head, ...clue.tails].join(' ');
    if (seen.has(likeness)) return;
    seen.add(likeness);
    const ends = new Set(clue.tails.map(endOf));
    const near = ends.size === 0 || clue.form === 'cut' ? shown : [...ends].flatMap((end) => byEnd.get(end) ?? []);
    for (const { key, ...each } of near) {
      const verdict = compared(clue, each);
      const before = best.get(key);
      if (verdict === null || (before !== undefined && placeOf(before) <= placeOf(verdict))) continue;
      best.set(key, { key, clue: index, ...verdict });
    }
  });
  const place = new Map(keys.map((key, index) => [key, index]));
  return [...best.values()].sort(
    (a, b) => placeOf(a) - placeOf(b) || (place.get(a.key) ?? 0) - (place.get(b.key) ?? 0),
  );
}

const endOf = (tail: string): string => tail.slice(-FEWEST).toLowerCase();
const placeOf = ({ rank }: Verdict): number => MATCH_RANKS.indexOf(rank);

function compared(clue: KeyClue, shown: Shown): Verdict | null {
  const verdicts = clue.tails.flatMap((tail) => byTail(clue, tail, shown) ?? []);
  const [best] = verdicts.sort((a, b) => placeOf(a) - placeOf(b));
  return best ?? byHead(clue, shown);
}

function byTail({ head, form }: KeyClue, tail: string, shown: Shown): Verdict | null {
  const letters = Math.min(tail.length, shown.tail.length);
  if (letters < FEWEST) return null;
  const [ours, theirs] = [tail.slice(-letters), shown.tail.slice(-letters)];
  if (ours.toLowerCase() !== theirs.toLowerCase()) return null;
  const beginning = beginningOf(head, shown.head);
  const isWhole = letters === shown.tail.length;
  if (ours !== theirs || beginning === 'otherCase') {
    return isWhole && beginning !== 'other' ? { rank: 'unlikely', reason: 'letterCase', letters } : null;
  }
  if (beginning === 'other') return { rank: 'unlikely', reason: 'otherBeginning', letters };
  if (beginning === 'same' && isWhole && form !== 'cut') return { rank: 'match', reason: 'both', letters };
  return { rank: 'possible', reason: isWhole ? 'end' : 'shortEnd', letters };
}

/** Where the end is cut off: what OpenAI shows of the beginning may be more than the kind of the key. */
function byHead({ head, form }: KeyClue, shown: Shown): Verdict | null {
  const isTelling = shown.head.replace(/^sk-(?:(?:proj|admin|svcacct|service|none)-?)?/i, '').length >= FEWEST;
  if (form !== 'cut' || !isTelling || beginningOf(head, shown.head) !== 'same') return null;
  return { rank: 'possible', reason: 'beginning', letters: shown.head.length };
}

/** `open`: too little of it was pasted to tell. */
function beginningOf(head: string, shown: string): 'same' | 'open' | 'otherCase' | 'other' {
  const length = Math.min(head.length, shown.length);
  const [ours, theirs] = [head.slice(0, length), shown.slice(0, length)];
  if (ours.toLowerCase() !== theirs.toLowerCase()) return 'other';
  if (ours !== theirs) return 'otherCase';
  // A part that tells less than OpenAI shows fits this key, and others.
  return length === shown.length ? 'same' : 'open';
}
