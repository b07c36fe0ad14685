import { useTranslation } from 'react-i18next';
import { Sentence } from '../../components/sentence.js';
import type { ListResult } from '../../lib/directory-queries.js';
import { useNow } from '../../lib/today.js';
import { useUnread } from '../directory/list-state.js';
import { useRowCount } from '../directory/row-count.js';
import { inviteState, type Invite } from './invite-state.js';

/** "OpenAI lists 4 invites. 1 invite is pending. 2 invites have expired unused." */
export function InvitesAnswer({ invites }: { invites: ListResult<Invite> }) {
  const { t } = useTranslation();
  const now = useNow();
  const rowCount = useRowCount();
  const unread = useUnread('invites');
  const { rows } = invites;
  if (rows === null) return t(invites.error === null ? 'directory.loading' : 'members.unavailable');
  if (rows.length === 0 && unread !== null) return t(`directory.unread.${unread}`);
  const states = rows.map((invite) => inviteState(invite, now));
  const pending = states.filter((state) => state === 'pending').length;
  const expired = states.filter((state) => state === 'expired').length;
  return (
    <>
      <Sentence
        of={(mark) => {
          const shown = mark(<b>{rowCount(invites)}</b>);
          return t('directory.listed', { subject: t('members.answer.invites', { count: rows.length, shown }) });
        }}
      />
      {pending > 0 && ` ${t('members.answer.pending', { count: pending })}`}
      {expired > 0 && ` ${t('members.answer.expired', { count: expired })}`}
    </>
  );
}
