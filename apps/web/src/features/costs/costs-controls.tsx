import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { RangePicker } from '../../components/range-picker/range-picker.js';
import { Segments } from '../../components/segments.js';
import { lastDay, type Day } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { presetRange, readRange } from '../../lib/ranges.js';
import { CompareMenu, type OfferedComparison } from '../explorer/compare-menu.js';
import { ControlsSheet, NARROW } from '../explorer/controls-sheet.js';
import { FilterBar } from '../explorer/filter-bar.js';
import { countFilters } from '../explorer/filters.js';
import { GroupMenu, SecondGroupMenu, type Grouping } from '../explorer/group-menus.js';
import { BUCKETS, type CostsView, type ViewBucket } from './costs-view.js';
import { DIMENSIONS } from './dimensions.js';
import { useOfferedGroupings } from './offered-groupings.js';
import { useFilterSource } from './filter-choices.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

interface CostsControlsProps {
  view: CostsView;
  today: Day;
  bucket: ViewBucket;
  figures: CostFigures | null;
  change: ChangeView;
}

const COMPARISONS: readonly OfferedComparison[] = ['previous', 'month', 'none'];

/** Range, width, grouping, filters and comparison, from left to right; most of them in a sheet on a narrow screen. */
export function CostsControls(props: CostsControlsProps) {
  const { t } = useTranslation();
  const { view, today, change } = props;
  const isNarrow = useMediaQuery(NARROW);
  const source = useFilterSource(view, today);
  // The menus offer the dimensions of costs and no others.
  const regroup = (grouping: Grouping) =>
    change({ ...(grouping as Pick<CostsView, 'groupBy' | 'thenBy'>), sort: null });
  const groups = { dimensions: useOfferedGroupings(), view, onChange: regroup };
  const refilter = (part: { without?: readonly string[]; filters?: object }) => change(part as Partial<CostsView>);
  const filters = <FilterBar dimensions={DIMENSIONS} view={view} source={source} change={refilter} />;
  return (
    <div className="controls" role="group" aria-label={t('explorer.controls')}>
      <RangePicker value={view.range} today={today} onChange={(range) => change({ range, bucket: null })} />
      {isNarrow ? (
        <>
          <GroupMenu {...groups} />
          <ControlsSheet filters={countFilters(view)}>
            <BucketChoice {...props} />
            <SecondGroupMenu {...groups} />
            {filters}
            <Compare {...props} />
          </ControlsSheet>
        </>
      ) : (
        <>
          <BucketChoice {...props} />
          <GroupMenu {...groups} />
          <SecondGroupMenu {...groups} />
          {filters}
          <span className="push">
            <Compare {...props} />
          </span>
        </>
      )}
    </div>
  );
}

const BucketChoice = ({ bucket, change }: CostsControlsProps) => {
  const { t } = useTranslation();
  return (
    <Segments
      label={t('explorer.bucket.label')}
      value={bucket}
      options={BUCKETS.map((value) => ({ value, label: t(`explorer.bucket.${value}`) }))}
      onChange={(value) => change({ bucket: value })}
    />
  );
};

function Compare({ view, today, figures, change }: CostsControlsProps) {
  const shown = figures?.comparison.range ?? null;
  const chosen = view.compare?.includes('..') === true ? readRange(view.compare, today) : null;
  return (
    <CompareMenu
      kinds={COMPARISONS}
      active={figures?.comparison.kind ?? null}
      shown={shown && rangeText(shown, { year: lastDay(shown).slice(0, 4) !== today.slice(0, 4) })}
      days={chosen ?? shown ?? presetRange('last-month', today)}
      today={today}
      onChoose={(compare) => change({ compare })}
    />
  );
}
