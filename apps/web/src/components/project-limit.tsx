import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { plainName } from '../lib/names.js';
import { useProjects } from '../lib/queries.js';
import { ChoiceList } from './choice-list.js';
import './dialog-form.css';

interface ProjectLimitProps {
  /** Words for no limit. */
  everything: string;
  /** Null: no limit. */
  limit: readonly string[] | null;
  onLimit: (limit: readonly string[] | null) => void;
  /** What is wrong with the choice, as a sentence. */
  error?: string | undefined;
}

/** Every project, or only some by name. */
export function ProjectLimit({ everything, limit, onLimit, error }: ProjectLimitProps) {
  const { t } = useTranslation();
  const id = useId();
  const { data: projects } = useProjects();
  const chosen = new Set(limit ?? []);
  const toggle = (value: string) =>
    onLimit(chosen.has(value) ? [...chosen].filter((each) => each !== value) : [...chosen, value]);
  const choices = [...(projects ?? [])]
    .map(({ id: value, name }) => ({ value, label: name ?? value }))
    .sort((a, b) => plainName(a.label).localeCompare(plainName(b.label)));
  return (
    <fieldset className="choice-fields" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend>{t('people.limit.title')}</legend>
      <label className="choice">
        <input type="radio" name={id} checked={limit === null} onChange={() => onLimit(null)} />
        {everything}
      </label>
      <label className="choice">
        <input type="radio" name={id} checked={limit !== null} onChange={() => onLimit(limit ?? [])} />
        {limit === null || limit.length === 0
          ? t('people.limit.some')
          : t('people.limit.chosen', { count: limit.length })}
      </label>
      {limit !== null && (
        <ChoiceList label={t('people.limit.projects')} choices={choices} chosen={chosen} onToggle={toggle} />
      )}
      {error !== undefined && (
        <p className="form-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
