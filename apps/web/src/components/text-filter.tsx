import { X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainText } from './plain-text.js';
import { FilterChip } from './facet-filter.js';

interface TextFilterProps {
  field: string;
  /** How a value has to be written. */
  note: string;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** A filter by values that are typed or pasted whole, such as an address. */
export function TextFilter({ field, note, chosen, onChange }: TextFilterProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    const value = text.trim();
    if (value === '') return;
    onChange([...chosen.filter((each) => each !== value), value]);
    setText('');
  };
  return (
    <FilterChip field={field} chosen={chosen} onClear={() => onChange([])}>
      <form className="choices" onSubmit={add}>
        <div className="choices-search">
          <input
            aria-label={field}
            placeholder={field}
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <button type="submit" className="link-button">
            {t('words.filterAdd')}
          </button>
        </div>
        <p className="choices-note">{note}</p>
        {chosen.length > 0 && (
          <ul className="typed-values">
            {chosen.map((value) => (
              <li key={value}>
                <PlainText mono>{value}</PlainText>
                <button
                  type="button"
                  className="control bare icon-only small"
                  aria-label={t('words.filterRemove', { field: value })}
                  onClick={() => onChange(chosen.filter((each) => each !== value))}
                >
                  <X aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </form>
    </FilterChip>
  );
}
