import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InviteBody } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm, NOT_SENT } from '../../components/action-form.js';
import { BulkProgress } from '../../components/bulk-progress.js';
import { BulkTable } from '../../components/bulk-table.js';
import { AreaField, RadioField } from '../../components/choice-fields.js';
import { OrganizationField, useOrganizationChoice } from '../../components/organization-field.js';
import { toast } from '../../components/toast.js';
import { aboutNew } from '../../lib/action-about.js';
import { listOf } from '../../lib/format/intl.js';
import { isolated } from '../../lib/names.js';
import { useBulk } from '../../lib/use-bulk.js';
import { readAddresses } from './invite-addresses.js';
import { InviteProjectsField, projectsOf, type InviteProjects } from './invite-projects.js';
import { INVITED_ROLES, useRoleOptions, type InvitedRole } from './role-options.js';
import './member-action-words.js';

/** What an earlier invite said. */
export interface InviteStart {
  email: string;
  role: string | null;
  organization: string | null;
  projects: InviteProjects;
}

interface InviteDialogProps {
  /** Somebody who was invited before; absent: nobody. */
  start?: InviteStart;
  onClose: () => void;
}

const NOBODY: InviteProjects = { way: 'default', chosen: [] };

/** Invites one or many, each with a call of its own and a result of its own. */
export function InviteDialog({ start, onClose }: InviteDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(start?.email ?? '');
  const [role, setRole] = useState<InvitedRole>(start?.role === 'owner' ? 'owner' : 'reader');
  const [projects, setProjects] = useState(start?.projects ?? NOBODY);
  const [isTried, setTried] = useState(false);
  const choice = useOrganizationChoice();
  const organization = start?.organization ?? choice.organization;
  const body = useRef<Omit<InviteBody, 'email'> | null>(null);
  const { addresses, wrong } = readAddresses(text);
  const bulk = useBulk(identity, (results) => {
    if (results.some(({ state }) => state !== 'done')) return;
    toast(t('memberActions.invite.done', { count: results.length }));
    onClose();
  });
  const send = (whom: readonly string[]) => {
    const rest = body.current;
    if (rest !== null) bulk.run(whom, (api, email) => api.inviteMember({ ...rest, email }));
  };
  const submit = ({ reason }: { reason: string }) => {
    setTried(true);
    const asked = projectsOf(projects);
    const isIncomplete = addresses.length === 0 || wrong.length > 0;
    if (isIncomplete || (start === undefined && choice.isMissing) || isEmptyChoice(projects)) return;
    body.current = { ...aboutNew(organization, reason), role, ...(asked !== undefined && { projects: asked }) };
    send(addresses);
  };
  const rowOf = useRow(role, projects);
  return (
    <ActionDialog
      title={
        start === undefined
          ? t('memberActions.invite.title')
          : t('memberActions.invite.againTitle', { email: isolated(start.email) })
      }
      onClose={onClose}
      size={620}
      isHeld={bulk.isRunning === true}
    >
      {bulk.isRunning !== null ? (
        <>
          <BulkTable items={addresses} keyOf={identity} rowOf={rowOf} resultOf={bulk.resultOf} />
          <BulkProgress bulk={bulk} items={addresses} onAgain={send} onClose={onClose} />
        </>
      ) : (
        <ActionForm
          action={NOT_SENT}
          fields={{ addresses: t('memberActions.invite.addresses') }}
          {...(start !== undefined && { says: <p>{t('memberActions.invite.againText')}</p> })}
          submit={t('memberActions.invite.submit', { count: addresses.length })}
          busy={t('memberActions.invite.busy')}
          onSubmit={submit}
          onClose={onClose}
        >
          {(errorOf) => (
            <>
              {start === undefined && <OrganizationField of={choice} isTried={isTried} />}
              <Addresses
                text={text}
                onText={setText}
                wrong={isTried || text.endsWith('\n') ? wrong : []}
                error={isTried && text.trim() !== '' && addresses.length === 0 ? undefined : errorOf('addresses')}
              />
              <Role role={role} onRole={setRole} />
              <InviteProjectsField
                value={projects}
                onChange={setProjects}
                organization={organization}
                isTried={isTried}
              />
              {addresses.length > 1 && <BulkTable items={addresses} keyOf={identity} rowOf={rowOf} />}
            </>
          )}
        </ActionForm>
      )}
    </ActionDialog>
  );
}

const identity = (address: string): string => address;
const isEmptyChoice = ({ way, chosen }: InviteProjects): boolean => way === 'some' && chosen.length === 0;

function useRow(role: InvitedRole, projects: InviteProjects) {
  const { t } = useTranslation();
  const { way, chosen } = projects;
  const where =
    way === 'some'
      ? t('memberActions.invite.toSome', { count: chosen.length })
      : t(way === 'none' ? 'memberActions.invite.toNone' : 'memberActions.invite.toDefault');
  const happens = t('memberActions.invite.happens', { role: t(`members.role.${role}`), projects: where });
  return (email: string) => ({ name: email, happens });
}

interface AddressesProps {
  text: string;
  onText: (text: string) => void;
  wrong: readonly string[];
  error: string | undefined;
}

function Addresses({ text, onText, wrong, error }: AddressesProps) {
  const { t } = useTranslation();
  const mistyped = t('memberActions.invite.wrong', { count: wrong.length, list: listOf(wrong.map(isolated)) });
  return (
    <AreaField
      name="addresses"
      label={t('memberActions.invite.addresses')}
      hint={t('memberActions.invite.addressesHint')}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
      error={wrong.length > 0 ? mistyped : error}
      autoComplete="off"
      spellCheck={false}
      data-autofocus
    />
  );
}

function Role({ role, onRole }: { role: InvitedRole; onRole: (role: InvitedRole) => void }) {
  const { t } = useTranslation();
  const options = useRoleOptions();
  return (
    <RadioField
      label={t('memberActions.role')}
      options={options}
      value={role}
      onChange={(value) => onRole(INVITED_ROLES.find((each) => each === value) ?? 'reader')}
    />
  );
}
