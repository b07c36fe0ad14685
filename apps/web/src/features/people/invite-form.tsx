import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonLink } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { useInvite } from '../../lib/people-queries.js';
import { useSession } from '../../lib/session.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { AccessFields, hasNoProject, type Access } from './access-fields.js';

/** Asks whom to invite, as what and for which projects. */
export function InviteForm({ onInvited }: { onInvited: (link: PersonLink) => void }) {
  const { t } = useTranslation();
  const { mutate: invite, isPending, error } = useInvite();
  const { sends_mail: sendsMail } = useSession();
  const [access, setAccess] = useState<Access>({ role: 'viewer', projectIds: null });
  const [isTried, setTried] = useState(false);
  const fields = { name: t('people.column.name'), email: t('signIn.email') };
  const send = (values: { name: string; email: string }) => {
    setTried(true);
    if (hasNoProject(access)) return;
    const { role, projectIds } = access;
    invite({ ...values, role, project_ids: projectIds && [...projectIds] }, { onSuccess: onInvited });
  };
  return (
    <div className="dialog-body">
      <p className="secondary">{t(sendsMail ? 'people.invite.textMail' : 'people.invite.text')}</p>
      <EntryForm
        fields={fields}
        suspect="email"
        submit={t('people.invite.submit')}
        busy={t('people.invite.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={send}
      >
        {(errorOf) => (
          <>
            <FormField
              name="name"
              label={fields.name}
              error={errorOf('name')}
              autoComplete="off"
              required
              data-autofocus
            />
            <FormField
              name="email"
              type="email"
              label={fields.email}
              error={errorOf('email')}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <AccessFields access={access} onAccess={setAccess} isNoneChosen={isTried && hasNoProject(access)} />
          </>
        )}
      </EntryForm>
    </div>
  );
}
