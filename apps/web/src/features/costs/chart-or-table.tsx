import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumnStacked, Table } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Segments } from '../../components/segments.js';
import type { SearchParams } from '../../lib/search-params.js';

const SHOWN = ['chart', 'table'] as const;
type Shown = (typeof SHOWN)[number];
const ICONS = { chart: ChartColumnStacked, table: Table } as const;

/** What a card shows that is a chart or its table: the chart, unless the address says otherwise. */
export function useChartOrTable(): Shown {
  // Each page that has such a card takes any names and values.
  const search = useSearch({ strict: false }) as SearchParams;
  return search['view'] === 'table' ? 'table' : 'chart';
}

/** Chart or table, kept in the address beside whatever else stands there. */
export function ChartOrTable() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as SearchParams;
  const { view: _view, ...others } = search;
  const change = (next: Shown) =>
    void navigate({ to: '.', search: next === 'table' ? { ...others, view: next } : others, resetScroll: false });
  return (
    <Segments<Shown>
      small
      label={t('explorer.chart.orTable')}
      value={useChartOrTable()}
      options={SHOWN.map((value) => ({ value, label: t(`explorer.chart.${value}`), icon: ICONS[value] }))}
      onChange={change}
    />
  );
}
