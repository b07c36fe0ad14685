import { useTranslation } from 'react-i18next';
import type { Offboarding } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { Notice } from '../../components/notice.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findGone } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { leaverName } from './leaver-name.js';
import { whatBreaks } from './what-breaks.js';

/** The last step. Where something still breaks it says what, and has the name typed. */
export function RemoveAtLast({ leaving, onClose }: { leaving: Offboarding; onClose: () => void }) {
  const { t } = useTranslation();
  const { member } = leaving;
  const name = leaverName(member);
  const breaks = whatBreaks(leaving, t);
  const action = useAction((api, reason: string) => api.removeMember(member.id, aboutOf(member, reason)), {
    onDone: () => {
      toast(t('offboarding.remove.done', { name: isolated(name) }));
      onClose();
    },
    find: (api) => findGone(api, 'members', member),
  });
  return (
    <ActionDialog
      title={t('offboarding.remove.title', { name: isolated(name) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={
          <>
            <p>{t('offboarding.remove.text')}</p>
            {breaks.length > 0 && (
              <Notice tone="warning" title={t('offboarding.remove.breaksTitle')}>
                <ul className="breaking-list">
                  {breaks.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
                <p>{t('offboarding.remove.breaks')}</p>
              </Notice>
            )}
          </>
        }
        danger={breaks.length > 0 ? { typed: name } : {}}
        submit={t('offboarding.remove.submit')}
        busy={t('offboarding.remove.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
