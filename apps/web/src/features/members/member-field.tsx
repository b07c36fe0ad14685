import { useDebouncedValue } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { FormField } from '../../components/form-field.js';
import type { ListResult } from '../../lib/directory-queries.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { nameOfMember } from './member-task.js';
import './member-action-words.js';
import './member-field.css';

/** Enough to see whom one means; who is not among them types more of the name. */
const SHOWN = 8;
const TYPING_MS = 250;

export interface MemberChoice {
  q: string;
  setQ: (q: string) => void;
  found: ListResult<Member>;
  shown: readonly Member[];
  chosen: string;
  choose: (id: string) => void;
  isMissing: boolean;
  /** Who is chosen; null: nobody, which the field says from then on. */
  confirm: () => string | null;
}

/** Finds a member of an organization by a part of the name. @param without those who are in it already */
export function useMemberChoice(organization: string | null, without: ReadonlySet<string>): MemberChoice {
  const [q, setQ] = useState('');
  const [searched] = useDebouncedValue(q.trim(), TYPING_MS);
  const [chosen, choose] = useState('');
  const [isTried, setTried] = useState(false);
  const found = useDirectoryList('members', {
    sort: 'name',
    ...(searched !== '' && { q: searched }),
    ...(organization !== null && { organization: [organization] }),
  });
  return {
    q,
    setQ,
    found,
    shown: (found.rows ?? []).filter(({ id }) => !without.has(id)).slice(0, SHOWN),
    chosen,
    choose,
    isMissing: isTried && chosen === '',
    confirm: () => {
      setTried(true);
      return chosen === '' ? null : chosen;
    },
  };
}

/** A search, and those whom it found to choose from. */
export function MemberField({ of }: { of: MemberChoice }) {
  const { t } = useTranslation();
  const name = useId();
  const { q, setQ, found, shown, chosen, choose, isMissing } = of;
  return (
    <>
      <FormField
        name="find"
        type="search"
        label={t('memberActions.groups.find')}
        hint={t('memberActions.groups.findHint')}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      <fieldset className="choice-fields member-choice" aria-busy={found.isLoading}>
        <legend>{t('memberActions.groups.who')}</legend>
        {shown.map((member) => (
          <label key={member.id} className="choice">
            <input type="radio" name={name} checked={member.id === chosen} onChange={() => choose(member.id)} />
            <span>
              <EntityName name={nameOfMember(member)} />
              {member.name !== null && member.email !== null && (
                <span>
                  <EntityName name={member.email} />
                </span>
              )}
            </span>
          </label>
        ))}
        {found.rows !== null && shown.length === 0 && (
          <p className="secondary">{t('memberActions.groups.noneFound')}</p>
        )}
        {isMissing && (
          <p className="form-error" role="alert">
            {t('memberActions.groups.chooseOne')}
          </p>
        )}
      </fieldset>
    </>
  );
}
