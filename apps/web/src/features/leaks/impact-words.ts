/** Instants and figures of a leak, in words. */
import type { TFunction } from 'i18next';
import type { ImpactDay, LeakImpact } from '@bursar/contract';
import { amount, mean, type Amount } from '../../lib/decimal.js';
import { day } from '../../lib/format/days.js';
import { clock, clockOnly, moment, secondsBetween, duration } from '../../lib/format/times.js';
import { dayOf } from '../../lib/days.js';

/** As long as a call is this young, a key counts as being used. */
const IN_USE_SECONDS = 15 * 60;
/** An end as near as this is told by its time alone. */
const SOON_SECONDS = 24 * 3600;

/** `18 November 03:00 UTC` */
export const hourInWords = (instant: string): string => `${day.long(dayOf(instant))} ${clock(instant)}`;

/** `18 Nov 03:00` */
export const hourShort = (instant: string): string => `${day.short(dayOf(instant))} ${clockOnly(instant)}`;

export const agoOf = (at: string, now: string, t: TFunction): string => {
  const seconds = secondsBetween(at, now);
  return seconds < 60 ? t('words.justNow') : t('words.ago', { duration: duration(seconds) });
};

export type KeyUse =
  { kind: 'ended' | 'ending'; at: string } | { kind: 'still' | 'last'; at: string } | { kind: 'never'; at: null };

/** What matters most of a key: that it ended or is about to, else when it was used. */
export function keyUseOf({ gone_at, expires_at, last_used_at }: LeakImpact['key'], now: string): KeyUse {
  const ended = [gone_at, expires_at].filter((at) => at !== null && at <= now).sort()[0];
  if (ended !== undefined && ended !== null) return { kind: 'ended', at: ended };
  if (expires_at !== null && secondsBetween(now, expires_at) < SOON_SECONDS) return { kind: 'ending', at: expires_at };
  if (last_used_at === null) return { kind: 'never', at: null };
  return { kind: secondsBetween(last_used_at, now) <= IN_USE_SECONDS ? 'still' : 'last', at: last_used_at };
}

export function keyUseWords(use: KeyUse, now: string, t: TFunction): string {
  switch (use.kind) {
    case 'ended':
      return t('leaks.answer.use.ended', { at: moment(use.at) });
    case 'ending':
      return t('leaks.answer.use.ending', { at: clock(use.at) });
    case 'last':
      return t('leaks.answer.use.last', { ago: agoOf(use.at, now, t) });
    default:
      return t(`leaks.answer.use.${use.kind}`);
  }
}

/** What a key usually costs in a day; null: nobody can tell. */
export function usualDay({ days, total }: LeakImpact): Amount | null {
  return total.baseline === null || days.length === 0 ? null : mean(amount(total.baseline), days.length);
}

/** An amount as the API writes it; null stays null. */
export const amountOrNull = (text: string | null): Amount | null => (text === null ? null : amount(text));

/** Nothing was read, or billed: an amount of zero would say too much. */
export const isUnbilled = ({ state, amount: text }: Pick<ImpactDay, 'state' | 'amount'>): boolean =>
  state === 'missing' || (state === 'pending' && amount(text) === 0n);
