import { useTranslation } from 'react-i18next';
import type { MemberDetail } from '@bursar/contract';
import { FactTile, StatTile, StatTiles } from '../../components/stat-tile.js';
import { amount } from '../../lib/decimal.js';
import { count } from '../../lib/format/numbers.js';
import { Ago, DASH } from '../directory/cells.js';
import { useIsUnread } from '../directory/list-state.js';
import { useSpendWords } from '../directory/use-spend-words.js';

const KEYS = ['api-keys'];

/** What their keys spent, how many they are, and when one was last used. */
export function MemberTiles({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const words = useSpendWords([member]);
  const { spend_last_30_days: days, spend_month_to_date: month } = member;
  const unknown = t('directory.tile.unknown');
  const noKeys = useIsUnread(KEYS) && member.api_keys.length === 0;
  const inProjects = t('directory.tile.ownKeysWhy', { count: member.project_memberships.length });
  return (
    <div className="directory-tiles">
      <StatTiles>
        <StatTile
          label={t('directory.tile.last30Days')}
          value={days === null ? null : amount(days)}
          currency={words.currency}
          context={days === null ? unknown : words.daysWhy}
        />
        <StatTile
          label={words.monthLabel}
          value={month === null ? null : amount(month)}
          currency={words.currency}
          context={month === null ? unknown : words.monthWhy}
        />
        <FactTile label={t('directory.tile.keys')} context={noKeys ? t('directory.tile.unread') : inProjects}>
          {noKeys ? DASH : count(member.api_keys.length)}
        </FactTile>
        <FactTile label={t('directory.tile.lastActivity')} context={t('directory.tile.lastActivityWhy')}>
          <Ago at={member.last_activity_at} absent={t('directory.tile.neverUsed')} />
        </FactTile>
      </StatTiles>
    </div>
  );
}
