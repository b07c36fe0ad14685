import { Popover } from '@mantine/core';
import { ChevronDown, GitCompareArrows } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../lib/days.js';
import { lastDay } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format.js';
import { presetRange, readRange, spellRange } from '../../lib/ranges.js';
import type { Comparison } from './comparison.js';
import type { CostsView } from './costs-view.js';
import type { ChangeView } from './use-costs-view.js';

const Calendar = lazy(async () => ({ default: (await import('../../components/range-picker/calendar.js')).Calendar }));

const KINDS = ['previous', 'month', 'none'] as const;

interface CompareMenuProps {
  view: CostsView;
  today: Day;
  comparison: Comparison | null;
  change: ChangeView;
}

/** With what the range is compared: the period before, the same days of the month before, chosen days or nothing. */
export function CompareMenu({ view, today, comparison, change }: CompareMenuProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const choose = (compare: string) => {
    setOpen(false);
    change({ compare });
  };
  const chosen = view.compare?.includes('..') === true ? readRange(view.compare, today) : null;
  const shown = comparison?.range ?? null;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="control" onClick={() => setOpen(!open)} aria-expanded={open}>
          <GitCompareArrows aria-hidden="true" />
          {shown === null ? (
            t('costs.compare.nothing')
          ) : (
            <span>
              {t('costs.compare.with')}{' '}
              <b>{rangeText(shown, { year: lastDay(shown).slice(0, 4) !== today.slice(0, 4) })}</b>
            </span>
          )}
          <ChevronDown aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('costs.compare.label')}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="range-option"
            aria-pressed={comparison?.kind === kind}
            onClick={() => choose(kind)}
          >
            {t(`costs.compare.${kind}`)}
          </button>
        ))}
        <p className="choices-note">{t('costs.compare.chosen')}</p>
        <div className="calendar-space">
          <Suspense fallback={null}>
            <Calendar
              value={chosen ?? shown ?? presetRange('last-month', today)}
              lastDay={today}
              label={t('costs.compare.chosen')}
              onPick={(range) => choose(spellRange(range))}
            />
          </Suspense>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
