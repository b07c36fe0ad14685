import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityFacetsAnswer } from '@bursar/contract';
import { FacetFilter } from '../../components/facet-filter.js';
import { FilterSheet } from '../../components/filter-sheet.js';
import { RangePicker } from '../../components/range-picker/range-picker.js';
import { SearchField } from '../../components/search-field.js';
import { TextFilter } from '../../components/text-filter.js';
import { areaOf, byArea, kindName } from '../../lib/activity-words.js';
import type { Day } from '../../lib/days.js';
import { count } from '../../lib/format/numbers.js';
import { DEFAULT_VIEW, filterCount, type ActivityView, type ValueFilter } from './activity-view.js';
import type { ChangeView } from './use-activity-view.js';

interface ActivityControlsProps {
  view: ActivityView;
  today: Day;
  facets: ActivityFacetsAnswer | undefined;
  change: ChangeView;
}

const NARROW = '(max-width: 599px)';

/** Time, words and filters; on a narrow screen most of them in a sheet. */
export function ActivityControls(props: ActivityControlsProps) {
  const { t } = useTranslation();
  const { view, today, change } = props;
  const isNarrow = useMediaQuery(NARROW);
  const inSheet = (filters: ReactNode) => (
    <FilterSheet set={filterCount({ ...view, range: '', q: '' })}>{filters}</FilterSheet>
  );
  const filters = <Filters {...props} />;
  return (
    <div className="controls" role="group" aria-label={t('activity.filter.label')}>
      <SearchField label={t('activity.filter.search')} value={view.q} onSearch={(q) => change({ q })} />
      <RangePicker
        value={view.range}
        today={today}
        anyTime={t('activity.filter.anyTime')}
        onChange={(range) => change({ range })}
      />
      {isNarrow ? inSheet(filters) : filters}
    </div>
  );
}

function Filters({ view, facets, change }: ActivityControlsProps) {
  const { t } = useTranslation();
  const { values } = view;
  const set = (name: ValueFilter) => (chosen: readonly string[]) => change({ values: { ...values, [name]: chosen } });
  return (
    <>
      <FacetFilter
        field={t('activity.filter.person')}
        choices={(facets?.people ?? []).map(({ person_id: id, name, count: entries }) => ({
          value: id,
          label: name ?? t('activity.who.erased', { id }),
          figure: count(entries),
        }))}
        chosen={values.person}
        onChange={set('person')}
      />
      <FacetFilter
        field={t('activity.filter.what')}
        choices={(facets?.what ?? [])
          .toSorted((a, b) => byArea(a.what, b.what))
          .map(({ what, count: entries }) => ({
            value: what,
            label: kindName(what, t),
            figure: count(entries),
            group: t(`activity.area.${areaOf(what)}`),
          }))}
        chosen={values.what}
        onChange={set('what')}
      />
      <FacetFilter
        field={t('activity.filter.outcome')}
        choices={(facets?.outcomes ?? []).map(({ outcome, count: entries }) => ({
          value: outcome,
          label: t(`activity.outcome.${outcome}`),
          figure: count(entries),
        }))}
        chosen={values.outcome}
        onChange={set('outcome')}
      />
      <TextFilter
        field={t('activity.filter.target')}
        note={t('activity.filter.exact')}
        chosen={values.target}
        onChange={set('target')}
      />
      {filterCount(view) > 0 && (
        <button type="button" className="link-button" onClick={() => change({ ...DEFAULT_VIEW, entry: view.entry })}>
          {t('activity.filter.clear')}
        </button>
      )}
    </>
  );
}
