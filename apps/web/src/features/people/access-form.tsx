import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '@bursar/contract';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useChangePerson } from '../../lib/people-queries.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { AccessFields, hasNoProject, type Access } from './access-fields.js';
import { useProjectNames } from './use-project-names.js';

/** Changes role and projects, and says before what that will mean. */
export function AccessForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const { mutate: change, isPending, error } = useChangePerson();
  const [access, setAccess] = useState<Access>({ role: person.role, projectIds: person.project_ids });
  const [isTried, setTried] = useState(false);
  const projectNames = useProjectNames();
  const { role, projectIds } = access;
  const name = isolated(person.name);
  const onSuccess = () => {
    toast(t('people.change.done', { name }));
    onClose();
  };
  const send = () => {
    setTried(true);
    if (hasNoProject(access)) return;
    change({ id: person.id, change: { role, project_ids: projectIds && [...projectIds] } }, { onSuccess });
  };
  const reach =
    projectIds === null
      ? t('people.change.everything')
      : t('people.change.only', { projects: projectNames(projectIds) });
  return (
    <div className="dialog-body">
      <EntryForm
        fields={{}}
        submit={t('people.change.submit')}
        busy={t('people.change.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={send}
      >
        {() => (
          <>
            <AccessFields access={access} onAccess={setAccess} isNoneChosen={isTried && hasNoProject(access)} />
            {!hasNoProject(access) && (
              <p className="secondary" role="status">
                {t('people.change.text', { name, role: t(`people.role.${role}`), reach })}
              </p>
            )}
          </>
        )}
      </EntryForm>
    </div>
  );
}
