import { Search } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from './entity-name.js';
import './filter-menu.css';

export interface Choice {
  value: string;
  label: string;
  /** Shown at the right, such as an amount. */
  figure?: string;
  /** Stands above the first of those that share it; choices of a group follow each other. */
  group?: string;
}

interface ChoiceListProps {
  label: string;
  choices: readonly Choice[];
  chosen: ReadonlySet<string>;
  onToggle: (value: string) => void;
}

/** More are not drawn: who looks for one of a thousand keys types a part of its name. */
const SHOWN = 100;

/** Check boxes under a search field. */
export function ChoiceList({ label, choices, chosen, onToggle }: ChoiceListProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = choices.filter(
    ({ label: name, value }) => name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  );
  return (
    <>
      <div className="choices-search">
        <Search aria-hidden="true" />
        <input
          type="search"
          aria-label={t('words.search', { field: label })}
          placeholder={t('words.search', { field: label })}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          // It takes the place of the control that opened it, which has just gone with its focus.
          autoFocus
        />
      </div>
      <div className="choices-list" role="group" aria-label={label}>
        {found.slice(0, SHOWN).map(({ value, label: name, figure, group }, index) => (
          <Fragment key={value}>
            {group !== undefined && group !== found[index - 1]?.group && <p className="choices-group">{group}</p>}
            <label>
              <input type="checkbox" checked={chosen.has(value)} onChange={() => onToggle(value)} />
              <EntityName name={name} />
              {figure !== undefined && <span className="figure">{figure}</span>}
            </label>
          </Fragment>
        ))}
        {found.length === 0 && <p className="choices-note">{t('words.nothingFound')}</p>}
        {found.length > SHOWN && (
          <p className="choices-note">{t('words.moreChoices', { count: found.length - SHOWN })}</p>
        )}
      </div>
    </>
  );
}
