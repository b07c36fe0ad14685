import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MadeApiToken } from '@bursar/contract';
import { reachesBeyondProjects } from '@bursar/contract/permissions';
import { FormField } from '../../components/form-field.js';
import { ProjectLimit } from '../../components/project-limit.js';
import { useMakeToken } from '../../lib/account-queries.js';
import { usePerson } from '../../lib/session.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { forTokens, type TokenPermission } from './token-words.js';

const USUAL_DAYS = 90;

/** Asks what a token is for, what it may do, of which projects and for how long. */
export function TokenForm({ onMade }: { onMade: (made: MadeApiToken) => void }) {
  const { t } = useTranslation();
  const { mutate: make, isPending, error } = useMakeToken();
  const [permissions, setPermissions] = useState<readonly TokenPermission[]>(['costs.read']);
  const [limit, setLimit] = useState<readonly string[] | null>(null);
  const [isTried, setTried] = useState(false);
  const granted = permissions.filter((permission) => limit === null || !reachesBeyondProjects(permission));
  const fields = { name: t('account.tokens.name'), expires_in_days: t('account.tokens.days') };
  const send = ({ name, expires_in_days: days }: Record<keyof typeof fields, string>) => {
    setTried(true);
    if (granted.length === 0 || limit?.length === 0) return;
    const body = { name, permissions: granted, project_ids: limit && [...limit] };
    make({ ...body, expires_in_days: Number(days) }, { onSuccess: onMade });
  };
  return (
    <EntryForm
      fields={fields}
      suspect="name"
      submit={t('account.tokens.submit')}
      busy={t('account.tokens.busy')}
      isBusy={isPending}
      error={error}
      onSubmit={send}
    >
      {(errorOf) => (
        <>
          <FormField name="name" label={fields.name} error={errorOf('name')} required data-autofocus />
          <Permissions
            chosen={granted}
            onChosen={setPermissions}
            isLimited={limit !== null}
            isNoneChosen={isTried && granted.length === 0}
          />
          <ProjectLimit
            everything={t('account.tokens.every')}
            limit={limit}
            onLimit={setLimit}
            error={isTried && limit?.length === 0 ? t('people.limit.none') : undefined}
          />
          <FormField
            name="expires_in_days"
            type="number"
            min={1}
            max={366}
            defaultValue={USUAL_DAYS}
            label={fields.expires_in_days}
            hint={t('account.tokens.daysHint')}
            error={errorOf('expires_in_days')}
            required
          />
        </>
      )}
    </EntryForm>
  );
}

interface PermissionsProps {
  chosen: readonly TokenPermission[];
  onChosen: (chosen: readonly TokenPermission[]) => void;
  isLimited: boolean;
  isNoneChosen: boolean;
}

/** Those that the person has: a token can be given no other, and one of some projects nothing that is of all. */
function Permissions({ chosen, onChosen, isLimited, isNoneChosen }: PermissionsProps) {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const toggle = (permission: TokenPermission) =>
    onChosen(chosen.includes(permission) ? chosen.filter((each) => each !== permission) : [...chosen, permission]);
  return (
    <fieldset className="choice-fields">
      <legend>{t('account.tokens.permissions')}</legend>
      {forTokens(permissions).map((permission) => (
        <label key={permission} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(permission)}
            disabled={isLimited && reachesBeyondProjects(permission)}
            onChange={() => toggle(permission)}
          />
          {t(`account.permission.${permission}`)}
        </label>
      ))}
      {isNoneChosen && (
        <p className="form-error" role="alert">
          {t('account.tokens.noPermission')}
        </p>
      )}
    </fieldset>
  );
}
