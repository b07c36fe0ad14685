import { useTranslation } from 'react-i18next';
import { aboutOf } from '../../../lib/action-about.js';
import { isolated } from '../../../lib/names.js';
import type { TaskSpec } from './task-spec.js';
import { useTrafficWords } from './traffic-words.js';

export function useRotateSpec(): TaskSpec {
  const { t } = useTranslation();
  const trafficOf = useTrafficWords();
  return {
    title: (keys) => t('keys.task.rotateTitle', { count: keys.length }),
    says: <p>{t('keys.task.rotateSays')}</p>,
    happens: (item) =>
      item.owner?.type === 'service_account'
        ? t('keys.task.rotateAccount', {
            owner: isolated(item.owner.name ?? item.owner.id ?? ''),
            traffic: trafficOf(item),
          })
        : t('keys.task.rotateMember', { traffic: trafficOf(item) }),
    submit: (count) => t('keys.task.rotateSubmit', { count }),
    busy: t('keys.task.rotateBusy'),
    act: (api, item, reason) =>
      api.openRotation({ api_key_id: item.id, project_id: item.project_id ?? '', ...aboutOf(item, reason) }),
    done: (count) => t('keys.task.rotateDone', { count }),
  };
}
