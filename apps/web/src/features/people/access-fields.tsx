import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLE_NAMES, type Role } from '@bursar/contract/permissions';
import { ProjectLimit } from '../../components/project-limit.js';
import { useMay } from '../../lib/session.js';

/** What somebody may do, and of which projects. */
export interface Access {
  role: Role;
  /** Null: every project. */
  projectIds: readonly string[] | null;
}

interface AccessFieldsProps {
  access: Access;
  onAccess: (access: Access) => void;
  /** Only some projects, and none of them: said once it was tried. */
  isNoneChosen: boolean;
}

/** Role and projects. Owners see everything, and only owners make them. */
export function AccessFields({ access: { role, projectIds }, onAccess, isNoneChosen }: AccessFieldsProps) {
  const { t } = useTranslation();
  const id = useId();
  const mayMakeOwners = useMay('owners.write');
  return (
    <>
      <fieldset className="choice-fields">
        <legend>{t('people.column.role')}</legend>
        {ROLE_NAMES.filter((each) => each !== 'owner' || mayMakeOwners).map((each) => (
          <label key={each} className="choice">
            <input
              type="radio"
              name={id}
              checked={each === role}
              // Where nothing stands before it; a dialog takes the first.
              data-autofocus={each === role || undefined}
              onChange={() => onAccess({ role: each, projectIds: each === 'owner' ? null : projectIds })}
            />
            <span>
              {t(`people.role.${each}`)}
              <span>{t(`people.mayDo.${each}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {role !== 'owner' && (
        <ProjectLimit
          everything={t('people.limit.every')}
          limit={projectIds}
          onLimit={(limit) => onAccess({ role, projectIds: limit })}
          error={isNoneChosen ? t('people.limit.none') : undefined}
        />
      )}
    </>
  );
}

export const hasNoProject = ({ projectIds }: Access): boolean => projectIds?.length === 0;
