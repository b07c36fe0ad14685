import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { Badge } from '../../components/severity.js';
import { amount } from '../../lib/decimal.js';
import { plainName } from '../../lib/names.js';
import { recordOf, textOf } from '../directory/key-owner.js';

type Settings = ProjectDetail['settings'];

/** The models that are named, and whether these or all others may be used. */
export function ModelList({ permissions }: { permissions: NonNullable<Settings['model_permissions']> }) {
  const { t } = useTranslation();
  const models = (permissions.model_ids ?? []).map(String);
  const isAllowed = permissions.mode === 'allow_list';
  if (models.length === 0) return t(`projects.detail.settings.${isAllowed ? 'noModels' : 'allModels'}`);
  return (
    <>
      {t(`projects.detail.settings.${isAllowed ? 'allowOnly' : 'denyOnly'}`, { count: models.length })}
      <ul className="tag-list">
        {models.map((model) => (
          <li key={model} className="mono">
            {plainName(model)}
          </li>
        ))}
      </ul>
    </>
  );
}

interface Threshold {
  threshold: string | null;
  currency: string | null;
  interval: string | null;
}

/** `$500.00 a month`: OpenAI counts in cents, the API has made dollars of them. */
function ThresholdWords({ of: { threshold, currency, interval } }: { of: Threshold }) {
  const { t } = useTranslation();
  if (threshold === null) return t('words.none');
  const period = interval === 'month' ? t('projects.detail.settings.month') : plainName(interval ?? '');
  return (
    <Sentence
      of={(mark) =>
        t('projects.detail.settings.amount', {
          amount: mark(
            <b>
              <Money value={amount(threshold)} currency={isCurrency(currency) ? currency : 'usd'} />
            </b>,
          ),
          interval: period,
        })
      }
    />
  );
}

/** What Intl takes for one; anything else would throw. */
const isCurrency = (text: string | null): text is string => text !== null && /^[A-Za-z]{3}$/.test(text);

export function SpendLimit({ limit }: { limit: NonNullable<Settings['spend_limit']> }) {
  const { t } = useTranslation();
  const status = textOf(limit.enforcement?.['status']);
  return (
    <>
      <ThresholdWords of={limit} />
      {status === 'inactive' && <span className="second-line">{t('projects.detail.settings.inactive')}</span>}
      {status !== null && status !== 'inactive' && (
        <Badge tone="critical">
          {status === 'enforcing' ? t('projects.detail.settings.enforcing') : plainName(status)}
        </Badge>
      )}
    </>
  );
}

export function SpendAlerts({ alerts }: { alerts: ProjectDetail['spend_alerts'] }) {
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={alert.id}>
          <ThresholdWords of={alert} />
          <Recipients channel={alert.notification_channel} />
        </li>
      ))}
    </ul>
  );
}

function Recipients({ channel }: { channel: unknown }) {
  const { t } = useTranslation();
  const found = recordOf(channel)?.['recipients'];
  const recipients = Array.isArray(found) ? found.map((each) => plainName(String(each))) : [];
  const [first, ...others] = recipients;
  if (first === undefined) return null;
  return (
    <span className="second-line" title={recipients.join(', ')}>
      {t('projects.detail.settings.recipients', { count: recipients.length, first, more: others.length })}
    </span>
  );
}
