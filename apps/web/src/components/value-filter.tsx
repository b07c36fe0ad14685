import { Popover } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from './choice-list.js';
import './filter-menu.css';

interface ValueFilterProps {
  /** What is filtered by, such as a role. */
  field: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** A filter by a few known values: dashed while it is empty, filled and with a way out when it is set. */
export function ValueFilter({ field, choices, chosen, onChange }: ValueFilterProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const labelOf = (value: string): string => choices.find((each) => each.value === value)?.label ?? value;
  const [first, ...others] = chosen;
  const isSet = first !== undefined;
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <span className={isSet ? 'filter-chip' : undefined}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={isSet ? 'entity' : 'control dashed small'}
            onClick={() => setOpen(!open)}
            aria-expanded={open}
          >
            {isSet ? (
              <>
                <span className="nowrap">{t('words.filterIs', { field })}</span> <b>{labelOf(first)}</b>
                {others.length > 0 && <span className="nowrap">{t('words.filterMore', { count: others.length })}</span>}
              </>
            ) : (
              <>
                <Plus aria-hidden="true" />
                {field}
              </>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={8} aria-label={field}>
          <div className="choices-list value-choices" role="group" aria-label={field}>
            {choices.map(({ value, label }, index) => (
              <label key={value}>
                <input
                  type="checkbox"
                  checked={chosen.includes(value)}
                  onChange={() => toggle(value)}
                  data-autofocus={index === 0 ? true : undefined}
                />
                {label}
              </label>
            ))}
          </div>
        </Popover.Dropdown>
      </Popover>
      {isSet && (
        <button type="button" aria-label={t('words.filterRemove', { field })} onClick={() => onChange([])}>
          <X aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
