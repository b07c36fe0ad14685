import { OTHER_COLOR } from '../../lib/series-colors.js';
import type { Group } from './answers.js';
import { groupId, type Report } from './report.js';

/** Name and colour of a group: the chart's, or Other's grey where the chart has it in Other. */
export type EntityLook = (group: Group) => { name: string; color: string };

export function entityLook(report: Report, nameOf: (group: Group) => string): EntityLook {
  const shown = new Map(report.series.map((series) => [series.id, series]));
  return (group) => ({ name: nameOf(group), color: shown.get(groupId(group))?.color ?? OTHER_COLOR });
}
