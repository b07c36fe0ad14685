import { useTranslation } from 'react-i18next';
import type { MemberDetail } from '@bursar/contract';
import { MemberTaskDialog } from './member-task-dialog.js';
import { isPresent, useMemberTasks } from './member-task.js';

/** What can be done with the member whose page it is; nothing with one who left. */
export function MemberButtons({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const { task, setTask, actionsOf } = useMemberTasks();
  if (actionsOf === null || !isPresent(member)) return null;
  return (
    <>
      <button type="button" className="control" onClick={() => setTask({ kind: 'role', member })}>
        {t('memberActions.change.open')}
      </button>
      <button type="button" className="control destructive" onClick={() => setTask({ kind: 'remove', member })}>
        {t('memberActions.remove.short')}
      </button>
      <MemberTaskDialog task={task} onClose={() => setTask(null)} />
    </>
  );
}
