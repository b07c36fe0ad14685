import { Popover, VisuallyHidden } from '@mantine/core';
import { CalendarDays, ChevronDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, earlier, lastDay, startOfMonth, type Day, type DayRange } from '../../lib/days.js';
import { month, range as rangeText } from '../../lib/format/days.js';
import { PRESETS, presetRange, readRange, spellMonth, spellRange } from '../../lib/ranges.js';
import './range-picker.css';

const Calendar = lazy(async () => ({ default: (await import('./calendar.js')).Calendar }));

const MONTHS = 12;

/** Ranges that end now, for what is counted by hour or minute. */
export interface RecentRanges {
  options: readonly { value: string; label: string; range: string }[];
}

interface RangePickerProps {
  /** As the link spells it; empty: any time, where that may be chosen. */
  value: string;
  today: Day;
  /** Words for no range at all, where that is a choice. */
  anyTime?: string;
  onChange: (value: string) => void;
  recent?: RecentRanges;
}

/** Days in UTC: presets, the last months, or any two days. */
export function RangePicker({ value, today, anyTime, onChange, recent }: RangePickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const chosen = recent?.options.find((each) => each.value === value);
  const range = readRange(value, today) ?? presetRange('mtd', today);
  const isAny = value === '' && anyTime !== undefined;
  const choose = (next: string) => {
    setOpen(false);
    onChange(next);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="control" onClick={() => setOpen(!open)}>
          <CalendarDays aria-hidden="true" />
          <VisuallyHidden>{t('range.button')}</VisuallyHidden>{' '}
          {isAny ? anyTime : (chosen?.label ?? shownRange(range, today))}{' '}
          {!isAny && <span className="quiet roomy">{t('words.utc')}</span>}
          <ChevronDown aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('range.label')}>
        <div className="range-panel">
          <div>
            {recent && <Recent {...recent} value={value} onChoose={choose} />}
            <Presets value={value} today={today} anyTime={anyTime} onChoose={choose} />
          </div>
          <div>
            <Months value={value} today={today} onChoose={choose} />
            <h2>{t('range.custom')}</h2>
            <div className="calendar-space">
              <Suspense fallback={null}>
                <Calendar
                  value={{ start: range.start, end: earlierEnd(range, today) }}
                  lastDay={today}
                  label={t('range.custom')}
                  onPick={(picked) => choose(spellRange(picked))}
                />
              </Suspense>
            </div>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ChoiceProps {
  value: string;
  today: Day;
  onChoose: (value: string) => void;
}

function Presets({ value, today, anyTime, onChoose }: ChoiceProps & { anyTime: string | undefined }) {
  const { t } = useTranslation();
  return (
    <div>
      {anyTime !== undefined && (
        <button type="button" className="range-option" aria-pressed={value === ''} onClick={() => onChoose('')}>
          {anyTime}
        </button>
      )}
      {PRESETS.map((preset) => (
        <button
          key={preset}
          type="button"
          className="range-option"
          aria-pressed={preset === value}
          onClick={() => onChoose(preset)}
        >
          {t(`range.preset.${preset}`)}
          <span>{rangeText(presetRange(preset, today))}</span>
        </button>
      ))}
    </div>
  );
}

function Recent({ options, value, onChoose }: RecentRanges & Omit<ChoiceProps, 'today'>) {
  return (
    <div>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="range-option"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
          <span>{option.range}</span>
        </button>
      ))}
    </div>
  );
}

function Months({ value, today, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  const months = Array.from({ length: MONTHS }, (_, back) => addMonths(startOfMonth(today), -back - 1));
  return (
    <>
      <h2>{t('range.months')}</h2>
      <div className="month-grid">
        {months.map((each) => (
          <button
            key={each}
            type="button"
            className="range-option"
            aria-pressed={spellMonth(each) === value}
            onClick={() => onChoose(spellMonth(each))}
          >
            {month.year(each)}
          </button>
        ))}
      </div>
    </>
  );
}

const earlierEnd = (range: DayRange, today: Day): Day => earlier(range.end, presetRange('mtd', today).end);

/** The year is left out where it is this one. */
function shownRange(range: DayRange, today: Day): string {
  const year = lastDay(range).slice(0, 4) !== today.slice(0, 4);
  return rangeText(range, { year });
}
