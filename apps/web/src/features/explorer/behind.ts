import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '@bursar/contract';
import { listOf } from '../../lib/format/intl.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations, type NameOrganization } from '../../lib/queries.js';

type Gap = CostsAnswer['completeness']['gaps'][number];

/** Before the history begins, and where nothing is read on purpose, nobody is behind. */
const IN_ORDER = ['before_history', 'no_traffic'];

/**
 * Which of several organizations hold the figures back: the worst of them counts for all.
 *
 * Null where one is shown or none is behind.
 */
export function useBehind(gaps: readonly Gap[]): string | null {
  const { t } = useTranslation();
  const nameOf = useSeveralOrganizations();
  return nameOf === null ? null : behindWords(gaps, nameOf, t);
}

function behindWords(gaps: readonly Gap[], nameOf: NameOrganization, t: TFunction): string | null {
  const ids = new Set(gaps.filter(({ reason }) => !IN_ORDER.includes(reason)).map((gap) => gap.organization_id));
  if (ids.size === 0) return null;
  const names = [...ids].map((id) => isolated(nameOf(id) ?? t('shell.organization.unnamed')));
  return t('explorer.behind', { names: listOf(names) });
}

/** `Beta Labs: ` before what is said of something that is its own; nothing where one organization is shown. */
export function useOwnerPrefix(): (of: { organization_id: string | null }) => string {
  const { t } = useTranslation();
  const nameOf = useSeveralOrganizations();
  return ({ organization_id: id }) =>
    nameOf === null ? '' : `${isolated(nameOf(id) ?? t('shell.organization.unnamed'))}: `;
}
