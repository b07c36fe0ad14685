import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.js';
import { isolated } from '../../lib/names.js';
import type { Repair } from './link-reader.js';

/** A link that made no sense in part is repaired in view of the reader, never in silence. */
export function RepairsNotice({ repairs }: { repairs: readonly Repair[] }) {
  const { t } = useTranslation();
  if (repairs.length === 0) return null;
  return (
    <Notice tone="warning" title={t('explorer.repaired.title', { count: repairs.length })}>
      <ul>
        {repairs.map(({ parameter, seen }, index) => (
          <li key={index}>
            {t('explorer.repaired.item', { parameter: isolated(parameter), seen: isolated(seen.slice(0, 80)) })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
