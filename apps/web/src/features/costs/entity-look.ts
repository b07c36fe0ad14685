import type { CostGroup } from '@bursar/contract';
import { OTHER_COLOR } from '../../lib/series-colors.js';
import { groupId, type CostReport } from './cost-report.js';

/** Name and colour of a group: the chart's, or Other's grey where the chart has it in Other. */
export type EntityLook = (group: CostGroup) => { name: string; color: string };

export function entityLook(report: CostReport, nameOf: (group: CostGroup) => string): EntityLook {
  const shown = new Map(report.series.map((series) => [series.id, series]));
  return (group) => ({ name: nameOf(group), color: shown.get(groupId(group))?.color ?? OTHER_COLOR });
}
