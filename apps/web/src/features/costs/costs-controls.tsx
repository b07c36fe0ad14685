import { Drawer, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Check, ChevronDown, Layers, Plus, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostDimension } from '@bursar/contract';
import { RangePicker } from '../../components/range-picker/range-picker.js';
import { Segments } from '../../components/segments.js';
import type { Day } from '../../lib/days.js';
import { BUCKETS, type CostsView, type ViewBucket } from './costs-view.js';
import { CompareMenu } from './compare-menu.js';
import { DIMENSIONS } from './dimensions.js';
import { FilterBar } from './filter-bar.js';
import type { CostFigures } from './cost-figures.js';
import type { ChangeView } from './use-costs-view.js';

interface CostsControlsProps {
  view: CostsView;
  today: Day;
  bucket: ViewBucket;
  figures: CostFigures | null;
  change: ChangeView;
}

/** Range, width, grouping, filters and comparison, from left to right; most of them in a sheet on a narrow screen. */
export function CostsControls(props: CostsControlsProps) {
  const { t } = useTranslation();
  const { view, today, change } = props;
  const isNarrow = useMediaQuery(NARROW);
  return (
    <div className="controls" role="group" aria-label={t('costs.controls')}>
      <RangePicker value={view.range} today={today} onChange={(range) => change({ range, bucket: null })} />
      {isNarrow ? (
        <>
          <GroupMenu view={view} change={change} />
          <ControlsSheet {...props} />
        </>
      ) : (
        <>
          <BucketChoice {...props} />
          <GroupMenu view={view} change={change} />
          <SecondGroupMenu view={view} change={change} />
          <FilterBar view={view} today={today} change={change} />
          <span className="push">
            <Compare {...props} />
          </span>
        </>
      )}
    </div>
  );
}

const NARROW = '(max-width: 599px)';

const BucketChoice = ({ bucket, change }: CostsControlsProps) => {
  const { t } = useTranslation();
  return (
    <Segments
      label={t('costs.bucket.label')}
      value={bucket}
      options={BUCKETS.map((value) => ({ value, label: t(`costs.bucket.${value}`) }))}
      onChange={(value) => change({ bucket: value })}
    />
  );
};

const Compare = ({ view, today, figures, change }: CostsControlsProps) => (
  <CompareMenu view={view} today={today} comparison={figures?.comparison ?? null} change={change} />
);

/** What a narrow screen has no room for beside the range and the grouping. */
function ControlsSheet(props: CostsControlsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { view, today, change } = props;
  const filters = Object.values(view.filters).flat().length + view.without.length;
  return (
    <>
      <button type="button" className="control" aria-expanded={open} onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden="true" />
        {t('costs.sheet.open')}
        {filters > 0 && <b>{filters}</b>}
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size={440}
        title={t('costs.sheet.title')}
        closeButtonProps={{ 'aria-label': t('costs.sheet.close') }}
      >
        <div className="controls-sheet">
          <BucketChoice {...props} />
          <SecondGroupMenu view={view} change={change} />
          <FilterBar view={view} today={today} change={change} />
          <Compare {...props} />
        </div>
      </Drawer>
    </>
  );
}

interface GroupProps {
  view: CostsView;
  change: ChangeView;
}

function GroupMenu({ view, change }: GroupProps) {
  const { t } = useTranslation();
  const name = view.groupBy === null ? t('costs.group.none') : t(`costs.dimension.${view.groupBy}`);
  const choose = (groupBy: CostDimension | null) =>
    change({ groupBy, thenBy: groupBy === null || groupBy === view.thenBy ? null : view.thenBy, sort: null });
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className="control">
          <Layers aria-hidden="true" />
          <span>
            <span className="roomy">{t('costs.group.by')} </span>
            <b>{name}</b>
          </span>
          <ChevronDown aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {[...DIMENSIONS, null].map((dimension) => (
          <Menu.Item
            key={dimension ?? 'none'}
            onClick={() => choose(dimension)}
            rightSection={dimension === view.groupBy && <Check aria-label={t('words.chosen')} />}
          >
            {dimension === null ? t('costs.group.none') : t(`costs.dimension.${dimension}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SecondGroupMenu({ view, change }: GroupProps) {
  const { t } = useTranslation();
  if (view.groupBy === null) return null;
  const others = DIMENSIONS.filter((dimension) => dimension !== view.groupBy);
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className={view.thenBy === null ? 'control bare' : 'control'}>
          {view.thenBy === null ? (
            <>
              <Plus aria-hidden="true" />
              {t('costs.group.second')}
            </>
          ) : (
            <>
              <span>
                {t('costs.group.then')} <b>{t(`costs.dimension.${view.thenBy}`)}</b>
              </span>
              <ChevronDown aria-hidden="true" />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((dimension) => (
          <Menu.Item
            key={dimension}
            onClick={() => change({ thenBy: dimension, sort: null })}
            rightSection={dimension === view.thenBy && <Check aria-label={t('words.chosen')} />}
          >
            {t(`costs.dimension.${dimension}`)}
          </Menu.Item>
        ))}
        {view.thenBy !== null && (
          <Menu.Item onClick={() => change({ thenBy: null, sort: null })}>{t('costs.group.noSecond')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
