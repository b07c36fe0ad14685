import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem, OffboardingStep } from '@bursar/contract';
import { useMay } from '../../lib/session.js';
import { whichKey } from '../keys/key-cells.js';
import { leftOut, type KeyTask } from '../keys/tasks/key-task.js';

interface StepActionProps {
  step: OffboardingStep;
  keys: readonly KeyInventoryItem[];
  onTask: (task: KeyTask) => void;
}

/** What does a step, or where it is done. */
export function StepAction({ step, keys, onTask }: StepActionProps) {
  const { t } = useTranslation();
  const mayKeys = useMay('keys.write');
  const { action, target } = step;
  const key = keys.find(({ id, project_id: project }) => id === target.id && project === target.project_id);
  const kind = action === 'rotate_to_service_account' ? 'rotate' : 'delete';
  if (key !== undefined && mayKeys && leftOut(kind, key) === null) {
    return (
      <button type="button" className="link-button" onClick={() => onTask({ kind, keys: [key] })}>
        {t(`offboarding.plan.act.${kind}`)}
      </button>
    );
  }
  if (key !== undefined) {
    return (
      <Link to="/keys/$keyId" params={{ keyId: key.id }} search={whichKey(key)}>
        {t('offboarding.plan.act.key')}
      </Link>
    );
  }
  switch (target.kind) {
    case 'project':
      return (
        <Link to="/projects/$projectId" params={{ projectId: target.id }} search={{ tab: 'members' }}>
          {t('offboarding.plan.act.project')}
        </Link>
      );
    case 'invite':
      return (
        <Link to="/members" search={{ tab: 'invites' }}>
          {t('offboarding.plan.act.invites')}
        </Link>
      );
    default:
      return <Link to="/members">{t('offboarding.plan.act.members')}</Link>;
  }
}
