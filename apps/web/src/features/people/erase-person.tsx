import { useTranslation } from 'react-i18next';
import type { Person } from '@bursar/contract';
import { toast } from '../../components/toast.js';
import { useErasePerson } from '../../lib/people-queries.js';
import { EraseForm } from '../erasure/erase-form.js';

/** Erases somebody who is disabled. */
export function ErasePerson({ person: { id, name }, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const { mutate: erase, isPending, error } = useErasePerson();
  const onSuccess = () => {
    toast(t('erasure.person.done'));
    onClose();
  };
  return (
    <EraseForm
      name={name}
      sentences={[t('erasure.person.goes'), t('erasure.person.stays')]}
      isBusy={isPending}
      error={error}
      onErase={(body) => erase({ id, body }, { onSuccess })}
      onClose={onClose}
    />
  );
}
