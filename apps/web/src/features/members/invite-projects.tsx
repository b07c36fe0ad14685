import { useTranslation } from 'react-i18next';
import type { InviteBody } from '@bursar/contract';
import { RadioField } from '../../components/choice-fields.js';
import { ChoiceList } from '../../components/choice-list.js';
import { EntityName } from '../../components/entity-name.js';
import { isolated, plainName } from '../../lib/names.js';
import { useProjects } from '../../lib/queries.js';
import { useProjectNames } from '../projects/project-colors.js';
import { hasEnded } from '../projects/has-ended.js';
import './invites.css';

type Joined = NonNullable<InviteBody['projects']>;

/** What an invite leads to; `chosen` stays while another way is looked at. */
export interface InviteProjects {
  way: 'default' | 'none' | 'some';
  chosen: Joined;
}

/** As the call takes it: left out, OpenAI adds them to the default project. */
export function projectsOf({ way, chosen }: InviteProjects): Joined | undefined {
  if (way === 'default') return undefined;
  return way === 'none' ? [] : chosen;
}

const ROLES = ['member', 'owner'] as const;

interface InviteProjectsFieldProps {
  value: InviteProjects;
  onChange: (value: InviteProjects) => void;
  /** Of the organization that they are invited to; undefined: there is one. */
  organization: string | undefined;
  isTried: boolean;
}

/** Which projects they join, and as what in each. */
export function InviteProjectsField({ value, onChange, organization, isTried }: InviteProjectsFieldProps) {
  const { t } = useTranslation();
  const { way, chosen } = value;
  const { data: projects } = useProjects();
  const nameOf = useProjectNames();
  const ids = new Set(chosen.map(({ id }) => id));
  const choices = (projects ?? [])
    .filter((project) => !hasEnded(project))
    .filter(({ organization_id: id }) => organization === undefined || id === organization)
    .map(({ id, name }) => ({ value: id, label: name ?? id }))
    .sort((a, b) => plainName(a.label).localeCompare(plainName(b.label)));
  const toggle = (id: string) => {
    const next = ids.has(id) ? chosen.filter((each) => each.id !== id) : [...chosen, { id, role: 'member' as const }];
    onChange({ way, chosen: next });
  };
  const setRole = (id: string, role: string) => {
    const known = ROLES.find((each) => each === role) ?? 'member';
    onChange({ way, chosen: chosen.map((each) => (each.id === id ? { id, role: known } : each)) });
  };
  return (
    <>
      <RadioField
        label={t('memberActions.invite.projects')}
        value={way}
        onChange={(next) => onChange({ way: next === 'none' || next === 'some' ? next : 'default', chosen })}
        options={[
          {
            value: 'default',
            label: t('memberActions.invite.inDefault'),
            hint: t('memberActions.invite.inDefaultWhy'),
          },
          { value: 'none', label: t('memberActions.invite.inNone'), hint: t('memberActions.invite.inNoneWhy') },
          { value: 'some', label: t('memberActions.invite.inSome'), hint: t('memberActions.invite.inSomeWhy') },
        ]}
      />
      {way === 'some' && (
        <div className="choice-fields">
          <ChoiceList label={t('memberActions.invite.projects')} choices={choices} chosen={ids} onToggle={toggle} />
          {chosen.length > 0 && (
            <ul className="invite-roles">
              {chosen.map(({ id, role }) => (
                <li key={id}>
                  <EntityName name={nameOf(id) ?? id} />
                  <select
                    className="form-select"
                    aria-label={t('memberActions.invite.roleIn', { name: isolated(nameOf(id) ?? id) })}
                    value={role}
                    onChange={(event) => setRole(id, event.currentTarget.value)}
                  >
                    {ROLES.map((each) => (
                      <option key={each} value={each}>
                        {t(`members.role.${each}`)}
                      </option>
                    ))}
                  </select>
                </li>
              ))}
            </ul>
          )}
          {isTried && chosen.length === 0 && (
            <p className="form-error" role="alert">
              {t('memberActions.invite.choose')}
            </p>
          )}
        </div>
      )}
    </>
  );
}
