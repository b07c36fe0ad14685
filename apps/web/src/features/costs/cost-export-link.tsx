import { ExportLink } from '../../components/export-link.js';
import { costsExportAddress } from '../../lib/api.js';
import { useScoped } from '../../lib/chosen-organization.js';
import type { Day } from '../../lib/days.js';
import { planOf } from './cost-plan.js';
import type { CostsView } from './costs-view.js';

/** The question of the chart as a file; none where no day of the range is over yet. */
export function CostExportLink({ view, today }: { view: CostsView; today: Day }) {
  const { ask, over } = planOf(view, today);
  const question = useScoped(ask('chart', over));
  return question === null ? null : <ExportLink address={costsExportAddress(question)} />;
}
