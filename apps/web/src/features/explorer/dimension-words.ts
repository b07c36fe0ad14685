/** Words for dimensions and groups; a dimension that the catalogue does not know yet is shown as OpenAI spells it. */
import type { TFunction } from 'i18next';
import { explorer } from '../../lib/i18n/en/explorer.js';

type Known = keyof typeof explorer.dimension;

const isKnown = (dimension: string): dimension is Known => Object.hasOwn(explorer.dimension, dimension);

const spaced = (name: string): string => name.replaceAll('_', ' ');

/** `Project` */
export const dimensionName = (dimension: string, t: TFunction): string =>
  isKnown(dimension) ? t(`explorer.dimension.${dimension}`) : spaced(dimension);

/** `project`, inside a sentence. */
export const dimensionInWords = (dimension: string, t: TFunction): string =>
  isKnown(dimension) ? t(`explorer.dimensionIn.${dimension}`) : spaced(dimension);

/** `No project`: the group of what OpenAI names no value for. */
export const withoutName = (dimension: string, t: TFunction): string =>
  isKnown(dimension) ? t(`explorer.without.${dimension}`) : t('explorer.withoutOther', { name: spaced(dimension) });

/** The head of a column of groups: `Project`, `Project · Line item`. */
export function groupingHead(
  { groupBy, thenBy }: { groupBy: string | null; thenBy: string | null },
  t: TFunction,
): string {
  const dimensions = [groupBy, thenBy].filter((each) => each !== null);
  return dimensions.map((dimension) => dimensionName(dimension, t)).join(' \u00B7 ');
}
