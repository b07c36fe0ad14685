import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.js';
import './project-action-words.js';

const DAY_SECONDS = 86_400;
const LONGEST_DAYS = 365;

/** After how many days a key that is about to be made ends. */
export function ExpiryDaysField({ isWrong, error }: { isWrong: boolean; error: string | undefined }) {
  const { t } = useTranslation();
  return (
    <FormField
      name="days"
      inputMode="numeric"
      label={t('projectActions.accounts.days')}
      hint={t('projectActions.accounts.daysHint')}
      error={isWrong ? t('projectActions.accounts.daysWrong') : error}
      autoComplete="off"
    />
  );
}

/** Seconds until the end. Null: it never ends. Undefined: not a number of days that OpenAI takes. */
export function expirySeconds(typed: string): number | null | undefined {
  if (typed === '') return null;
  const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= LONGEST_DAYS ? days * DAY_SECONDS : undefined;
}
