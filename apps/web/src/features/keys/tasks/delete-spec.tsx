import { useTranslation } from 'react-i18next';
import { aboutOf } from '../../../lib/action-about.js';
import { count as counted } from '../../../lib/format/numbers.js';
import { keyTitle } from '../key-name.js';
import type { TaskSpec } from './task-spec.js';
import { useTrafficWords } from './traffic-words.js';

export function useDeleteSpec(): TaskSpec {
  const { t } = useTranslation();
  const trafficOf = useTrafficWords();
  return {
    title: (keys) => t('keys.task.deleteTitle', { count: keys.length }),
    says: (
      <>
        <p>{t('keys.task.deleteSays')}</p>
        <p className="secondary">{t('keys.task.deleteSafer')}</p>
      </>
    ),
    happens: (item) => t('keys.task.deleteHappens', { traffic: trafficOf(item) }),
    danger: (keys) => {
      const [only] = keys;
      if (keys.length === 1 && only !== undefined) return { typed: keyTitle(only) };
      const typed = counted(keys.length);
      return { typed, typedLabel: t('actions.bulk.typed', { name: typed }) };
    },
    submit: (count) => t('keys.task.deleteSubmit', { count }),
    busy: t('keys.task.deleteBusy'),
    act: (api, item, reason) =>
      api.deleteApiKey({ projectId: item.project_id ?? '', id: item.id }, aboutOf(item, reason)),
    shows: ({ gone_at: gone }) => gone !== null,
    done: (count) => t('keys.task.deleteDone', { count }),
  };
}
