import { Popover } from '@mantine/core';
import { ChevronDown, Clock3 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.js';
import { hourShort } from './impact-words.js';
import '../../components/range-picker/range-picker.css';
import './leak-words.js';

const DAYS_AGO = [1, 3, 7, 30] as const;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 31 * 24 * HOUR_MS;

interface SincePickerProps {
  since: string;
  /** null: no hour stands out. */
  firstHour: string | null;
  now: string;
  onSince: (since: string) => void;
}

/** Since when a key is in other hands: what the figures suggest, some days back, or any hour of the last 31 days. */
export function SincePicker({ since, firstHour, now, onSince }: SincePickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const choose = (at: string) => {
    setOpen(false);
    onSince(at);
  };
  const suggestions = [
    ...(firstHour === null ? [] : [{ label: t('leaks.since.firstHour'), at: firstHour }]),
    ...DAYS_AGO.map((count) => ({ label: t('leaks.since.days', { count }), at: hoursBefore(now, count * 24) })),
  ];
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="control small" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Clock3 aria-hidden="true" />
          {t('leaks.since.label')} <b>{hourShort(since)}</b>
          <ChevronDown aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('leaks.since.title')}>
        <div className="since-panel">
          {suggestions.map(({ label, at }) => (
            <button
              key={label}
              type="button"
              className="range-option"
              aria-pressed={at === since}
              onClick={() => choose(at)}
            >
              {label}
              <span>{hourShort(at)}</span>
            </button>
          ))}
          <ExactTime since={since} now={now} onSince={choose} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function ExactTime({ since, now, onSince }: Pick<SincePickerProps, 'since' | 'now' | 'onSince'>) {
  const { t } = useTranslation();
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // A field of a time knows no zone: what is written in it is read as UTC, as it says.
    const at = `${String(new FormData(event.currentTarget).get('since') ?? '').slice(0, 16)}:00Z`;
    const age = Date.parse(now) - Date.parse(at);
    const isRight = age >= 0 && age <= LONGEST_MS;
    setWrong(!isRight);
    if (isRight) onSince(at);
  };
  return (
    <form className="since-form" noValidate onSubmit={submit}>
      <FormField
        type="datetime-local"
        name="since"
        label={t('leaks.since.exact')}
        hint={t('leaks.since.exactHint')}
        error={isWrong ? t('leaks.since.wrong') : undefined}
        defaultValue={since.slice(0, 16)}
        step={60}
      />
      <button type="submit" className="control">
        {t('leaks.since.apply')}
      </button>
    </form>
  );
}

/** At the start of its hour, as the server looks at it. */
function hoursBefore(now: string, hours: number): string {
  const at = Math.floor(Date.parse(now) / HOUR_MS) * HOUR_MS - hours * HOUR_MS;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
