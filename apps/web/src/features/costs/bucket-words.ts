import { useTranslation } from 'react-i18next';
import { bucketLabel, range as rangeText } from '../../lib/format/days.js';
import type { BucketWords } from '../explorer/bucket-table.js';
import type { CostFigures } from './cost-figures.js';

/** The words of a table of billed days, weeks, months or quarters. */
export function useBucketWords({ bucket: width, counted }: CostFigures): BucketWords {
  const { t } = useTranslation();
  return {
    caption: t(`explorer.table.by.${width}`),
    column: t(`explorer.column.${width}`),
    labelOf: (bucket) => bucketLabel(bucket, width),
    unknown: ({ state }) => t(state === 'pending' ? 'words.pendingWhy' : 'words.missingWhy'),
    foot: counted.range === null ? t('words.total') : rangeText(counted.range),
  };
}
