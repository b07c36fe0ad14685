import { Popover } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceList, type Choice } from './choice-list.js';
import { EntityName } from './entity-name.js';

interface FilterChipProps {
  field: string;
  /** Words of what is chosen; empty: nothing is filtered. */
  chosen: readonly string[];
  onClear: () => void;
  /** What opens. */
  children: ReactNode;
}

/** A filter: dashed while it is empty, filled and with a way out when it is set. */
export function FilterChip({ field, chosen, onClear, children }: FilterChipProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [first, ...others] = chosen;
  return (
    <span className={first === undefined ? undefined : 'filter-chip'}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={first === undefined ? 'control dashed small' : 'entity'}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {first === undefined ? (
              <>
                <Plus aria-hidden="true" />
                {field}
              </>
            ) : (
              <>
                <span className="nowrap">{t('words.filterIs', { field })}</span>
                <b className="entity">
                  <EntityName name={first} />
                </b>
                {others.length > 0 && <span className="nowrap">{t('words.filterMore', { count: others.length })}</span>}
              </>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={8} aria-label={field}>
          {children}
        </Popover.Dropdown>
      </Popover>
      {first !== undefined && (
        <button type="button" aria-label={t('words.filterRemove', { field })} onClick={onClear}>
          <X aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

interface FacetFilterProps {
  field: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** A filter by values that are known, with how much there is of each. */
export function FacetFilter({ field, choices, chosen, onChange }: FacetFilterProps) {
  const nameOf = (value: string): string => choices.find((each) => each.value === value)?.label ?? value;
  const listed = new Set(choices.map(({ value }) => value));
  const absent = chosen.filter((value) => !listed.has(value)).map((value) => ({ value, label: value }));
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <FilterChip field={field} chosen={chosen.map(nameOf)} onClear={() => onChange([])}>
      <div className="choices">
        <ChoiceList label={field} choices={[...absent, ...choices]} chosen={new Set(chosen)} onToggle={toggle} />
      </div>
    </FilterChip>
  );
}
