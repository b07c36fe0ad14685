import { Modal } from '@mantine/core';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberDetail } from '@bursar/contract';
import { toast } from '../../components/toast.js';
import { useEraseMember } from '../../lib/directory-queries.js';
import { useMay } from '../../lib/session.js';
import { EraseForm } from '../erasure/erase-form.js';
import '../../components/dialog-form.css';

/** The way to erase a member who left; nothing where that is not allowed, or was done. */
export function EraseMember({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const { mutate: erase, isPending, error } = useEraseMember();
  const [isOpen, setOpen] = useState(false);
  const { id, name, email } = member;
  // Whoever is erased is called the same in both.
  const isErased = name !== null && name === email;
  if (!useMay('personal_data.erase') || isErased) return null;
  const close = () => setOpen(false);
  const onSuccess = () => {
    toast(t('erasure.member.done'));
    close();
  };
  return (
    <>
      <button type="button" className="control" onClick={() => setOpen(true)}>
        <Eraser aria-hidden="true" />
        {t('erasure.member.open')}
      </button>
      <Modal
        opened={isOpen}
        onClose={close}
        centered
        title={t('erasure.member.title')}
        closeButtonProps={{ 'aria-label': t('erasure.close') }}
      >
        <EraseForm
          name={name ?? email ?? id}
          sentences={[t('erasure.member.goes'), t('erasure.member.stays')]}
          isBusy={isPending}
          error={error}
          onErase={(body) => erase({ id, body }, { onSuccess })}
          onClose={close}
        />
      </Modal>
    </>
  );
}
