import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyPolicy, KeyPolicyBody } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { ChoiceList } from '../../components/choice-list.js';
import { FormField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { useProjects } from '../../lib/queries.js';
import { useAction } from '../../lib/use-action.js';

const DAYS = [
  { field: 'max_age_days', words: 'maxAge' },
  { field: 'stale_after_days', words: 'stale' },
  { field: 'never_used_after_days', words: 'neverUsed' },
] as const;
type DaysField = (typeof DAYS)[number]['field'];
const DEMANDS = [
  { field: 'require_expiry', words: 'expiry' },
  { field: 'require_name', words: 'name' },
] as const;
const MOST_DAYS = 3650;

/** The thresholds of one organization, all of which are sent. */
export function PolicyDialog({ policy, onClose }: { policy: KeyPolicy; onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(policy);
  const [days, setDays] = useState<Readonly<Record<DaysField, string>>>(() => textsOf(policy));
  const [isTried, setTried] = useState(false);
  const action = useAction((api, body: KeyPolicyBody) => api.setKeyPolicy(body), {
    onDone: () => {
      toast(t('keys.policies.done'));
      onClose();
    },
  });
  const send = (reason: string) => {
    setTried(true);
    if (DAYS.some(({ field }) => !isDays(days[field]))) return;
    action.run({ ...bodyOf(draft, days), ...aboutOf(policy, reason) });
  };
  return (
    <ActionDialog title={t('keys.policies.dialog')} isHeld={action.isPending} onClose={onClose}>
      <ActionForm
        action={action}
        submit={t('keys.policies.submit')}
        busy={t('keys.policies.busy')}
        onSubmit={({ reason }) => send(reason)}
        onClose={onClose}
      >
        {() => (
          <>
            {DAYS.map(({ field, words }, index) => (
              <FormField
                key={field}
                name={field}
                inputMode="numeric"
                label={t('keys.policies.fieldDays', { field: t(`keys.policies.${words}`) })}
                hint={t('keys.policies.emptyDays')}
                autoComplete="off"
                value={days[field]}
                onChange={(event) => setDays({ ...days, [field]: event.currentTarget.value.trim() })}
                error={isTried && !isDays(days[field]) ? t('keys.policies.wrongDays') : undefined}
                {...(index === 0 && { 'data-autofocus': true })}
              />
            ))}
            <div className="choice-fields">
              {DEMANDS.map(({ field, words }) => (
                <label key={field} className="choice">
                  <input
                    type="checkbox"
                    checked={draft[field]}
                    onChange={() => setDraft({ ...draft, [field]: !draft[field] })}
                  />
                  <span>
                    {t(`keys.policies.${words}`)}
                    <span>{t(`keys.policies.${words}Means`)}</span>
                  </span>
                </label>
              ))}
            </div>
            <ProductionFields
              value={draft.no_member_keys_in}
              organizationId={policy.organization_id}
              onChange={(where) => setDraft({ ...draft, no_member_keys_in: where })}
            />
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}

interface ProductionFieldsProps {
  value: KeyPolicy['no_member_keys_in'];
  organizationId: string | null;
  onChange: (value: KeyPolicy['no_member_keys_in']) => void;
}

/** Which projects are production: by a part of their name, and by themselves. */
function ProductionFields({ value, organizationId, onChange }: ProductionFieldsProps) {
  const { t } = useTranslation();
  const { data: projects } = useProjects();
  const chosen = new Set(value.project_ids);
  const choices = (projects ?? [])
    .filter((project) => project.organization_id === organizationId && project.gone_at === null)
    .map(({ id, name }) => ({ value: id, label: name ?? id }));
  const toggle = (id: string) =>
    onChange({
      ...value,
      project_ids: chosen.has(id) ? value.project_ids.filter((each) => each !== id) : [...value.project_ids, id],
    });
  return (
    <fieldset className="choice-fields">
      <legend>{t('keys.policies.production')}</legend>
      <FormField
        name="name_contains"
        label={t('keys.policies.nameContains')}
        hint={t('keys.policies.productionMeans')}
        maxLength={100}
        autoComplete="off"
        value={value.name_contains ?? ''}
        onChange={({ currentTarget: { value: text } }) =>
          onChange({ ...value, name_contains: text === '' ? null : text })
        }
      />
      <ChoiceList label={t('keys.policies.projects')} choices={choices} chosen={chosen} onToggle={toggle} />
    </fieldset>
  );
}

const textsOf = (policy: KeyPolicy): Record<DaysField, string> => ({
  max_age_days: policy.max_age_days?.toString() ?? '',
  stale_after_days: policy.stale_after_days?.toString() ?? '',
  never_used_after_days: policy.never_used_after_days?.toString() ?? '',
});

const isDays = (text: string): boolean =>
  text === '' || (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_DAYS);

const daysOf = (text: string): number | null => (text === '' ? null : Number(text));

function bodyOf(
  { require_expiry, require_name, no_member_keys_in: where }: KeyPolicy,
  days: Readonly<Record<DaysField, string>>,
): Omit<KeyPolicyBody, 'reason'> {
  const text = where.name_contains?.trim() ?? '';
  return {
    max_age_days: daysOf(days.max_age_days),
    stale_after_days: daysOf(days.stale_after_days),
    never_used_after_days: daysOf(days.never_used_after_days),
    require_expiry,
    require_name,
    no_member_keys_in: { ...where, name_contains: text === '' ? null : text },
  };
}
