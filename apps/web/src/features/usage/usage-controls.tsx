import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Check, ChevronDown, Gauge } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RangePicker } from '../../components/range-picker/range-picker.js';
import { Segments } from '../../components/segments.js';
import { dayOf } from '../../lib/days.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { presetRange, readRange } from '../../lib/ranges.js';
import { CompareMenu, type OfferedComparison } from '../explorer/compare-menu.js';
import { ControlsSheet, NARROW } from '../explorer/controls-sheet.js';
import { ORGANIZATION } from '../explorer/view-parts.js';
import { FilterBar } from '../explorer/filter-bar.js';
import { countFilters } from '../explorer/filters.js';
import { GroupMenu, SecondGroupMenu } from '../explorer/group-menus.js';
import { browserZone } from './clock-changes.js';
import { measureName } from './measure-format.js';
import { spanText } from './time-labels.js';
import { daysIn, type UsageFigures } from './usage-figures.js';
import type { UsagePlan } from './usage-plan.js';
import { bucketsFor, isNarrow, RECENT, usageRange } from './usage-range.js';
import { CLOCKS } from './usage-view.js';
import { useUsageFilters } from './usage-filters.js';
import type { ChangeUsageView } from './use-usage-view.js';

interface UsageControlsProps {
  name: string;
  plan: UsagePlan;
  figures: UsageFigures | null;
  change: ChangeUsageView;
}

/** Range, measure, width, grouping, filters and comparison; most of them in a sheet on a narrow screen. */
export function UsageControls(props: UsageControlsProps) {
  const { t } = useTranslation();
  const { name, plan, change } = props;
  const { view, capability } = plan;
  const isNarrowScreen = useMediaQuery(NARROW);
  const source = useUsageFilters(name, plan);
  const { dimensions } = capability;
  const areSeveral = useSeveralOrganizations() !== null;
  const groupings = areSeveral ? [ORGANIZATION, ...dimensions] : dimensions;
  const groups = { dimensions: groupings, view, onChange: (grouping: object) => change({ ...grouping, sort: null }) };
  const filters = <FilterBar dimensions={dimensions} view={view} source={source} change={change} />;
  return (
    <div className="controls" role="group" aria-label={t('explorer.controls')}>
      <Range {...props} />
      <MeasureMenu {...props} />
      {isNarrowScreen ? (
        <ControlsSheet filters={countFilters(view)}>
          <BucketChoice {...props} />
          <ClockChoice {...props} />
          <GroupMenu {...groups} />
          <SecondGroupMenu {...groups} />
          {filters}
          <Compare {...props} />
        </ControlsSheet>
      ) : (
        <>
          <BucketChoice {...props} />
          <ClockChoice {...props} />
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

function Range({ plan: { view, now, capability }, change }: UsageControlsProps) {
  const { t } = useTranslation();
  const recent = useMemo(() => {
    const offered = RECENT.filter((each) => bucketsFor(usageRange(each, now), capability).length > 0);
    return {
      options: offered.map((value) => ({
        value,
        label: t(`usage.recent.${value}`),
        range: t(`usage.recent.by.${value}`),
      })),
    };
  }, [now, capability, t]);
  return (
    <RangePicker
      value={view.range}
      today={dayOf(now)}
      recent={recent}
      onChange={(range) => change({ range, bucket: null })}
    />
  );
}

/** What is counted: requests, tokens by kind, images, seconds … */
function MeasureMenu({ plan: { view, capability }, change }: UsageControlsProps) {
  const { t } = useTranslation();
  const measures = Object.keys(capability.measures);
  const chosen = view.measure ?? capability.headline;
  if (measures.length < 2) return null;
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <button type="button" className="control">
          <Gauge aria-hidden="true" />
          <span>
            <span className="visually-hidden">{t('usage.explorer.measure')} </span>
            <b>{measureName(chosen, t)}</b>
          </span>
          <ChevronDown aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="measure-menu">
        {measures.map((measure) => (
          <Menu.Item
            key={measure}
            onClick={() => change({ measure: measure === capability.headline ? null : measure, sort: null })}
            rightSection={measure === chosen && <Check aria-label={t('words.chosen')} />}
          >
            {measureName(measure, t)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function BucketChoice({ plan: { view, now, capability, bucket }, change }: UsageControlsProps) {
  const { t } = useTranslation();
  const allowed = bucketsFor(usageRange(view.range, now), capability);
  return (
    <Segments
      label={t('explorer.bucket.label')}
      value={bucket}
      options={allowed.map((value) => ({ value, label: t(`explorer.bucket.${value}`) }))}
      onChange={(value) => change({ bucket: value })}
    />
  );
}

/** Whose clock names hours and minutes; days are always UTC's, for so OpenAI counts them. */
function ClockChoice({ plan: { view, bucket }, change }: UsageControlsProps) {
  const { t } = useTranslation();
  if (!isNarrow(bucket)) return null;
  const labels = { utc: t('usage.clock.utcShort'), local: t('usage.clock.local') };
  return (
    <span title={t('usage.clock.zone', { zone: browserZone() })}>
      <Segments
        label={t('usage.clock.label')}
        value={view.clock}
        options={CLOCKS.map((value) => ({ value, label: labels[value] }))}
        onChange={(clock) => change({ clock })}
      />
    </span>
  );
}

const BY_DAY: readonly OfferedComparison[] = ['previous', 'month', 'none'];
const BY_HOUR: readonly OfferedComparison[] = ['previous', 'none'];

function Compare({ plan: { view, bucket, now }, figures, change }: UsageControlsProps) {
  const today = dayOf(now);
  const range = figures?.comparison.range ?? null;
  const narrow = isNarrow(bucket);
  const chosen = view.compare?.includes('..') === true ? readRange(view.compare, today) : null;
  const days = range !== null && !narrow ? daysIn(range) : null;
  return (
    <CompareMenu
      kinds={narrow ? BY_HOUR : BY_DAY}
      active={figures?.comparison.kind ?? null}
      shown={figures === null || range === null ? null : spanText(figures, range)}
      days={narrow ? null : (chosen ?? days ?? presetRange('last-month', today))}
      today={today}
      onChoose={(compare) => change({ compare })}
    />
  );
}
