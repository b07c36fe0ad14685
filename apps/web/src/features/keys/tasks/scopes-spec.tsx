import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { AreaField } from '../../../components/choice-fields.js';
import { aboutOf } from '../../../lib/action-about.js';
import { listOf } from '../../../lib/format/intl.js';
import { isolated } from '../../../lib/names.js';
import { keyTitle } from '../key-name.js';
import type { TaskSpec } from './task-spec.js';

/** @param keys the one whose scopes they are */
export function useScopesSpec(keys: readonly KeyInventoryItem[]): TaskSpec {
  const { t } = useTranslation();
  const [item] = keys;
  const [wrong, setWrong] = useState<'scopesMissing' | 'scopesBoth' | null>(null);
  const field = t('keys.task.scopesField');
  const now = item?.scopes ?? null;
  return {
    title: () => t('keys.task.scopesTitle', { name: isolated(item === undefined ? '' : keyTitle(item)) }),
    says: (
      <>
        <p>{t('keys.task.scopesSays')}</p>
        <p className="secondary">
          {now === null
            ? t('keys.task.scopesNowUnknown')
            : now.length === 0
              ? t('keys.task.scopesNowAll')
              : t('keys.task.scopesNow', { scopes: listOf(now) })}
        </p>
      </>
    ),
    happens: () => null,
    fields: { scopes: field, all_permissions: t('keys.task.scopesAll') },
    optional: ['scopes', 'all_permissions'],
    draw: (errorOf) => (
      <>
        <AreaField
          name="scopes"
          label={field}
          hint={t('keys.task.scopesHint')}
          defaultValue={now?.join('\n') ?? ''}
          error={wrong === null ? errorOf('scopes') : t(`keys.task.${wrong}`)}
          spellCheck={false}
          data-autofocus
        />
        <div className="choice-fields">
          <label className="choice">
            <input type="checkbox" name="all_permissions" value="true" />
            <span>
              {t('keys.task.scopesAll')}
              <span>{t('keys.task.scopesAllHint')}</span>
            </span>
          </label>
        </div>
      </>
    ),
    check: (values) => {
      const isAll = values['all_permissions'] === 'true';
      const isNamed = linesOf(values['scopes']).length > 0;
      setWrong(isAll && isNamed ? 'scopesBoth' : !isAll && !isNamed ? 'scopesMissing' : null);
      return isAll !== isNamed;
    },
    submit: () => t('keys.task.scopesSubmit'),
    busy: t('keys.task.scopesBusy'),
    act: (api, key, { reason, scopes, all_permissions: all }) =>
      api.changeApiKey(
        { projectId: key.project_id ?? '', id: key.id },
        {
          ...aboutOf(key, reason),
          scopes: linesOf(scopes),
          ...(all === 'true' && { all_permissions: true }),
        },
      ),
    done: () => t('keys.task.scopesDone'),
  };
}

const linesOf = (text = ''): string[] => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
