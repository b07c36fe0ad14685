import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { KeyTestAnswer, KeyUse, Organization } from '@bursar/contract';
import { FormField, PasswordField } from '../../components/form-field.js';
import { Notice } from '../../components/notice.js';
import { Badge } from '../../components/severity.js';
import { isolated } from '../../lib/names.js';
import { useTestKey } from '../../lib/organization-queries.js';
import { EntryForm } from '../sign-in/entry-form.js';
import { seenOf } from '../sync/trouble-notice.js';
import { expiryOf, nameOf } from './organization-words.js';
import { ScopeList } from './scope-list.js';

/** A key that was pasted, and what came of trying it. Lives as long as its dialog, and nowhere else. */
export interface TriedKey {
  key: string;
  answer: KeyTestAnswer;
}

/** A field for a key: hidden, and nothing that a browser should fill in or keep. */
export function KeyField(props: Omit<Parameters<typeof FormField>[0], 'type' | 'action'>) {
  const { t } = useTranslation();
  return (
    <PasswordField
      {...props}
      autoComplete="off"
      reveal={{ show: t('organizations.field.show'), hide: t('organizations.field.hide') }}
    />
  );
}

interface KeyTrialProps {
  use: KeyUse;
  /** Another key was tried before: what had the focus then has just gone. */
  isAgain: boolean;
  onTried: (tried: TriedKey) => void;
}

/** Asks for a key and tries it. One that OpenAI does not take goes no further, and stays in the field to be mended. */
export function KeyTrial({ use, isAgain, onTried }: KeyTrialProps) {
  const { t } = useTranslation();
  const { send: test, isPending, error, data } = useTestKey();
  const fields = { admin_key: t('organizations.field.adminKey') };
  const failed = data !== undefined && !data.test.is_accepted && !isPending ? data.test : null;
  return (
    <>
      <p className="secondary">{t(use === 'read' ? 'organizations.trial.text' : 'organizations.trial.writeText')}</p>
      {failed !== null && <NotAccepted test={failed} />}
      <EntryForm
        fields={fields}
        suspect="admin_key"
        submit={t('organizations.trial.submit')}
        busy={t('organizations.trial.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={({ admin_key: key }) =>
          test({ admin_key: key.trim() }, (answer) => answer.test.is_accepted && onTried({ key: key.trim(), answer }))
        }
      >
        {(errorOf) => (
          <KeyField
            name="admin_key"
            label={fields.admin_key}
            hint={t('organizations.field.keyHint')}
            error={errorOf('admin_key')}
            required
            {...(isAgain ? { autoFocus: true } : { 'data-autofocus': true })}
          />
        )}
      </EntryForm>
    </>
  );
}

function NotAccepted({ test: { error } }: { test: KeyTestAnswer['test'] }) {
  const { t } = useTranslation();
  const seen = error === null ? t('sync.error.noAnswer') : seenOf(error, t);
  const isRefused = error === null || (error.status !== null && error.status < 500 && error.status !== 429);
  return (
    <Notice
      tone="critical"
      title={t(isRefused ? 'organizations.trial.refused' : 'organizations.trial.unreached', { seen })}
    >
      {t(isRefused ? 'organizations.trial.refusedText' : 'organizations.trial.unreachedText')}
    </Notice>
  );
}

/** Whose key it is. */
export function ownerWords({ test, connected }: KeyTestAnswer, t: TFunction): string | null {
  if (connected !== null) return isolated(nameOf(connected, t));
  return test.organization_id === null ? null : isolated(test.organization_id);
}

interface TrialResultProps {
  tried: TriedKey;
  use: KeyUse;
  now: string;
}

/** What a key that was pasted turned out to be, before anything is kept of it. */
export function TrialResult({ tried: { answer }, use, now }: TrialResultProps) {
  const { t } = useTranslation();
  const owner = ownerWords(answer, t);
  const expiry = expiryOf(answer.test, now, t);
  const lacks = answer.test.scopes.some(({ state }) => state !== 'works');
  return (
    <div className="trial-result" role="status">
      <p>
        <b>
          {owner === null ? t('organizations.trial.belongsUnknown') : t('organizations.trial.belongs', { name: owner })}
        </b>{' '}
        <Badge tone={expiry.tone}>{expiry.words}</Badge>
      </p>
      <ScopeList scopes={use === 'read' ? answer.test.scopes : []} writes />
      {use === 'read' && lacks && <p className="secondary">{t('organizations.trial.partly')}</p>}
    </div>
  );
}

/** A key of another organization is refused here as the server does, so that nobody is led on. */
export function isOfAnother({ test, connected }: KeyTestAnswer, { id, organization_id: own }: Organization): boolean {
  if (connected !== null) return connected.id !== id;
  return test.organization_id !== null && own !== null && test.organization_id !== own;
}
