import { useTranslation } from 'react-i18next';
import type { ActivityItem } from '@bursar/contract';
import { CopyTextButton } from '../../components/copy-text-button.js';
import { PlainText } from '../../components/plain-text.js';
import { Term } from '../../components/term.js';

/** The hashes of its rows, and how to find out whether the trail is still what was written. */
export function EntryProof({ item: { hash, outcome_hash: outcomeHash } }: { item: ActivityItem }) {
  const { t } = useTranslation();
  const command = `npm run verify-activity -- ${outcomeHash ?? hash}`;
  return (
    <section>
      <h3>{t('activity.panel.proof')}</h3>
      <p className="secondary">{t('activity.panel.proofText')}</p>
      <dl className="event-terms">
        <Hash name={t('activity.panel.term.hash')} hash={hash} />
        <Hash name={t('activity.panel.term.outcomeHash')} hash={outcomeHash} />
      </dl>
      {/* Focusable, so that the keyboard can scroll it. */}
      <pre className="event-raw" tabIndex={0} role="region" aria-label={t('activity.panel.proof')}>
        <PlainText mono>{command}</PlainText>
      </pre>
      <CopyTextButton
        label={t('activity.panel.copyCommand')}
        done={t('activity.panel.commandCopied')}
        text={() => command}
      />
    </section>
  );
}

function Hash({ name, hash }: { name: string; hash: string | null }) {
  const { t } = useTranslation();
  return (
    <Term name={name} value={hash}>
      <PlainText mono>{hash ?? ''}</PlainText>{' '}
      <CopyTextButton
        label={t('activity.panel.copyHash')}
        done={t('activity.panel.hashCopied')}
        text={() => hash ?? ''}
      />
    </Term>
  );
}
