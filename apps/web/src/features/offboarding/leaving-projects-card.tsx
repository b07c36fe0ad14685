import { useTranslation } from 'react-i18next';
import type { Offboarding } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { Badge } from '../../components/severity.js';
import { WordCell } from '../directory/cells.js';
import { ProjectLink } from '../directory/key-columns.js';

/** The projects they are in, and who else owns them. */
export function LeavingProjectsCard({ leaving: { projects } }: { leaving: Offboarding }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="leaving-projects-title">
      <div className="card-head">
        <h2 id="leaving-projects-title">{t('offboarding.projects.title')}</h2>
      </div>
      {projects.length === 0 ? (
        <p className="card-body secondary">{t('offboarding.projects.none')}</p>
      ) : (
        <DataTable
          caption={t('offboarding.projects.title')}
          columns={3}
          rows={projects}
          head={
            <tr>
              <th scope="col">{t('directory.column.project')}</th>
              <th scope="col">{t('directory.column.role')}</th>
              <th scope="col">{t('offboarding.projects.owners')}</th>
            </tr>
          }
          renderRow={({ project_id: id, role, is_only_owner: isOnly, other_owners: others }) => (
            <tr key={id}>
              <th scope="row">
                <ProjectLink id={id} />
              </th>
              <td>
                <WordCell word={role} />
              </td>
              <td>
                {isOnly ? (
                  <Badge tone="warning">{t('offboarding.projects.onlyOwner')}</Badge>
                ) : others === 0 ? (
                  t('offboarding.projects.noneOther')
                ) : (
                  t('offboarding.projects.others', { count: others })
                )}
              </td>
            </tr>
          )}
        />
      )}
    </section>
  );
}
