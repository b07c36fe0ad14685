import { useTranslation } from 'react-i18next';
import { ROLE_NAMES } from '@bursar/contract/permissions';
import { useDemoSignIn } from '../../lib/session.js';
import { EntryProblem } from './entry-problem.js';

/** One click for each role: the demo has nothing to protect, and each role sees something else. */
export function DemoRoles() {
  const { t } = useTranslation();
  const { mutate: enter, isPending, error } = useDemoSignIn();
  return (
    <>
      <p className="secondary">{t('signIn.demo.text')}</p>
      {error !== null && <EntryProblem error={error} known={[]} />}
      <ul className="demo-roles" aria-label={t('signIn.demo.roles')}>
        {ROLE_NAMES.map((role) => (
          <li key={role}>
            <button type="button" aria-disabled={isPending} onClick={() => !isPending && enter({ role })}>
              <strong>{t(`people.role.${role}`)}</strong>
              <span>{t(`people.mayDo.${role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
