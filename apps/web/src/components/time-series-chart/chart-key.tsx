import { useTranslation } from 'react-i18next';
import type { ChartBucket, ChartMode } from './chart-data.js';
import { missingRegions } from './runs.js';

interface ChartKeyProps {
  buckets: readonly ChartBucket[];
  mode: ChartMode;
  /** What the marks of the comparison stand for. */
  compared: string;
  grouped: boolean;
}

/** Marks that are in this drawing and are not a series, each with its word. */
export function ChartKey({ buckets, mode, compared, grouped }: ChartKeyProps) {
  const { t } = useTranslation();
  const has = (state: ChartBucket['state']): boolean => buckets.some((bucket) => bucket.state === state);
  const bars = mode === 'bars';
  const regions = missingRegions(buckets);
  const inRegion = new Set(regions.flatMap(({ keys }) => keys));
  const hasTick = bars && buckets.some(({ state, key }) => state === 'missing' && !inRegion.has(key));
  const drawsPrevious = bars || mode === 'cumulative' || !grouped;
  return (
    <div className="chart-key">
      {drawsPrevious && buckets.some(({ previous }) => previous !== null) && (
        <span>
          <i className={bars ? 'mark' : 'line'} aria-hidden="true" />
          {compared}
        </span>
      )}
      {mode === 'cumulative' && grouped && (
        <span>
          <i className="total-line" aria-hidden="true" />
          {t('words.total')}
        </span>
      )}
      {has('provisional') && (
        <span>
          <i className="hatched" aria-hidden="true" />
          {t('words.provisionalKey')}
        </span>
      )}
      {bars && has('pending') && (
        <span>
          <i className="dashed" aria-hidden="true" />
          {t('words.pendingKey')}
        </span>
      )}
      {hasTick && (
        <span>
          <i className="gap" aria-hidden="true" />
          {t('words.missingKey')}
        </span>
      )}
      {regions.length > 0 && (
        <span>
          <i className="region" aria-hidden="true" />
          {t('words.missingRegionKey')}
        </span>
      )}
    </div>
  );
}
