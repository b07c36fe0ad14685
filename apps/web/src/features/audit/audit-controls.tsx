import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { AuditFacetsAnswer } from '@bursar/contract';
import { FacetFilter } from '../../components/facet-filter.js';
import { FilterSheet } from '../../components/filter-sheet.js';
import { RangePicker } from '../../components/range-picker/range-picker.js';
import { SearchField } from '../../components/search-field.js';
import { Segments } from '../../components/segments.js';
import { TextFilter } from '../../components/text-filter.js';
import type { Day } from '../../lib/days.js';
import { count } from '../../lib/format/numbers.js';
import { useProjects } from '../../lib/queries.js';
import { DEFAULT_VIEW, filterCount, type AuditView, type ValueFilter } from './audit-view.js';
import { typeName } from './event-words.js';
import type { ChangeView } from './use-audit-view.js';

interface AuditControlsProps {
  view: AuditView;
  today: Day;
  facets: AuditFacetsAnswer | undefined;
  change: ChangeView;
}

const NARROW = '(max-width: 599px)';

/** Time, words and filters; on a narrow screen most of them in a sheet. */
export function AuditControls(props: AuditControlsProps) {
  const { t } = useTranslation();
  const { view, today, change } = props;
  const isNarrow = useMediaQuery(NARROW);
  return (
    <div className="controls" role="group" aria-label={t('audit.filter.label')}>
      <SearchField label={t('audit.filter.search')} value={view.q} onSearch={(q) => change({ q })} />
      <RangePicker
        value={view.range}
        today={today}
        anyTime={t('audit.filter.anyTime')}
        onChange={(range) => change({ range })}
      />
      {isNarrow ? (
        <FilterSheet set={filterCount({ ...view, range: '', q: '' })}>
          <Filters {...props} />
        </FilterSheet>
      ) : (
        <Filters {...props} />
      )}
    </div>
  );
}

function Filters({ view, facets, change }: AuditControlsProps) {
  const { t } = useTranslation();
  const projects = useProjects();
  const set = (name: ValueFilter) => (chosen: readonly string[]) =>
    change({ values: { ...view.values, [name]: chosen } });
  const types = (facets?.event_types ?? []).map(({ event_type, count: events }) => ({
    value: event_type,
    label: typeName(event_type, t),
    figure: count(events),
  }));
  const actors = (facets?.actors ?? []).map(({ actor, email, count: events }) => ({
    value: actor,
    label: email ?? actor,
    figure: count(events),
  }));
  const ofProjects = (projects.data ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }));
  const { values } = view;
  const exact = t('audit.filter.exact');
  return (
    <>
      <FacetFilter
        field={t('audit.filter.event_type')}
        choices={types}
        chosen={values.event_type}
        onChange={set('event_type')}
      />
      <FacetFilter field={t('audit.filter.actor')} choices={actors} chosen={values.actor} onChange={set('actor')} />
      <FacetFilter
        field={t('audit.filter.project_id')}
        choices={ofProjects}
        chosen={values.project_id}
        onChange={set('project_id')}
      />
      <TextFilter field={t('audit.filter.ip')} note={exact} chosen={values.ip} onChange={set('ip')} />
      <TextFilter
        field={t('audit.filter.resource_id')}
        note={exact}
        chosen={values.resource_id}
        onChange={set('resource_id')}
      />
      {facets?.logs.some(({ tenant }) => tenant) === true && <LogChoice view={view} change={change} />}
      {filterCount(view) > 0 && (
        <button type="button" className="link-button" onClick={() => change({ ...DEFAULT_VIEW, event: view.event })}>
          {t('audit.filter.clear')}
        </button>
      )}
    </>
  );
}

const LOGS = { both: null, organization: 'false', tenant: 'true' } as const;

/** OpenAI lists what concerns the tenant apart from what concerns the organization. */
function LogChoice({ view, change }: Pick<AuditControlsProps, 'view' | 'change'>) {
  const { t } = useTranslation();
  const value = view.tenant === null ? 'both' : view.tenant === 'true' ? 'tenant' : 'organization';
  return (
    <Segments
      small
      label={t('audit.filter.scope')}
      value={value}
      options={(['both', 'organization', 'tenant'] as const).map((each) => ({
        value: each,
        label: t(`audit.filter.${each}`),
      }))}
      onChange={(next) => change({ tenant: LOGS[next] })}
    />
  );
}
