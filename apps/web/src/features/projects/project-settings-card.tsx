import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { duration, moment, secondsBetween } from '../../lib/format/times.js';
import { useNow } from '../../lib/today.js';
import { hasEnded } from './has-ended.js';
import { GoneBadge } from '../directory/cells.js';
import { dataRetentionWords, tierWords, toolWords } from './settings-words.js';
import { ModelList, SpendAlerts, SpendLimit } from './project-settings.js';
import { SpendLimitActions, useMayLimit } from './spend-limit-actions.js';

type Kind = keyof ProjectDetail['settings'] | 'spend_alert';

/** What the project may do at OpenAI, as it is set there. */
export function ProjectSettingsCard({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const mayLimit = useMayLimit(project);
  const { settings, spend_alerts: alerts } = project;
  const { model_permissions: models, hosted_tool_permissions: tools } = settings;
  const { service_tier_settings: tier, data_retention: retention, spend_limit: limit } = settings;
  return (
    <section className="card span-4" aria-labelledby="settings-title">
      <div className="card-head">
        <h2 id="settings-title">{t('projects.detail.settings.title')}</h2>
      </div>
      <p className="card-caption">
        {t(mayLimit ? 'projectActions.spend.sentence' : 'projects.detail.settings.sentence')}
      </p>
      <dl className="definition-list">
        <Setting term={t('projects.detail.settings.limit')} kind="spend_limit" of={project} item={limit} mayBeUnset>
          {limit === null ? t('projects.detail.settings.noLimit') : <SpendLimit limit={limit} />}
          <SpendLimitActions project={project} />
        </Setting>
        <Setting
          term={t('projects.detail.settings.alerts')}
          kind="spend_alert"
          of={project}
          item={alerts[0] ?? null}
          mayBeUnset
        >
          {alerts.length === 0 ? t('projects.detail.settings.noAlerts') : <SpendAlerts alerts={alerts} />}
        </Setting>
        <Setting term={t('projects.detail.settings.models')} kind="model_permissions" of={project} item={models}>
          {models !== null && <ModelList permissions={models} />}
        </Setting>
        <Setting term={t('projects.detail.settings.tools')} kind="hosted_tool_permissions" of={project} item={tools}>
          {tools !== null && toolWords(tools, t)}
        </Setting>
        <Setting term={t('projects.detail.settings.tier')} kind="service_tier_settings" of={project} item={tier}>
          {tier !== null && tierWords(tier, t)}
        </Setting>
        <Setting term={t('projects.detail.settings.retention')} kind="data_retention" of={project} item={retention}>
          {retention !== null && dataRetentionWords(retention.type, t)}
        </Setting>
      </dl>
      <Readings of={project} />
    </section>
  );
}

interface SettingProps {
  term: string;
  kind: Kind;
  of: ProjectDetail;
  /** What was seen; null: nothing. */
  item: Parameters<typeof GoneBadge>[0]['of'] | null;
  /** OpenAI answers with nothing where nothing is set, which says something once it was read. */
  mayBeUnset?: boolean;
  children: ReactNode;
}

function Setting({ term, kind, of, item, mayBeUnset = false, children }: SettingProps) {
  const { t } = useTranslation();
  const readAt = of.read_at[kind] ?? null;
  const isKnown = item !== null || (mayBeUnset && readAt !== null && !hasEnded(of));
  const unknown = t(hasEnded(of) ? 'projects.detail.settings.neverSeen' : 'projects.detail.settings.notRead');
  return (
    <>
      <dt>{term}</dt>
      <dd title={readAt === null ? undefined : t('projects.detail.settings.readAt', { at: moment(readAt) })}>
        {isKnown ? children : <span className="none">{unknown}</span>}
        {item !== null && item.gone_at !== null && <GoneBadge of={item} />}
      </dd>
    </>
  );
}

const KINDS: readonly Kind[] = [
  'spend_limit',
  'spend_alert',
  'model_permissions',
  'hosted_tool_permissions',
  'service_tier_settings',
  'data_retention',
];

/** How old the oldest of the readings is; each has its own on hover. */
function Readings({ of }: { of: ProjectDetail }) {
  const { t } = useTranslation();
  const now = useNow();
  const [oldest] = KINDS.flatMap((kind) => of.read_at[kind] ?? []).sort();
  if (oldest === undefined || now === null || hasEnded(of)) return null;
  return (
    <p className="card-foot">
      {t('projects.detail.settings.read', { ago: duration(Math.max(0, secondsBetween(oldest, now))) })}
    </p>
  );
}
