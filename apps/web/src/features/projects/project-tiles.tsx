import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { FactTile, StatTile, StatTiles } from '../../components/stat-tile.js';
import { amount } from '../../lib/decimal.js';
import { count } from '../../lib/format/numbers.js';
import { Ago, DASH } from '../directory/cells.js';
import { useSpendWords } from '../directory/use-spend-words.js';

const amountOf = (text: string | null) => (text === null ? null : amount(text));

/** How many of a kind it holds; null where their list was never read. */
const counted = ({ counts, read_at }: ProjectDetail, kind: string): number | null =>
  (read_at[kind] ?? null) === null ? null : (counts[kind] ?? 0);

/** What it spent, who and what can spend, and when anything last did. */
export function ProjectTiles({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const words = useSpendWords([project]);
  const [days, month] = [amountOf(project.spend_last_30_days), amountOf(project.spend_month_to_date)];
  const unknown = t('directory.tile.unknown');
  const unread = t('directory.tile.unread');
  const [members, keys] = [counted(project, 'project_user'), counted(project, 'api_key')];
  return (
    <div className="directory-tiles">
      <StatTiles>
        <StatTile
          label={t('directory.tile.last30Days')}
          value={days}
          currency={words.currency}
          context={days === null ? unknown : words.daysWhy}
        />
        <StatTile
          label={words.monthLabel}
          value={month}
          currency={words.currency}
          context={month === null ? unknown : words.monthWhy}
        />
        <FactTile
          label={t('directory.tile.keys')}
          context={members === null ? unread : t('directory.tile.keysWhy', { count: members })}
        >
          {keys === null ? DASH : count(keys)}
        </FactTile>
        <FactTile label={t('directory.tile.lastActivity')} context={t('directory.tile.lastActivityWhy')}>
          <Ago at={project.last_activity_at} absent={t('directory.tile.neverUsed')} />
        </FactTile>
      </StatTiles>
    </div>
  );
}
