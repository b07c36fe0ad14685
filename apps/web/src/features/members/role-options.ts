import { useTranslation } from 'react-i18next';
import './member-action-words.js';

/** As which somebody can be invited, the lesser one first. */
export const INVITED_ROLES = ['reader', 'owner'] as const;
export type InvitedRole = (typeof INVITED_ROLES)[number];

/** OpenAI's roles of an organization with what they mean. */
export function useRoleOptions(): { value: InvitedRole; label: string; hint: string }[] {
  const { t } = useTranslation();
  return INVITED_ROLES.map((value) => ({
    value,
    label: t(`memberActions.roles.${value}.label`),
    hint: t(`memberActions.roles.${value}.means`),
  }));
}
