import { useTranslation } from 'react-i18next';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { useDirectoryChanges } from '../../lib/directory-queries.js';
import { findChanged } from '../../lib/find-again.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { isSetTo, type LimitProps } from './edit-limit.js';
import { differing, lastChange, type LastChange } from './limit-diff.js';
import { LimitDiffTable } from './limit-diff-table.js';
import './project-action-words.js';

/** Takes the last change of a model's limits back, as far as Bursar saw it. */
export function RestoreLimit({ project, limit, onClose }: LimitProps) {
  const { t } = useTranslation();
  const changes = useDirectoryChanges({ kind: ['rate_limit'], project_id: [project.id], id: [limit.id] });
  const model = isolated(limit.model ?? limit.id);
  const action = useAction(
    (api, { last, reason }: { last: LastChange; reason: string }) =>
      api.changeRateLimit(
        { projectId: project.id, id: limit.id },
        { ...aboutOf(project, reason), restore: last.changeId },
      ),
    {
      onDone: () => {
        toast(t('projectActions.limits.restored', { model }));
        onClose();
      },
      find: (api, { last }) => findChanged(api, 'rate-limits', { place: limit, isDone: isSetTo(last.values) }),
    },
  );
  // The list may be of several limits while its answer is on its way.
  const last = changes.rows === null ? null : lastChange(changes.rows.filter(({ id }) => id === limit.id));
  const canRestore = last !== null && differing(limit, last.values).length > 0;
  const name = isolated(project.name ?? project.id);
  return (
    <ActionDialog
      title={t('projectActions.limits.restoreTitle', { model, name })}
      onClose={onClose}
      size={620}
      isHeld={action.isPending}
    >
      {canRestore ? (
        <ActionForm
          action={action}
          says={
            <>
              <p>{t('projectActions.limits.restoreText', { at: moment(last.changedAt) })}</p>
              <LimitDiffTable limit={limit} after={last.values} />
            </>
          }
          submit={t('projectActions.limits.restoreSubmit')}
          busy={t('projectActions.limits.restoreBusy')}
          onSubmit={({ reason }) => action.run({ last, reason })}
          onClose={onClose}
        />
      ) : (
        <Nothing changes={changes} isSame={last !== null} onClose={onClose} />
      )}
    </ActionDialog>
  );
}

interface NothingProps {
  changes: Pick<ReturnType<typeof useDirectoryChanges>, 'rows' | 'error' | 'retry'>;
  isSame: boolean;
  onClose: () => void;
}

/** Why there is nothing to take back, or not yet. */
function Nothing({ changes: { rows, error, retry }, isSame, onClose }: NothingProps) {
  const { t } = useTranslation();
  if (rows === null && error !== null) return <ErrorNotice error={error} onRetry={retry} />;
  if (rows === null) return <p>{t('projectActions.limits.restoreReading')}</p>;
  return (
    <>
      <p>{t(isSame ? 'projectActions.limits.restoreSame' : 'projectActions.limits.restoreNone')}</p>
      <div className="controls">
        <button type="button" className="control" onClick={onClose}>
          {t('actions.close')}
        </button>
      </div>
    </>
  );
}
