import { ExportLink } from '../../components/export-link.js';
import { usageExportAddress } from '../../lib/api.js';
import { useScoped } from '../../lib/chosen-organization.js';
import type { UsagePlan } from './usage-plan.js';

/** The question of the chart as a file; none where nothing of the range is over yet. */
export function UsageExportLink({ name, plan }: { name: string; plan: UsagePlan }) {
  const { view, capability, ask, over } = plan;
  const question = useScoped(ask('chart', over));
  if (question === null) return null;
  // The measure that is shown, where the file would have all of them without.
  const measure = view.measure ?? capability.headline;
  return <ExportLink address={usageExportAddress(name, { ...question, measure })} />;
}
