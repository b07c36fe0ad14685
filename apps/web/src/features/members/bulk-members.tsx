/** What is done to many members at once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import { BulkDialog } from '../../components/bulk-dialog.js';
import { RadioField } from '../../components/choice-fields.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { plainName } from '../../lib/names.js';
import { nameOfMember } from './member-task.js';
import { useRoleOptions } from './role-options.js';
import { useSpent } from '../directory/use-spent.js';

interface BulkMembersProps {
  members: readonly Member[];
  /** All of it is done. */
  onDone: () => void;
  onClose: () => void;
}

/** People may belong to several organizations. */
export const keyOfMember = ({ organization_id, id }: Member): string => `${organization_id} ${id}`;

/** Gives all of them one role. */
export function BulkRole({ members, onDone, onClose }: BulkMembersProps) {
  const { t } = useTranslation();
  const options = useRoleOptions();
  const [role, setRole] = useState('reader');
  const count = members.filter((member) => member.role !== role).length;
  return (
    <BulkDialog
      title={t('memberActions.bulk.roleTitle', { count: members.length })}
      items={members}
      keyOf={keyOfMember}
      rowOf={(member) => ({
        name: nameOfMember(member),
        happens: t('memberActions.bulk.becomes', { from: plainName(member.role ?? ''), to: role }),
        ...(member.role === role && { leftOut: t('memberActions.bulk.stays', { role }) }),
      })}
      before={<RadioField label={t('memberActions.role')} options={options} value={role} onChange={setRole} isFirst />}
      act={(api, member, { reason }) => api.changeMember(member.id, { ...aboutOf(member, reason), role })}
      submit={t('memberActions.bulk.roleSubmit', { count })}
      onAllDone={(done) => {
        toast(t('memberActions.bulk.roleDone', { count: done }));
        onDone();
      }}
      onClose={onClose}
    />
  );
}

/** Removes all of them from the organization. */
export function BulkRemove({ members, onDone, onClose }: BulkMembersProps) {
  const { t } = useTranslation();
  const spentOf = useSpent();
  return (
    <BulkDialog
      title={t('memberActions.bulk.removeTitle', { count: members.length })}
      says={<p>{t('memberActions.bulk.removeText')}</p>}
      items={members}
      keyOf={keyOfMember}
      rowOf={(member) => ({
        name: nameOfMember(member),
        happens: t('memberActions.bulk.leaves', {
          projects: t('memberActions.remove.projects', { count: member.counts['project_user'] ?? 0 }),
          keys: t('memberActions.bulk.keys', { count: member.counts['api_key'] ?? 0 }),
          amount: spentOf(member),
        }),
      })}
      danger={{}}
      act={(api, member, { reason }) => api.removeMember(member.id, aboutOf(member, reason))}
      submit={t('memberActions.bulk.removeSubmit', { count: members.length })}
      onAllDone={(done) => {
        toast(t('memberActions.bulk.removeDone', { count: done }));
        onDone();
      }}
      onClose={onClose}
    />
  );
}
