import { useTranslation } from 'react-i18next';
import { Sentence } from '../../components/sentence.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { useUnread } from '../directory/list-state.js';
import { useRowCount } from '../directory/row-count.js';
import '../members/member-action-words.js';

/** "OpenAI lists 4 groups." */
export function GroupsAnswer() {
  const { t } = useTranslation();
  const rowCount = useRowCount();
  const unread = useUnread('groups');
  const groups = useDirectoryList('groups', {});
  const { rows } = groups;
  if (rows === null) return t(groups.error === null ? 'directory.loading' : 'members.unavailable');
  if (rows.length === 0 && unread !== null) return t(`directory.unread.${unread}`);
  return (
    <Sentence
      of={(mark) => {
        const shown = mark(<b>{rowCount(groups)}</b>);
        return t('directory.listed', { subject: t('memberActions.groups.answer', { count: rows.length, shown }) });
      }}
    />
  );
}
