import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.js';
import './project-action-words.js';

/** OpenAI takes no longer ones. */
const LONGEST_NAME = 256;

/** What something is to be called. */
export function NameField({ error, start = '' }: { error: string | undefined; start?: string }) {
  const { t } = useTranslation();
  return (
    <FormField
      name="name"
      label={t('projectActions.name')}
      error={error}
      defaultValue={start}
      maxLength={LONGEST_NAME}
      autoComplete="off"
      required
      data-autofocus
    />
  );
}
