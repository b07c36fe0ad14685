import { useState } from 'react';
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
  const [label, setLabel] = useState(item?.label ?? '');
  const given = label.trim();
  return {
    title: () => t('keys.task.labelTitle', { name: isolated(item === undefined ? '' : keyTitle(item)) }),
    says: <p>{t('keys.task.labelSays')}</p>,
    happens: () => null,
    choose: (
      <FormField
        name="label"
        label={t('keys.task.labelField')}
        hint={t('keys.task.labelHint')}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        maxLength={LONGEST}
        autoComplete="off"
        data-autofocus
      />
    ),
    submit: () => t('keys.task.labelSubmit'),
    busy: t('keys.task.labelBusy'),
    act: (api, key, reason) => api.labelKey(key.id, { label: given === '' ? null : given, reason, ...whereOf(key) }),
    shows: ({ label: shown }) => (shown ?? '') === given,
    done: () => t('keys.task.labelDone'),
  };
}
