import type { TFunction } from 'i18next';
import type { KeyTest, Organization } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { duration, secondsBetween } from '../../lib/format/times.js';

type Named = Pick<Organization, 'name' | 'organization_id'>;

/** Its name, else OpenAI's id, else words. */
export const nameOf = ({ name, organization_id: id }: Named, t: TFunction): string =>
  name ?? id ?? t('organizations.unnamed');

/** What has to be typed to delete it: its name, or its id where it has none. */
export const typedName = ({ name, organization_id: id }: Named): string => name ?? id ?? '';

/** Where a key that is no one's here is to be changed. */
export const VARIABLES = { read: 'OPENAI_ADMIN_KEY', write: 'OPENAI_ADMIN_WRITE_KEY' } as const;

const DAY_SECONDS = 86_400;
const WARN_DAYS = 30;
const CRITICAL_DAYS = 7;

export interface Expiry {
  tone: Tone;
  words: string;
  /** Until then, or null: it never expires, or nobody knows when. */
  secondsLeft: number | null;
}

/** How long a key still works: a countdown that warns a month before, because a new key has to be asked for. */
export function expiryOf(test: KeyTest | null, now: string, t: TFunction): Expiry {
  if (test === null || (test.expires_at === null && !test.is_expiry_known)) {
    return { tone: 'unknown', words: t('organizations.expiry.unknown'), secondsLeft: null };
  }
  const { expires_at: at } = test;
  if (at === null) return { tone: 'ok', words: t('organizations.expiry.never'), secondsLeft: null };
  const secondsLeft = secondsBetween(now, at);
  const on = day.full(dayOf(at));
  if (secondsLeft <= 0) return { tone: 'critical', words: t('organizations.expiry.over', { day: on }), secondsLeft };
  return {
    tone: toneOf(secondsLeft),
    words: t('organizations.expiry.in', { time: duration(secondsLeft), day: on }),
    secondsLeft,
  };
}

function toneOf(secondsLeft: number): Tone {
  if (secondsLeft <= CRITICAL_DAYS * DAY_SECONDS) return 'critical';
  return secondsLeft <= WARN_DAYS * DAY_SECONDS ? 'warning' : 'ok';
}

/** The organization whose key for reading ends first, where that is soon. */
export function expiringSoon(
  organizations: readonly Organization[],
  now: string,
  t: TFunction,
): { organization: Organization; expiry: Expiry; at: string }[] {
  return organizations
    .flatMap((organization) => {
      const test = organization.keys.read?.test ?? null;
      const expiry = expiryOf(test, now, t);
      const isSoon = expiry.tone === 'warning' || expiry.tone === 'critical';
      const at = test?.expires_at ?? null;
      return isSoon && at !== null ? [{ organization, expiry, at }] : [];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
