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
  const now = item?.scopes ?? null;
  const [text, setText] = useState(now?.join('\n') ?? '');
  const [isAll, setAll] = useState(false);
  const scopes = linesOf(text);
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
    choose: (
      <>
        <AreaField
          name="scopes"
          label={t('keys.task.scopesField')}
          hint={t('keys.task.scopesHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong === null ? undefined : t(`keys.task.${wrong}`)}
          spellCheck={false}
          data-autofocus
        />
        <div className="choice-fields">
          <label className="choice">
            <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} />
            <span>
              {t('keys.task.scopesAll')}
              <span>{t('keys.task.scopesAllHint')}</span>
            </span>
          </label>
        </div>
      </>
    ),
    check: () => {
      const isNamed = scopes.length > 0;
      setWrong(isAll && isNamed ? 'scopesBoth' : !isAll && !isNamed ? 'scopesMissing' : null);
      return isAll !== isNamed;
    },
    submit: () => t('keys.task.scopesSubmit'),
    busy: t('keys.task.scopesBusy'),
    act: (api, key, reason) =>
      api.changeApiKey(
        { projectId: key.project_id ?? '', id: key.id },
        {
          ...aboutOf(key, reason),
          scopes,
          ...(isAll && { all_permissions: true as const }),
        },
      ),
    done: () => t('keys.task.scopesDone'),
  };
}

const linesOf = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
