import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { FormField } from '../../../components/form-field.js';
import { isolated } from '../../../lib/names.js';
import { keyTitle } from '../key-name.js';
import { whereOf } from './key-task.js';
import type { TaskSpec } from './task-spec.js';

const LONGEST = 200;

/** @param keys the one whose label it is */
export function useLabelSpec(keys: readonly KeyInventoryItem[]): TaskSpec {
  const { t } = useTranslation();
  const [item] = keys;
  const field = t('keys.task.labelField');
  return {
    title: () => t('keys.task.labelTitle', { name: isolated(item === undefined ? '' : keyTitle(item)) }),
    says: <p>{t('keys.task.labelSays')}</p>,
    happens: () => null,
    fields: { label: field },
    optional: ['label'],
    draw: (errorOf) => (
      <FormField
        name="label"
        label={field}
        hint={t('keys.task.labelHint')}
        defaultValue={item?.label ?? ''}
        maxLength={LONGEST}
        autoComplete="off"
        error={errorOf('label')}
        data-autofocus
      />
    ),
    submit: () => t('keys.task.labelSubmit'),
    busy: t('keys.task.labelBusy'),
    act: (api, key, { reason, label = '' }) =>
      api.labelKey(key.id, { label: label === '' ? null : label, reason, ...whereOf(key) }),
    shows: ({ label: shown }, { label = '' }) => (shown ?? '') === label,
    done: () => t('keys.task.labelDone'),
  };
}
