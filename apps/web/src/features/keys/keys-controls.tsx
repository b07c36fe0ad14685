import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { KeyInventorySummary, KeyKind, KeyOwnerKind, KeyRiskReason } from '@bursar/contract';
import { FacetFilter } from '../../components/facet-filter.js';
import { FilterSheet } from '../../components/filter-sheet.js';
import { SearchField } from '../../components/search-field.js';
import { Segments } from '../../components/segments.js';
import { ValueFilter } from '../../components/value-filter.js';
import { count } from '../../lib/format/numbers.js';
import { useProjects } from '../../lib/queries.js';
import { CostFilter } from './cost-filter.js';
import { KINDS, OWNER_KINDS, RISK_REASONS } from './key-risks.js';
import { filterCount, unfiltered, type KeysView, type YesNo } from './keys-view.js';
import { LastUseFilter } from './last-use-filter.js';
import type { ChangeView } from './use-keys-view.js';

interface KeysControlsProps {
  view: KeysView;
  summary: KeyInventorySummary | null;
  change: ChangeView;
}

const NARROW = '(max-width: 599px)';

/** Search, filters, whether those that are gone are shown, and how many keys are left. */
export function KeysControls({ view, summary, change }: KeysControlsProps) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery(NARROW);
  const filters = <Filters view={view} summary={summary} change={change} />;
  return (
    <div className="controls" role="group" aria-label={t('keys.filter.label')}>
      <SearchField label={t('keys.filter.search')} value={view.q} onSearch={(q) => change({ q })} />
      {isNarrow ? <FilterSheet set={filterCount({ ...view, q: '' })}>{filters}</FilterSheet> : filters}
      <span className="push list-actions">
        {summary !== null && <Counts summary={summary} isFiltered={filterCount(view) > 0} />}
        <Segments
          label={t('keys.filter.label')}
          value={view.all ? 'all' : 'current'}
          options={[
            { value: 'current', label: t('keys.filter.current') },
            { value: 'all', label: t('keys.filter.all') },
          ]}
          onChange={(value) => change({ all: value === 'all' })}
        />
      </span>
    </div>
  );
}

function Counts({ summary, isFiltered }: { summary: KeyInventorySummary; isFiltered: boolean }) {
  const { t } = useTranslation();
  const { keys, snoozed, matching } = summary;
  const all = t('keys.filter.count', { count: keys, keys: count(keys) });
  const shown = isFiltered
    ? t('keys.filter.countOf', { matching: count(matching.keys), keys: count(keys) })
    : snoozed > 0
      ? t('keys.filter.countSnoozed', { keys: all, snoozed: count(snoozed) })
      : all;
  return (
    <span className="secondary" aria-live="polite">
      {shown}
    </span>
  );
}

function Filters({ view, summary, change }: KeysControlsProps) {
  const { t } = useTranslation();
  const { data: projects } = useProjects();
  // What was chosen stands among the choices alone.
  const among = <Value extends string>(known: readonly Value[], chosen: readonly string[]): Value[] =>
    known.filter((each) => chosen.includes(each));
  return (
    <>
      <FacetFilter
        field={t('keys.filter.risk')}
        choices={RISK_REASONS.map((reason) => ({
          value: reason,
          label: t(`keys.risk.${reason}`),
          figure: summary === null ? '' : count(summary.by_reason[reason]),
        }))}
        chosen={view.risk}
        onChange={(chosen) => change({ risk: among<KeyRiskReason>(RISK_REASONS, chosen) })}
      />
      <FacetFilter
        field={t('keys.filter.project')}
        choices={(projects ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))}
        chosen={view.project_id}
        onChange={(chosen) => change({ project_id: chosen })}
      />
      <ValueFilter
        field={t('keys.filter.ownerKind')}
        choices={OWNER_KINDS.map((value) => ({ value, label: t(`keys.filter.owner.${value}`) }))}
        chosen={view.owner_kind}
        onChange={(chosen) => change({ owner_kind: among<KeyOwnerKind>(OWNER_KINDS, chosen) })}
      />
      <ValueFilter
        field={t('keys.filter.kind')}
        choices={KINDS.map((value) => ({ value, label: t(`keys.filter.ofKind.${value}`) }))}
        chosen={view.kind}
        onChange={(chosen) => change({ kind: among<KeyKind>(KINDS, chosen) })}
      />
      <YesNoFilter
        field={t('keys.filter.decision')}
        words={{ true: t('keys.filter.needed'), false: t('keys.filter.notNeeded') }}
        value={view.needs_decision}
        onChange={(choice) => change({ needs_decision: choice })}
      />
      <YesNoFilter
        field={t('keys.filter.snoozed')}
        words={{ true: t('keys.filter.isSnoozed'), false: t('keys.filter.isNotSnoozed') }}
        value={view.snoozed}
        onChange={(choice) => change({ snoozed: choice })}
      />
      <LastUseFilter view={view} change={change} />
      <CostFilter
        currency={summary?.costs?.currency ?? 'usd'}
        least={view.min_cost_last_30_days}
        onChange={(least) => change({ min_cost_last_30_days: least })}
      />
      {filterCount(view) > 0 && (
        <button type="button" className="link-button" onClick={() => change(unfiltered(view))}>
          {t('keys.filter.clear')}
        </button>
      )}
    </>
  );
}

interface YesNoFilterProps {
  field: string;
  words: Readonly<Record<YesNo, string>>;
  value: YesNo | null;
  onChange: (value: YesNo | null) => void;
}

/** One of two; choosing the other one takes its place. */
function YesNoFilter({ field, words, value, onChange }: YesNoFilterProps) {
  const choices: readonly YesNo[] = ['true', 'false'];
  return (
    <ValueFilter
      field={field}
      choices={choices.map((each) => ({ value: each, label: words[each] }))}
      chosen={value === null ? [] : [value]}
      onChange={(chosen) => onChange(choices.find((each) => each !== value && chosen.includes(each)) ?? null)}
    />
  );
}
