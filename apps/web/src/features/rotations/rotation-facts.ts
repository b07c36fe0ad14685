/** What a rotation says of itself, as the parts of its page need it. */
import type { TFunction } from 'i18next';
import type { Drain, DrainReason, Rotation, RotationItem, RotationStep } from '@bursar/contract';
import { duration, moment, clock, secondsBetween } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';

/** What is to be done now. `find`: whether OpenAI made a key is not known. `wait`: the old key has an end that is to come. */
export type NextStep = 'find' | 'make' | 'replace' | 'place' | 'retire' | 'wait' | 'finish' | 'over';

/** @param now the server's time */
export function nextStepOf(rotation: Rotation, now: string): NextStep {
  const { state, is_creation_open: isOpen, new_key: newKey } = rotation;
  if (isOpen && state !== 'done' && state !== 'cancelled') return 'find';
  switch (state) {
    case 'opened':
      return 'make';
    case 'created':
      return newKey?.is_secret_lost === true ? 'replace' : 'place';
    case 'draining':
      return 'retire';
    case 'expiring':
      return hasEnded(rotation, now) ? 'finish' : 'wait';
    case 'deleted':
      return 'finish';
    default:
      return 'over';
  }
}

/** Whether the old key can do nothing any more. */
export const hasEnded = ({ old_key: { expires_at: end, gone_at: gone } }: RotationItem, now: string): boolean =>
  gone !== null || (end !== null && end <= now);

/** Whether the server ends the old key without being forced to. */
export const isSilent = ({ state }: Drain): boolean => state === 'quiet' || state === 'drained';

/** Why it was opened; empty where that is erased with whoever wrote it. */
export const reasonOf = ({ reason }: { reason: string | null }): string => reason ?? '';

/** `…T4bn`: what tells keys apart are the last characters. */
export function tailOf({
  redacted_value: redacted,
  api_key_id: id,
}: {
  redacted_value: string | null;
  api_key_id: string;
}) {
  return `\u2026${(redacted ?? id).slice(-4)}`;
}

/** `sk-proj-…T4bn`, as far as OpenAI shows it. */
export const shortened = (redacted: string): string => redacted.replace(/[*.]{3,}/, '\u2026');

/** Without a name a key is called by its end. */
export const keyName = (key: { name: string | null; redacted_value: string | null; api_key_id: string }): string =>
  key.name === null || key.name.trim() === '' ? tailOf(key) : key.name;

export const whoName = (who: RotationStep['by'], t: TFunction): string =>
  who === null ? t('rotations.who.bursar') : isolated(who.name ?? t('rotations.who.unnamed'));

export const requiredText = ({ required_minutes: minutes }: Pick<Drain, 'required_minutes'>): string =>
  duration(minutes * 60);

/** `2 min ago`, or null where it was less than a minute ago. */
export function agoText(at: string, now: string, t: TFunction): string | null {
  const seconds = secondsBetween(at, now);
  return seconds < 60 ? null : t('words.ago', { duration: duration(seconds) });
}

/** `13:52 UTC` today, else with its day. */
export const atText = (at: string, now: string): string =>
  at.slice(0, 10) === now.slice(0, 10) ? clock(at) : moment(at);

/** Why the old key does not count as drained, the gravest first. */
export const reasonText = (reason: DrainReason, drain: Drain, t: TFunction): string =>
  t(`rotations.evidence.reason.${reason}`, { required: requiredText(drain) });

/** For how long nothing has called; null: it is not known since when. */
export const silentFor = ({ quiet_since: since }: Drain, now: string): string | null =>
  since === null ? null : duration(secondsBetween(since, now));

/** When the step was taken, in its own words of the timeline. */
export const closedAfter = ({ opened_at: from, closed_at: to }: RotationItem): string | null =>
  to === null ? null : duration(secondsBetween(from, to));
