/** What stands in the tables of the directory. */
import type { TFunction } from 'i18next';
import { Archive, CircleSlash, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoneReason } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { MoneyCell } from '../../components/money.js';
import { amount } from '../../lib/decimal.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { count } from '../../lib/format/numbers.js';
import { duration, moment, secondsBetween } from '../../lib/format/times.js';
import { useNow } from '../../lib/today.js';

/** Stands where OpenAI says nothing. */
export const DASH = '\u2013';

/** How long ago something was, exact on hover. `absent` stands where it never was. */
export function Ago({ at, absent = DASH }: { at: string | null; absent?: string }) {
  const { t } = useTranslation();
  const now = useNow();
  if (at === null) return <span className="none">{absent}</span>;
  return (
    <time dateTime={at} title={moment(at)} className="nowrap">
      {now === null ? moment(at) : agoWords(secondsBetween(at, now), t)}
    </time>
  );
}

function agoWords(seconds: number, t: TFunction): string {
  return seconds < 60 ? t('words.justNow') : t('words.ago', { duration: duration(seconds) });
}

/** The UTC day of an instant, exact on hover. */
export function DayCell({ at, absent = DASH }: { at: string | null; absent?: string }) {
  if (at === null) return <span className="none">{absent}</span>;
  return (
    <time dateTime={at} title={moment(at)} className="nowrap">
      {day.full(dayOf(at))}
    </time>
  );
}

/** An amount as the API writes it; unknown is a dash, never zero. */
export const SpendCell = ({ value }: { value: string | null }) => (
  <MoneyCell value={value === null ? null : amount(value)} />
);

export function CountCell({ value }: { value: number | undefined }) {
  return value === undefined ? <span className="none">{DASH}</span> : count(value);
}

interface Seen {
  gone_at: string | null;
  gone_reason: GoneReason | null;
}

/** When and why something is no more; nothing while OpenAI lists it. */
export function GoneBadge({ of: { gone_at, gone_reason } }: { of: Seen }) {
  const { t } = useTranslation();
  if (gone_at === null) return null;
  const why = gone_reason === null ? undefined : t(`directory.gone.why.${gone_reason}`, { at: moment(gone_at) });
  return (
    <span title={why}>
      {gone_reason === 'project_archived' ? (
        <StateTag icon={Archive}>{t('directory.gone.archivedWith')}</StateTag>
      ) : (
        <StateTag icon={CircleSlash}>{t('directory.gone.since', { day: day.full(dayOf(gone_at)) })}</StateTag>
      )}
    </span>
  );
}

/** A state that is no severity: nothing has to be done about it. */
export function StateTag({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <span className="badge tone-unknown">
      <Icon aria-hidden="true" />
      {children}
    </span>
  );
}

/** A word of OpenAI's as it is; a dash where it says none. */
export function WordCell({ word }: { word: string | null }) {
  return word === null || word === '' ? <span className="none">{DASH}</span> : <EntityName name={word} />;
}

/** A name that OpenAI may not have given; then it is said, with the id beside it. */
export function NameOrNone({ name }: { name: string | null }) {
  const { t } = useTranslation();
  if (name === null || name.trim() === '') return <span className="none">{t('directory.unnamed')}</span>;
  return <EntityName name={name} />;
}

/** A small second line under a name: an id, a mail. */
export function SecondLine({ text, mono = false }: { text: string; mono?: boolean }) {
  return (
    <span className={mono ? 'second-line mono' : 'second-line'}>
      <EntityName name={text} />
    </span>
  );
}

interface NameCellProps {
  /** The name, and what marks it beside. */
  children: ReactNode;
  /** The small second line, where there is one. */
  second: string | null;
  mono?: boolean;
}

/** The head of a row: a name with its marks, and what tells it from others of that name. */
export function NameCell({ children, second, mono = false }: NameCellProps) {
  return (
    <span className="directory-name">
      <span className="lines">
        <span className="badged">{children}</span>
        {second !== null && <SecondLine text={second} mono={mono} />}
      </span>
    </span>
  );
}
