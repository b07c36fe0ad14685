import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { RadioField } from '../../components/choice-fields.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { findChanged } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { nameOfMember } from './member-task.js';
import { useRoleOptions } from './role-options.js';

/** Changes the role of a member in the organization. */
export function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const options = useRoleOptions();
  const name = isolated(nameOfMember(member));
  const [role, setRole] = useState<string>(member.role ?? 'reader');
  const [isSame, setSame] = useState(false);
  const action = useAction(
    (api, body: { role: string; reason: string }) =>
      api.changeMember(member.id, { ...aboutOf(member, body.reason), role: body.role }),
    {
      onDone: () => {
        toast(t('memberActions.change.done', { name, role: isolated(role) }));
        onClose();
      },
      find: (api, body) => findChanged(api, 'members', { place: member, isDone: (found) => found.role === body.role }),
    },
  );
  const isKnown = options.some(({ value }) => value === member.role);
  return (
    <ActionDialog title={t('memberActions.change.title', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        {...(!isKnown && {
          says: <p>{t('memberActions.change.text', { role: isolated(member.role ?? t('words.none')) })}</p>,
        })}
        submit={t('memberActions.change.submit')}
        busy={t('memberActions.change.busy')}
        onSubmit={({ reason }) => {
          setSame(role === member.role);
          if (role !== member.role) action.run({ role, reason });
        }}
        onClose={onClose}
      >
        {() => (
          <>
            <RadioField
              label={t('memberActions.role')}
              options={options}
              value={role}
              onChange={(value) => {
                setRole(value);
                setSame(false);
              }}
              isFirst
            />
            {isSame && (
              <p className="form-error" role="alert">
                {t('memberActions.change.same')}
              </p>
            )}
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}
