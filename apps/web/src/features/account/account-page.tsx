import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { PageHead } from '../../components/page-head.js';
import { Sentence } from '../../components/sentence.js';
import { usePerson, useSession } from '../../lib/session.js';
import './account-words.js';
import { PasswordCard } from './password-card.js';
import { SecondFactorCard } from './second-factor-card.js';
import { SessionsCard } from './sessions-card.js';
import { SignOnCard } from './sign-on-card.js';
import { TokensCard } from './tokens-card.js';
import './account.css';

/** What everybody may see and change of themselves. */
export function AccountPage() {
  const { t } = useTranslation();
  const { name, email, role, project_ids: projectIds, has_password: hasPassword } = usePerson();
  const { single_sign_on: provider } = useSession();
  // Who comes by the provider alone has neither; everybody else is told of both.
  const isOfProvider = provider !== null && !hasPassword;
  const reach =
    projectIds === null ? t('account.everyProject') : t('account.someProjects', { count: projectIds.length });
  return (
    <>
      <PageHead
        title={t('account.title')}
        answer={
          <Sentence
            of={(mark) =>
              t('account.answer', {
                name: mark(<EntityName name={name} />),
                email: mark(<EntityName name={email} />),
                role: t(`people.role.${role}`),
                reach,
              })
            }
          />
        }
      />
      <SignOnCard />
      {!isOfProvider && (
        <div className="account-pair">
          <PasswordCard />
          <SecondFactorCard />
        </div>
      )}
      <SessionsCard />
      <TokensCard />
    </>
  );
}
