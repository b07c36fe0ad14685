/** Who is in a project, and as what. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, ProjectDetail } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { RadioField } from '../../components/choice-fields.js';
import { FormField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { findChanged, findGone } from '../../lib/find-again.js';
import { isolated } from '../../lib/names.js';
import { usePerson } from '../../lib/session.js';
import { useAction } from '../../lib/use-action.js';
import { MemberField, useMemberChoice, type MemberChoice } from '../members/member-field.js';
import './project-action-words.js';

export type ProjectMember = DirectoryItem<'project-members'>;

const ROLES = ['member', 'owner'] as const;

const nameOf = ({ name, email, id }: ProjectMember): string => name ?? email ?? id;

function RoleField({ role, onRole }: { role: string; onRole: (role: string) => void }) {
  const { t } = useTranslation();
  return (
    <RadioField
      label={t('projectActions.members.role')}
      options={ROLES.map((value) => ({
        value,
        label: t(`projectActions.members.roles.${value}.label`),
        hint: t(`projectActions.members.roles.${value}.means`),
      }))}
      value={role}
      onChange={onRole}
    />
  );
}

interface AddProjectMemberProps {
  project: ProjectDetail;
  onClose: () => void;
}

/** Adds somebody of the organization: found by name, or by mail address for who does not see its members. */
export function AddProjectMember(props: AddProjectMemberProps) {
  const { project_ids: projectIds } = usePerson();
  return projectIds === null ? <AddFound {...props} /> : <AddForm {...props} choice={null} />;
}

function AddFound(props: AddProjectMemberProps) {
  const { id, organization_id: organization } = props.project;
  // As far as one page goes: who is in it all the same is refused by OpenAI.
  const { rows } = useDirectoryList('project-members', { project_id: [id] });
  const choice = useMemberChoice(organization, new Set((rows ?? []).map((member) => member.id)));
  return <AddForm {...props} choice={choice} />;
}

type Whom = { user_id: string } | { email: string };

function AddForm({ project, choice, onClose }: AddProjectMemberProps & { choice: MemberChoice | null }) {
  const { t } = useTranslation();
  const [role, setRole] = useState<string>('member');
  const action = useAction(
    (api, { whom, reason }: { whom: Whom; reason: string }) =>
      api.addProjectMember(project.id, { ...aboutOf(project, reason), ...whom, role }),
    {
      onDone: (member) => {
        toast(t('projectActions.members.added', { name: isolated(nameOf(member)) }));
        onClose();
      },
      find: async (api, { whom }) => {
        const asked = 'email' in whom ? { q: whom.email } : { id: [whom.user_id] };
        const { data } = await api.list('project-members', { project_id: [project.id], ...asked });
        return data[0] ?? null;
      },
    },
  );
  const name = isolated(project.name ?? project.id);
  const submit = ({ reason, ...values }: Record<string, string> & { reason: string }) => {
    if (choice === null) return action.run({ whom: { email: values['email'] ?? '' }, reason });
    const id = choice.confirm();
    if (id !== null) action.run({ whom: { user_id: id }, reason });
  };
  return (
    <ActionDialog title={t('projectActions.members.addTitle', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm<string>
        action={action}
        {...(choice === null && { fields: { email: t('projectActions.members.email') } })}
        submit={t('projectActions.members.addSubmit')}
        busy={t('projectActions.members.addBusy')}
        onSubmit={submit}
        onClose={onClose}
      >
        {(errorOf) => (
          <>
            {choice === null ? (
              <FormField
                name="email"
                type="email"
                label={t('projectActions.members.email')}
                hint={t('projectActions.members.emailHint')}
                error={errorOf('email')}
                autoComplete="off"
                required
                data-autofocus
              />
            ) : (
              <MemberField of={choice} />
            )}
            <RoleField role={role} onRole={setRole} />
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}

interface ProjectMemberProps extends AddProjectMemberProps {
  member: ProjectMember;
}

/** Changes what somebody is in a project. */
export function ChangeProjectMember({ project, member, onClose }: ProjectMemberProps) {
  const { t } = useTranslation();
  const name = isolated(nameOf(member));
  const [role, setRole] = useState(member.role ?? 'member');
  const [isSame, setSame] = useState(false);
  const action = useAction(
    (api, reason: string) =>
      api.changeProjectMember({ projectId: project.id, id: member.id }, { ...aboutOf(project, reason), role }),
    {
      onDone: () => {
        toast(t('projectActions.members.changed', { name, role: isolated(role) }));
        onClose();
      },
      find: (api) => findChanged(api, 'project-members', { place: member, isDone: (found) => found.role === role }),
    },
  );
  const title = t('projectActions.members.changeTitle', { name, project: isolated(project.name ?? project.id) });
  return (
    <ActionDialog title={title} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        submit={t('projectActions.members.changeSubmit')}
        busy={t('projectActions.members.changeBusy')}
        onSubmit={({ reason }) => {
          setSame(role === member.role);
          if (role !== member.role) action.run(reason);
        }}
        onClose={onClose}
      >
        {() => (
          <>
            <RoleField role={role} onRole={setRole} />
            {isSame && role === member.role && (
              <p className="form-error" role="alert">
                {t('projectActions.members.same')}
              </p>
            )}
          </>
        )}
      </ActionForm>
    </ActionDialog>
  );
}

/** Takes somebody out of a project. */
export function RemoveProjectMember({ project, member, onClose }: ProjectMemberProps) {
  const { t } = useTranslation();
  const name = isolated(nameOf(member));
  const action = useAction(
    (api, reason: string) =>
      api.removeProjectMember({ projectId: project.id, id: member.id }, aboutOf(project, reason)),
    {
      onDone: () => {
        toast(t('projectActions.members.removed', { name }));
        onClose();
      },
      find: (api) => findGone(api, 'project-members', member),
    },
  );
  const title = t('projectActions.members.removeTitle', { name, project: isolated(project.name ?? project.id) });
  return (
    <ActionDialog title={title} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={
          <p>
            {t('projectActions.members.removeText')} {t('projectActions.members.removeKeys')}
          </p>
        }
        danger={{}}
        submit={t('projectActions.members.removeSubmit')}
        busy={t('projectActions.members.removeBusy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
