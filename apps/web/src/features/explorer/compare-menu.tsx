import { Popover } from '@mantine/core';
import { ChevronDown, GitCompareArrows } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, DayRange } from '../../lib/days.js';
import { spellRange } from '../../lib/ranges.js';

const Calendar = lazy(async () => ({ default: (await import('../../components/range-picker/calendar.js')).Calendar }));

/** `month` means the same days of the month before. */
export type OfferedComparison = 'previous' | 'month' | 'none';

interface CompareMenuProps {
  kinds: readonly OfferedComparison[];
  active: string | null;
  /** The range compared with, in words; null where nothing is. */
  shown: string | null;
  /** The days that the calendar starts with; null where days cannot be chosen, because buckets are narrower. */
  days: DayRange | null;
  today: Day;
  onChoose: (compare: string) => void;
}

/** With what the range is compared: the period before, the same days of the month before, chosen days or nothing. */
export function CompareMenu({ kinds, active, shown, days, today, onChoose }: CompareMenuProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const choose = (compare: string) => {
    setOpen(false);
    onChoose(compare);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="control" onClick={() => setOpen(!open)} aria-expanded={open}>
          <GitCompareArrows aria-hidden="true" />
          {shown === null ? (
            t('explorer.compare.nothing')
          ) : (
            <span>
              {t('explorer.compare.with')} <b>{shown}</b>
            </span>
          )}
          <ChevronDown aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('explorer.compare.label')}>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="range-option"
            aria-pressed={active === kind}
            onClick={() => choose(kind)}
          >
            {t(`explorer.compare.${kind}`)}
          </button>
        ))}
        {days !== null && (
          <>
            <p className="choices-note">{t('explorer.compare.chosen')}</p>
            <div className="calendar-space">
              <Suspense fallback={null}>
                <Calendar
                  value={days}
                  lastDay={today}
                  label={t('explorer.compare.chosen')}
                  onPick={(range) => choose(spellRange(range))}
                />
              </Suspense>
            </div>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
