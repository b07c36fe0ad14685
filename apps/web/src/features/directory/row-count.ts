import { useTranslation } from 'react-i18next';
import type { ListResult } from '../../lib/directory-queries.js';
import { count } from '../../lib/format/numbers.js';

/** The number of rows in words, where more may follow: "500" or "more than 500". */
export function useRowCount(): (list: ListResult<unknown>) => string {
  const { t } = useTranslation();
  return ({ rows, isComplete }) => {
    const shown = count(rows?.length ?? 0);
    return isComplete ? shown : t('directory.moreThan', { shown });
  };
}
