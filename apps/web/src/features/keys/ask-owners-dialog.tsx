import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { CopyTextButton } from '../../components/copy-text-button.js';
import { EntityName } from '../../components/entity-name.js';
import { PlainText } from '../../components/plain-text.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { listOf } from '../../lib/format/intl.js';
import { plainName } from '../../lib/names.js';
import { keyTitle, rowKeyOf, shortened } from './key-name.js';

interface AskOwnersDialogProps {
  keys: readonly KeyInventoryItem[];
  onClose: () => void;
}

interface Asked {
  id: string;
  name: string;
  email: string | null;
  keys: KeyInventoryItem[];
}

/** A message for each person who owns some of the keys, to copy: Bursar sends nothing. */
export function AskOwnersDialog({ keys, onClose }: AskOwnersDialogProps) {
  const { t } = useTranslation();
  const asked = ownersOf(keys);
  const accounts = keys.filter(({ owner }) => owner?.type === 'service_account').length;
  return (
    <ActionDialog title={t('keys.task.askTitle')} onClose={onClose} size={640}>
      <p>{t(asked.length === 0 ? 'keys.task.askNobody' : 'keys.task.askSays')}</p>
      {accounts > 0 && <p className="secondary">{t('keys.task.askAccounts', { count: accounts })}</p>}
      {asked.map((owner) => (
        <section key={owner.id} className="asked-owner" aria-label={t('keys.task.askFor', { name: owner.name })}>
          <div className="controls">
            <b className="entity">
              <EntityName name={owner.email === null ? owner.name : `${owner.name} <${owner.email}>`} />
            </b>
            <span className="push">
              <CopyTextButton
                label={t('keys.task.askCopy')}
                done={t('keys.task.askCopied')}
                text={() => messageFor(owner, t)}
              />
            </span>
          </div>
          <pre tabIndex={0} className="asked-message">
            <PlainText>{messageFor(owner, t)}</PlainText>
          </pre>
        </section>
      ))}
    </ActionDialog>
  );
}

function ownersOf(keys: readonly KeyInventoryItem[]): Asked[] {
  const owners = new Map<string, Asked>();
  for (const key of keys) {
    const { owner } = key;
    if (owner?.type !== 'user') continue;
    const id = owner.id ?? rowKeyOf(key);
    const known = owners.get(id) ?? { id, name: owner.name ?? owner.email ?? id, email: owner.email, keys: [] };
    known.keys.push(key);
    owners.set(id, known);
  }
  return [...owners.values()];
}

function messageFor({ name, keys }: Asked, t: TFunction): string {
  const lines = keys.map((key) => {
    const reasons = key.risks.map(({ reason }) => t(`keys.risk.${reason}`).toLowerCase());
    const redacted = key.redacted_value === null ? '' : ` (${shortened(key.redacted_value)})`;
    return t('keys.task.askLine', {
      key: `${plainName(keyTitle(key))}${redacted}`,
      project: plainName(key.project_name ?? key.project_id ?? t('keys.adminKeys')),
      reasons: reasons.length === 0 ? t('keys.task.askNoReasons') : listOf(reasons),
      used: key.last_used_at === null ? t('words.never') : day.full(dayOf(key.last_used_at)),
    });
  });
  return [
    t('keys.task.askHead', { name: plainName(name) }),
    '',
    t('keys.task.askIntro', { count: keys.length }),
    ...lines,
    '',
    t('keys.task.askEnd'),
  ].join('\n');
}
