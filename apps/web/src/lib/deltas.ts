/** How a change is judged: in words where a percentage would mislead. */
import { amount, magnitude, percentOf, ZERO, type Amount } from './decimal.js';

export type Delta =
  | { kind: 'percent'; percent: string; judgement: 'over' | 'under' | 'flat'; direction: 'up' | 'down' | 'none' }
  | { kind: 'new' | 'gone' | 'no-meaning' | 'none' };

const SMALLEST_BASE = amount('1');
const NEUTRAL_PERCENT = amount('5');

/**
 * Within ±5 % a change is no news; from nothing it is "new", to nothing "gone"; on a base below one unit of money,
 * or a negative one, a percentage means nothing.
 */
export function deltaOf(now: Amount, before: Amount | null): Delta {
  if (before === null) return { kind: 'none' };
  if (before === ZERO) return { kind: now === ZERO ? 'none' : 'new' };
  if (now === ZERO) return { kind: 'gone' };
  if (before < SMALLEST_BASE) return { kind: 'no-meaning' };
  const percent = percentOf(now - before, before);
  if (percent === null) return { kind: 'none' };
  const change = amount(percent);
  const direction = change === ZERO ? 'none' : change > ZERO ? 'up' : 'down';
  const neutral = magnitude(change) <= NEUTRAL_PERCENT;
  return { kind: 'percent', percent, direction, judgement: neutral ? 'flat' : direction === 'up' ? 'over' : 'under' };
}
