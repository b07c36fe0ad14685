import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { FactTile, StatTile, StatTiles } from '../../components/stat-tile.js';
import { addDays } from '../../lib/days.js';
import { range as rangeText } from '../../lib/format/days.js';
import { count } from '../../lib/format/numbers.js';
import { secondsBetween } from '../../lib/format/times.js';
import { useNow, useToday } from '../../lib/today.js';
import { Ago, DASH, DayCell } from '../directory/cells.js';
import { SPEND_DAYS } from '../directory/costs-link.js';
import { lineageCost } from './lineage-cost.js';

/** What it cost with those before it, how often it was called, when last, and until when it works. */
export function KeyTiles({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const today = useToday();
  const now = useNow();
  const { cost, currency } = lineageCost(item);
  const { requests_last_30_days: requests, created_at: created, lineage } = item;
  const days = today === null ? '' : rangeText({ start: addDays(today, 1 - SPEND_DAYS), end: addDays(today, 1) });
  const age = created === null || now === null ? null : Math.floor(secondsBetween(created, now) / 86_400);
  const before = lineage.length - 1;
  return (
    <div className="directory-tiles">
      <StatTiles>
        <StatTile
          label={t('keys.detail.tile.cost')}
          value={cost}
          currency={currency}
          context={cost === null ? t('keys.detail.tile.unknown') : t('keys.detail.tile.costWhy', { range: days })}
          {...(before > 0 && { more: t('keys.detail.tile.costWithBefore', { count: before }) })}
        />
        <FactTile
          label={t('keys.detail.tile.requests')}
          context={t(requests === null ? 'keys.detail.tile.unknown' : 'keys.detail.tile.requestsWhy')}
        >
          {requests === null ? DASH : count(requests)}
        </FactTile>
        <FactTile label={t('keys.detail.tile.used')} context={t('keys.detail.tile.usedWhy')}>
          <Ago at={item.last_used_at} absent={t('keys.detail.tile.neverUsed')} />
        </FactTile>
        <FactTile
          label={t('keys.detail.tile.expires')}
          context={
            age === null ? t('keys.detail.tile.ageUnknown') : t('keys.detail.tile.age', { count: Math.max(0, age) })
          }
        >
          <DayCell at={item.expires_at} absent={t('keys.detail.tile.never')} />
        </FactTile>
      </StatTiles>
    </div>
  );
}
