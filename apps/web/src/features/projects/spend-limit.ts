import type { ProjectDetail } from '@bursar/contract';

type SpendLimit = NonNullable<ProjectDetail['settings']['spend_limit']>;

/** The limit that is set; null: none is, or it is gone. */
export function limitOf({ settings: { spend_limit: limit } }: Pick<ProjectDetail, 'settings'>): SpendLimit | null {
  return limit === null || limit.gone_at !== null ? null : limit;
}

/** An amount that somebody typed: as a plain decimal, and in the cents that OpenAI takes. */
export interface Dollars {
  text: string;
  cents: number;
}

/** Digits are moved and nothing is multiplied, so that no cent is lost. Null: no amount that OpenAI takes. */
export function readDollars(typed: string): Dollars | null {
  const match = /^\$?(\d{1,13})(?:\.(\d{1,2}))?$/.exec(typed.replace(/[\s,]/g, ''));
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  const cents = Number(whole + fraction.padEnd(2, '0'));
  return cents >= 1 ? { text: fraction === '' ? whole : `${whole}.${fraction}`, cents } : null;
}
