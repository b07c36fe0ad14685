/** Where a member has access: projects, groups, roles. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, MemberDetail } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { DataTable } from '../../components/data-table.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import { plainName } from '../../lib/names.js';
import { DayCell, NameOrNone, WordCell } from '../directory/cells.js';
import { ProjectLink } from '../directory/key-columns.js';

export function MemberProjectsCard({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const { project_memberships: memberships } = member;
  return (
    <section className="card span-8" aria-labelledby="projects-title">
      <div className="card-head">
        <h2 id="projects-title">{t('members.detail.projects.title')}</h2>
      </div>
      {memberships.length === 0 ? (
        <EmptyState title={t('members.detail.projects.none.title')}>
          {t('members.detail.projects.none.text')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('members.detail.projects.title')}
          columns={3}
          rows={memberships}
          head={
            <tr>
              <th scope="col">{t('directory.column.project')}</th>
              <th scope="col">{t('directory.column.role')}</th>
              <th scope="col" className="number wide-only">
                {t('directory.column.added')}
              </th>
            </tr>
          }
          renderRow={({ project_id, role, added_at }) => (
            <tr key={project_id}>
              <th scope="row">
                <span className="directory-name">
                  <ProjectLink id={project_id} />
                </span>
              </th>
              <td>
                <WordCell word={role} />
              </td>
              <td className="number wide-only">
                <DayCell at={added_at} />
              </td>
            </tr>
          )}
        />
      )}
    </section>
  );
}

/** Groups that they are in, and roles that are assigned to them. */
export function MemberRolesCard({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const { group_memberships: groups, role_assignments: roles } = member;
  const nameOf = useGroupNames(groups.length > 0);
  return (
    <section className="card span-4" aria-labelledby="roles-title">
      <div className="card-head">
        <h2 id="roles-title">{t('members.detail.groups.title')}</h2>
      </div>
      <div className="card-body">
        {groups.length === 0 ? (
          <p className="secondary">{t('members.detail.groups.none')}</p>
        ) : (
          <ul className="plain-list">
            {groups.map(({ group_id }) => (
              <li key={group_id}>
                <Link to="/groups/$groupId" params={{ groupId: group_id }}>
                  <EntityName name={nameOf(group_id) ?? group_id} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="card-head">
        <h2>{t('members.detail.roles.title')}</h2>
      </div>
      <div className="card-body">
        {roles.length === 0 ? (
          <p className="secondary">{t('members.detail.roles.none')}</p>
        ) : (
          <ul className="plain-list">
            {roles.map((role) => (
              <Role key={`${role.id} ${role.project_id}`} role={role} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Role({ role }: { role: DirectoryItem<'role-assignments'> }) {
  const { t } = useTranslation();
  return (
    <li title={role.description === null ? undefined : plainName(role.description)}>
      <NameOrNone name={role.name ?? role.id} />
      <span className="second-line">
        {role.project_id === null ? t('members.detail.roles.everywhere') : <ProjectLink id={role.project_id} />}
      </span>
    </li>
  );
}

/** Names of groups by id, those that are gone too. */
function useGroupNames(enabled: boolean): (id: string) => string | null {
  const { rows } = useDirectoryList('groups', { include_gone: 'true' }, enabled);
  return useMemo(() => {
    const names = new Map((rows ?? []).map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? null;
  }, [rows]);
}
