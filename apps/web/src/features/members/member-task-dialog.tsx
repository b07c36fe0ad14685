import { BulkRemove, BulkRole } from './bulk-members.js';
import { ChangeRole } from './change-role.js';
import type { MemberTask } from './member-task.js';
import { RemoveMember } from './remove-member.js';

interface MemberTaskDialogProps {
  /** Null: nobody is about anything. */
  task: MemberTask | null;
  onClose: () => void;
  /** Those chosen are done with. */
  onBulkDone?: () => void;
}

/** The dialog of what is about to be done to members. */
export function MemberTaskDialog({ task, onClose, onBulkDone = onClose }: MemberTaskDialogProps) {
  switch (task?.kind) {
    case undefined:
      return null;
    case 'role':
      return <ChangeRole member={task.member} onClose={onClose} />;
    case 'remove':
      return <RemoveMember member={task.member} onClose={onClose} />;
    case 'bulk-role':
      return <BulkRole members={task.members} onDone={onBulkDone} onClose={onClose} />;
    case 'bulk-remove':
      return <BulkRemove members={task.members} onDone={onBulkDone} onClose={onClose} />;
  }
}
