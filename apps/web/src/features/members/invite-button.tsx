import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../lib/session.js';
import { InviteDialog } from './invite-dialog.js';
import './member-action-words.js';

/** The way to invite somebody; nothing for whoever may not. */
export function InviteButton() {
  const { t } = useTranslation();
  const mayWrite = useMay('members.write');
  const [isOpen, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <button type="button" className="control primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden="true" />
        {t('memberActions.invite.open')}
      </button>
      {isOpen && <InviteDialog onClose={() => setOpen(false)} />}
    </>
  );
}
