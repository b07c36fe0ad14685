import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../lib/days.js';
import type { Group } from '../explorer/answers.js';
import { groupName } from '../explorer/group-names.js';
import type { Naming } from './cost-figures.js';
import type { CostsView } from './costs-view.js';
import { useKnownIds } from './known-ids.js';

/** Names and colours of a view's groups; null while the lists that the colours come from load. */
export function useNaming(view: CostsView, today: Day | null): Naming | null {
  const { t } = useTranslation();
  const known = useKnownIds(view.groupBy, view.thenBy, today);
  return useMemo(() => {
    if (known === null) return null;
    return {
      known,
      nameOf: (group: Group) => groupName(group, t),
      otherLabel: (groups: number) => t('explorer.other', { count: groups }),
    };
  }, [known, t]);
}
