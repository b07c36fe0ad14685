import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MemberDetail } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { CopyList } from '../directory/copy-list.js';
import { DirectoryTable } from '../directory/directory-table.js';
import { useKeyColumns } from '../directory/key-columns.js';
import { useSpendWords } from '../directory/use-spend-words.js';

/** The keys that a member owns, those that spent most first. */
export function MemberKeysCard({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const columns = useKeyColumns('member', useSpendWords([member]));
  const list = { ...READ_WITH_THE_MEMBER, rows: member.api_keys };
  return (
    <section className="card" aria-labelledby="keys-title">
      <div className="card-head">
        <h2 id="keys-title">{t('members.detail.keys.title')}</h2>
        <CopyList list={list} columns={columns} />
      </div>
      <DirectoryTable
        caption={t('members.detail.keys.title')}
        list={list}
        columns={columns}
        keyOf={({ id, project_id }) => `${project_id} ${id}`}
        isGone={({ gone_at }) => gone_at !== null}
        empty={
          <EmptyState icon={KeyRound} title={t('members.detail.keys.none.title')}>
            {t('members.detail.keys.none.text')}
          </EmptyState>
        }
      />
    </section>
  );
}

const nothing = (): undefined => undefined;

/** They came with the member, all of them. */
const READ_WITH_THE_MEMBER = { isComplete: true, isLoading: false, error: null, retry: nothing, readOn: nothing };
