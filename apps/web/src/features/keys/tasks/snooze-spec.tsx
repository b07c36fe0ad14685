import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../../components/form-field.js';
import { addDays, dayOf } from '../../../lib/days.js';
import { day } from '../../../lib/format/days.js';
import { listOf } from '../../../lib/format/intl.js';
import { useToday } from '../../../lib/today.js';
import { isNeverSnoozed } from '../key-risks.js';
import { whereOf } from './key-task.js';
import type { TaskSpec } from './task-spec.js';

const USUAL_DAYS = 30;
const LONGEST_DAYS = 365;

export function useSnoozeSpec(): TaskSpec {
  const { t } = useTranslation();
  const today = useToday() ?? dayOf(new Date().toISOString());
  const [until, setUntil] = useState(addDays(today, USUAL_DAYS));
  return {
    title: (keys) => t('keys.task.snoozeTitle', { count: keys.length }),
    says: <p>{t('keys.task.snoozeSays')}</p>,
    happens: ({ risks }) => {
      if (risks.length === 0) return t('keys.task.snoozeHappensNothing');
      if (risks.some(({ reason }) => isNeverSnoozed(reason))) return t('keys.task.snoozeHappensLeaked');
      const reasons = listOf(risks.map(({ reason }) => t(`keys.risk.${reason}`).toLowerCase()));
      return t('keys.task.snoozeHappens', { reasons });
    },
    choose: (
      <FormField
        name="until"
        type="date"
        label={t('keys.task.snoozeField')}
        hint={t('keys.task.snoozeHint')}
        value={until}
        // A date that is being typed is none for a moment; then the last one stays.
        onChange={({ currentTarget: { value } }) => value !== '' && setUntil(value)}
        min={addDays(today, 1)}
        max={addDays(today, LONGEST_DAYS)}
        data-autofocus
      />
    ),
    submit: () => t('keys.task.snoozeSubmit'),
    busy: t('keys.task.snoozeBusy'),
    act: (api, item, reason) => api.snoozeKey(item.id, { until, reason, ...whereOf(item) }),
    shows: ({ snoozed }) => snoozed !== null && dayOf(snoozed.until) === until,
    done: (count) => t('keys.task.snoozeDone', { count }),
  };
}

export function useWakeSpec(): TaskSpec {
  const { t } = useTranslation();
  return {
    title: (keys) => t('keys.task.wakeTitle', { count: keys.length }),
    says: <p>{t('keys.task.wakeSays')}</p>,
    happens: ({ snoozed }) =>
      snoozed !== null && t('keys.task.wakeHappens', { day: day.full(dayOf(snoozed.until)), reason: snoozed.reason }),
    submit: () => t('keys.task.wakeSubmit'),
    busy: t('keys.task.wakeBusy'),
    act: (api, item, reason) => {
      const { project_id: project, ...where } = whereOf(item);
      return api.endKeySnooze(item.id, { reason, ...where, ...(project !== null && { project_id: project }) });
    },
    shows: ({ snoozed }) => snoozed === null,
    done: (count) => t('keys.task.wakeDone', { count }),
  };
}
