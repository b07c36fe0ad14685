import type { TFunction } from 'i18next';
import type { CostsView } from './costs-view.js';

/** The head of a column of groups: `Project`, `Project · Line item`. */
export function groupingHead({ groupBy, thenBy }: Pick<CostsView, 'groupBy' | 'thenBy'>, t: TFunction): string {
  const dimensions = [groupBy, thenBy].filter((each) => each !== null);
  return dimensions.map((dimension) => t(`costs.dimension.${dimension}`)).join(' \u00B7 ');
}
