import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../components/choice-fields.js';
import { aboutOf } from '../../../lib/action-about.js';
import { dayOf } from '../../../lib/days.js';
import { day } from '../../../lib/format/days.js';
import type { TaskSpec } from './task-spec.js';
import { useTrafficWords } from './traffic-words.js';

const IN_SECONDS = ['3600', '86400', '604800', '2592000', '7776000', '15552000', '31536000'] as const;
const USUAL: (typeof IN_SECONDS)[number] = '604800';
/** An expiry as far from what was asked for is another one. */
const NEAR_MS = 15 * 60_000;

export function useExpirySpec(): TaskSpec {
  const { t } = useTranslation();
  const trafficOf = useTrafficWords();
  const [seconds, setSeconds] = useState<string>(USUAL);
  return {
    title: (keys) => t('keys.task.expiryTitle', { count: keys.length }),
    says: <p>{t('keys.task.expirySays')}</p>,
    happens: (item) =>
      item.expires_at === null
        ? t('keys.task.expiryHappens', { traffic: trafficOf(item) })
        : t('keys.task.expiryMoved', { day: day.full(dayOf(item.expires_at)), traffic: trafficOf(item) }),
    choose: (
      <SelectField
        label={t('keys.task.expiryField')}
        value={seconds}
        onChange={(event) => setSeconds(event.currentTarget.value)}
        options={IN_SECONDS.map((value) => ({ value, label: t(`keys.task.expiryIn.${value}`) }))}
        data-autofocus
      />
    ),
    submit: () => t('keys.task.expirySubmit'),
    busy: t('keys.task.expiryBusy'),
    act: (api, item, reason) =>
      api.changeApiKey(
        { projectId: item.project_id ?? '', id: item.id },
        { ...aboutOf(item, reason), expires_in_seconds: Number(seconds) },
      ),
    shows: ({ expires_at: at }) =>
      at !== null && Math.abs(Date.parse(at) - Date.now() - Number(seconds) * 1000) < NEAR_MS,
    done: (count) => t('keys.task.expiryDone', { count }),
  };
}
