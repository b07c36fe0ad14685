import { Popover } from '@mantine/core';
import { ArrowLeft, ChevronRight, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceList } from '../../components/choice-list.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { dimensionName, withoutName } from './dimension-words.js';
import type { FilteredView, FilterSource } from './filters.js';

interface FilterProps {
  dimensions: readonly string[];
  view: FilteredView;
  source: FilterSource;
  change: (change: Partial<FilteredView>) => void;
}

/** What is filtered, each with a way out, and a way to filter by more. */
export function FilterBar(props: FilterProps) {
  const { dimensions, view } = props;
  const used = dimensions.filter((each) => (view.filters[each]?.length ?? 0) > 0 || view.without.includes(each));
  return (
    <>
      {used.map((dimension) => (
        <FilterChip key={dimension} dimension={dimension} {...props} />
      ))}
      <AddFilter {...props} />
    </>
  );
}

interface DimensionProps extends FilterProps {
  dimension: string;
}

/** A view without this dimension's filter. */
function cleared(view: FilteredView, dimension: string): FilteredView {
  const { [dimension]: _removed, ...filters } = view.filters;
  return { filters, without: view.without.filter((each) => each !== dimension) };
}

function FilterChip(props: DimensionProps) {
  const { dimension, view, source, change } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const names = source.useNames(dimension);
  const values = view.filters[dimension] ?? [];
  const parts = [...values.map(names), ...(view.without.includes(dimension) ? [withoutName(dimension, t)] : [])];
  const [first = '', ...others] = parts;
  const field = dimensionName(dimension, t);
  return (
    <span className="filter-chip">
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" onClick={() => setOpen(!open)} aria-expanded={open} className="entity">
            <span className="nowrap">{t('explorer.filter.is', { field })}</span>
            <b className="entity">
              <EntityName name={first} />
            </b>
            {others.length > 0 && (
              <span className="nowrap">{t('explorer.filter.andMore', { count: others.length })}</span>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Choices {...props} />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        aria-label={t('explorer.filter.remove', { field })}
        onClick={() => change(cleared(view, dimension))}
      >
        <X aria-hidden="true" />
      </button>
    </span>
  );
}

function AddFilter(props: FilterProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [dimension, setDimension] = useState<string | null>(null);
  const toggle = (next: boolean) => {
    setOpen(next);
    setDimension(null);
  };
  return (
    <Popover opened={open} onChange={toggle} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="control dashed small" onClick={() => toggle(!open)} aria-expanded={open}>
          <Plus aria-hidden="true" />
          {t('explorer.filter.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('explorer.filter.add')}>
        {dimension === null ? (
          <div className="choices-fields">
            {props.dimensions.map((each, index) => (
              <button
                key={each}
                type="button"
                className="range-option"
                autoFocus={index === 0}
                onClick={() => setDimension(each)}
              >
                {dimensionName(each, t)}
                <ChevronRight aria-hidden="true" />
              </button>
            ))}
          </div>
        ) : (
          <Choices {...props} dimension={dimension} onBack={() => setDimension(null)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ dimension, view, source, change, onBack }: DimensionProps & { onBack?: () => void }) {
  const { t } = useTranslation();
  const { choices, error, isPending } = source.useChoices(dimension);
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
        {dimensionName(dimension, t)}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {isPending ? (
        <div className="skeleton" style={{ height: 200 }} />
      ) : (
        <ChoiceList label={dimensionName(dimension, t)} choices={choices} chosen={chosen} onToggle={toggle} />
      )}
      <div className="choices-list">
        <label>
          <input type="checkbox" checked={isWithout} onChange={toggleWithout} />
          {withoutName(dimension, t)}
        </label>
      </div>
    </div>
  );
}
