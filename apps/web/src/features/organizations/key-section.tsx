import { RotateCw } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { KeyUse, Organization, OrganizationKey } from '@bursar/contract';
import { Sentence } from '../../components/sentence.js';
import { Badge } from '../../components/severity.js';
import { failureToast, toast } from '../../components/toast.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { isolated } from '../../lib/names.js';
import { useTestOrganizationKey } from '../../lib/organization-queries.js';
import { Ago } from '../directory/cells.js';
import { seenOf } from '../sync/trouble-notice.js';
import { expiryOf, VARIABLES } from './organization-words.js';
import { ScopeList } from './scope-list.js';

interface KeySectionProps {
  organization: Organization;
  use: KeyUse;
  now: string;
  /** Whether the reader may have it tried. */
  mayTest: boolean;
}

/** One key of an organization: what is known of it without showing it, and what it may do. */
export function KeySection({ organization, use, now, mayTest }: KeySectionProps) {
  const { t } = useTranslation();
  const key = organization.keys[use];
  return (
    <section className="key-section">
      <h3>{t(`organizations.key.${use}`)}</h3>
      <p className="secondary">{t(`organizations.key.${use}Why`)}</p>
      {key === null ? (
        <p>{t(use === 'read' ? 'organizations.key.noRead' : 'organizations.key.noWrite')}</p>
      ) : (
        <Key organization={organization} kept={key} use={use} now={now} mayTest={mayTest} />
      )}
    </section>
  );
}

function Key({ organization, kept, use, now, mayTest }: KeySectionProps & { kept: OrganizationKey }) {
  const { t } = useTranslation();
  const { test } = kept;
  const expiry = expiryOf(test, now, t);
  const isExpiryUnknown = test !== null && test.expires_at === null && !test.is_expiry_known;
  return (
    <>
      <p className="admin-key-facts">
        <code>{kept.redacted}</code>
        <span title={isExpiryUnknown ? t('organizations.expiry.unknownWhy') : undefined}>
          <Badge tone={expiry.tone}>{expiry.words}</Badge>
        </span>
        <span className="secondary">{sourceWords(kept, use, t)}</span>
      </p>
      {test !== null && test.error !== null && (
        <p className="form-error">{t(`sync.error.${test.error.code}.title`, { seen: seenOf(test.error, t) })}</p>
      )}
      {test !== null && <ScopeList scopes={use === 'read' ? test.scopes : []} writes={use === 'write'} />}
      <p className="key-tested">
        <span className="quiet">{test === null ? t('organizations.key.never') : <Tested at={test.tested_at} />}</span>
        {mayTest && <Test organization={organization} use={use} isFirst={test === null} />}
      </p>
    </>
  );
}

function Tested({ at }: { at: string }) {
  const { t } = useTranslation();
  return <Sentence of={(mark) => t('organizations.key.tested', { at: mark(<Ago at={at} />) })} />;
}

interface TestProps extends Pick<KeySectionProps, 'organization' | 'use'> {
  isFirst: boolean;
}

function Test({ organization: { id }, use, isFirst }: TestProps) {
  const { t } = useTranslation();
  const { mutate: test, isPending } = useTestOrganizationKey();
  const on = {
    onSuccess: () => toast(t('organizations.key.testedNow')),
    onError: (error: Error) => failureToast(t('organizations.key.testFailed'), error),
  };
  return (
    <button
      type="button"
      className="control small"
      aria-disabled={isPending}
      onClick={() => !isPending && test({ id, use }, on)}
    >
      <RotateCw aria-hidden="true" />
      {t(isPending ? 'organizations.key.testing' : isFirst ? 'organizations.key.test' : 'organizations.key.testAgain')}
    </button>
  );
}

function sourceWords({ source, set_at: at, set_by: by }: OrganizationKey, use: KeyUse, t: TFunction): string {
  const on = day.full(dayOf(at));
  switch (source) {
    case 'environment':
      return t('organizations.key.source.environment', { variable: VARIABLES[use] });
    case 'demo':
      return t('organizations.key.source.demo');
    case 'web':
      return by === null
        ? t('organizations.key.source.web', { day: on })
        : t('organizations.key.source.webBy', { day: on, name: isolated(by) });
  }
}
