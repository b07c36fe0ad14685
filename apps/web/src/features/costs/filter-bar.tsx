import { Popover } from '@mantine/core';
import { ArrowLeft, ChevronRight, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostDimension } from '@bursar/contract';
import { ChoiceList } from '../../components/choice-list.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import type { Day } from '../../lib/days.js';
import type { CostsView } from './costs-view.js';
import { DIMENSIONS } from './dimensions.js';
import { useFilterChoices, useFilterNames } from './filter-choices.js';
import type { ChangeView } from './use-costs-view.js';

interface FilterProps {
  view: CostsView;
  today: Day;
  change: ChangeView;
}

/** What is filtered, each with a way out, and a way to filter by more. */
export function FilterBar({ view, today, change }: FilterProps) {
  const used = DIMENSIONS.filter((each) => (view.filters[each]?.length ?? 0) > 0 || view.without.includes(each));
  return (
    <>
      {used.map((dimension) => (
        <FilterChip key={dimension} dimension={dimension} view={view} today={today} change={change} />
      ))}
      <AddFilter view={view} today={today} change={change} />
    </>
  );
}

interface DimensionProps extends FilterProps {
  dimension: CostDimension;
}

/** A view without this dimension's filter. */
function cleared(view: CostsView, dimension: CostDimension): Partial<CostsView> {
  const { [dimension]: _removed, ...filters } = view.filters;
  return { filters, without: view.without.filter((each) => each !== dimension) };
}

function FilterChip({ dimension, view, today, change }: DimensionProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const names = useFilterNames(dimension, view, today);
  const values = view.filters[dimension] ?? [];
  const parts = [...values.map(names), ...(view.without.includes(dimension) ? [t(`costs.without.${dimension}`)] : [])];
  const [first = '', ...others] = parts;
  const field = t(`costs.dimension.${dimension}`);
  return (
    <span className="filter-chip">
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" onClick={() => setOpen(!open)} aria-expanded={open} className="entity">
            <span className="nowrap">{t('costs.filter.is', { field })}</span>
            <b className="entity">
              <EntityName name={first} />
            </b>
            {others.length > 0 && <span className="nowrap">{t('costs.filter.andMore', { count: others.length })}</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Choices dimension={dimension} view={view} today={today} change={change} />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        aria-label={t('costs.filter.remove', { field })}
        onClick={() => change(cleared(view, dimension))}
      >
        <X aria-hidden="true" />
      </button>
    </span>
  );
}

function AddFilter({ view, today, change }: FilterProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [dimension, setDimension] = useState<CostDimension | null>(null);
  const toggle = (next: boolean) => {
    setOpen(next);
    setDimension(null);
  };
  return (
    <Popover opened={open} onChange={toggle} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="control dashed small" onClick={() => toggle(!open)} aria-expanded={open}>
          <Plus aria-hidden="true" />
          {t('costs.filter.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('costs.filter.add')}>
        {dimension === null ? (
          <div className="choices-fields">
            {DIMENSIONS.map((each, index) => (
              <button
                key={each}
                type="button"
                className="range-option"
                autoFocus={index === 0}
                onClick={() => setDimension(each)}
              >
                {t(`costs.dimension.${each}`)}
                <ChevronRight aria-hidden="true" />
              </button>
            ))}
          </div>
        ) : (
          <Choices dimension={dimension} view={view} today={today} change={change} onBack={() => setDimension(null)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ dimension, view, today, change, onBack }: DimensionProps & { onBack?: () => void }) {
  const { t } = useTranslation();
  const { choices, error, isPending } = useFilterChoices(dimension, view, today);
  const values = view.filters[dimension] ?? [];
  const chosen = new Set(values);
  const toggle = (value: string) => {
    const next = chosen.has(value) ? values.filter((each) => each !== value) : [...values, value];
    change({ filters: { ...view.filters, [dimension]: next } });
  };
  const isWithout = view.without.includes(dimension);
  const toggleWithout = () =>
    change({ without: isWithout ? view.without.filter((each) => each !== dimension) : [...view.without, dimension] });
  return (
    <div className="choices">
      <div className="choices-head">
        {onBack && (
          <button type="button" className="control bare small icon-only" aria-label={t('words.back')} onClick={onBack}>
            <ArrowLeft aria-hidden="true" />
          </button>
        )}
        {t(`costs.dimension.${dimension}`)}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {isPending ? (
        <div className="skeleton" style={{ height: 200 }} />
      ) : (
        <ChoiceList label={t(`costs.dimension.${dimension}`)} choices={choices} chosen={chosen} onToggle={toggle} />
      )}
      <div className="choices-list">
        <label>
          <input type="checkbox" checked={isWithout} onChange={toggleWithout} />
          {t(`costs.filter.without.${dimension}`)}
        </label>
      </div>
    </div>
  );
}
