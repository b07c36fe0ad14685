import { useTranslation } from 'react-i18next';
import type { Person, PersonLink } from '@bursar/contract';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useChangePerson, useRemoveSecondFactorOf, useRenewLink } from '../../lib/people-queries.js';
import { EntryProblem } from '../sign-in/entry-problem.js';
import type { PersonTaskKind } from './people-task.js';

type ConfirmedKind = Exclude<PersonTaskKind, 'change' | 'erase'>;

interface ConfirmTaskProps {
  kind: ConfirmedKind;
  person: Person;
  onLink: (link: PersonLink) => void;
  onClose: () => void;
}

/** Says what will happen, and does it when that is wanted. */
export function ConfirmTask({ kind, person, onLink, onClose }: ConfirmTaskProps) {
  const { t } = useTranslation();
  const name = isolated(person.name);
  const { run, isPending, error } = useTask(kind, person, {
    onLink,
    onDone: () => {
      toast(t(`people.confirm.${kind}.done`, { name }));
      onClose();
    },
  });
  const isReset = kind === 'link' && person.has_password;
  return (
    <div className="dialog-body">
      {error !== null && <EntryProblem error={error} known={[]} />}
      <p>{t(isReset ? 'people.confirm.link.resetText' : `people.confirm.${kind}.text`, { name })}</p>
      <div className="controls">
        <button
          type="button"
          className="control primary"
          aria-disabled={isPending}
          onClick={() => !isPending && run()}
          data-autofocus
        >
          {t(`people.confirm.${kind}.submit`)}
        </button>
        <button type="button" className="control" onClick={onClose}>
          {t('people.cancel')}
        </button>
      </div>
    </div>
  );
}

interface TaskEnds {
  onLink: (link: PersonLink) => void;
  onDone: () => void;
}

function useTask(kind: ConfirmedKind, { id }: Person, { onLink, onDone }: TaskEnds) {
  const change = useChangePerson();
  const link = useRenewLink();
  const factor = useRemoveSecondFactorOf();
  const done = { onSuccess: onDone };
  switch (kind) {
    case 'link':
      return { ...stateOf(link), run: () => link.mutate(id, { onSuccess: onLink }) };
    case 'remove-factor':
      return { ...stateOf(factor), run: () => factor.mutate(id, done) };
    default:
      return {
        ...stateOf(change),
        run: () => change.mutate({ id, change: { is_disabled: kind === 'disable' } }, done),
      };
  }
}

const stateOf = ({ isPending, error }: { isPending: boolean; error: Error | null }) => ({ isPending, error });
