import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { useMay } from '../../lib/session.js';
import { hasEnded } from './has-ended.js';
import { limitOf } from './spend-limit.js';
import { RemoveSpendLimit, SetSpendLimit } from './spend-limit-dialogs.js';
import './project-action-words.js';
import './project-actions.css';

/** Whether whoever looks may change limits of a project; of one that has ended nobody may. */
export function useMayLimit(project: ProjectDetail): boolean {
  return useMay('limits.write') && !hasEnded(project);
}

/** The ways to set and remove a spend limit; nothing for whoever may not. */
export function SpendLimitActions({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const mayLimit = useMayLimit(project);
  const [task, setTask] = useState<'set' | 'remove' | null>(null);
  if (!mayLimit) return null;
  const isSet = limitOf(project) !== null;
  const close = () => setTask(null);
  return (
    <span className="setting-actions">
      <button
        type="button"
        className="link-button"
        aria-label={t(isSet ? 'projectActions.spend.changeLabel' : 'projectActions.spend.setLabel')}
        onClick={() => setTask('set')}
      >
        {t(isSet ? 'projectActions.spend.change' : 'projectActions.spend.set')}
      </button>
      {isSet && (
        <button
          type="button"
          className="link-button"
          aria-label={t('projectActions.spend.removeLabel')}
          onClick={() => setTask('remove')}
        >
          {t('projectActions.spend.remove')}
        </button>
      )}
      {task === 'set' && <SetSpendLimit project={project} onClose={close} />}
      {task === 'remove' && <RemoveSpendLimit project={project} onClose={close} />}
    </span>
  );
}
