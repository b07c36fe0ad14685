import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyDetail } from '@bursar/contract';
import { PlainText } from '../../components/plain-text.js';
import { count } from '../../lib/format/numbers.js';
import { moment } from '../../lib/format/times.js';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { shortened } from './key-name.js';
import { OwnerCell, ProjectCell } from './key-cells.js';

/** Everything that is known of a key, besides what it costs. */
export function KeyFactsCard({ item }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const { name, label, project_id: project, is_production: isProduction } = item;
  const access = t(item.owner_has_access === true ? 'keys.detail.facts.hasAccess' : 'keys.detail.facts.accessUnknown');
  return (
    <section className="card key-facts" aria-labelledby="facts-title">
      <div className="card-head">
        <h2 id="facts-title">{t('keys.detail.facts.title')}</h2>
      </div>
      <dl className="definition-list">
        <Fact name={t('keys.detail.facts.owner')}>
          <OwnerCell item={item} />
          {item.owner_has_access !== false && <span className="second-line">{access}</span>}
        </Fact>
        {project !== null && (
          <Fact name={t('keys.detail.facts.project')}>
            <ProjectCell item={item} />
            {isProduction && <span className="second-line">{t('keys.detail.facts.production')}</span>}
          </Fact>
        )}
        <Fact name={t('keys.detail.facts.scopes')}>
          <Scopes scopes={item.scopes} />
        </Fact>
        <Models models={item.models_last_30_days} />
        <Fact name={t('keys.detail.facts.created')}>
          <Creation item={item} />
        </Fact>
        {label !== null && (
          <>
            <Fact name={t('keys.detail.facts.label')}>
              <PlainText>{label}</PlainText>
            </Fact>
            <Fact name={t('keys.detail.facts.name')}>
              <PlainText>{name ?? t('keys.table.unnamed')}</PlainText>
            </Fact>
          </>
        )}
        <Fact name={t('keys.detail.facts.id')}>
          <PlainText mono>{item.id}</PlainText>
          {item.redacted_value !== null && (
            <span className="second-line">
              <PlainText mono>{shortened(item.redacted_value)}</PlainText>
            </span>
          )}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] | null }) {
  const { t } = useTranslation();
  if (scopes === null) return <span className="secondary">{t('keys.detail.facts.scopesUnknown')}</span>;
  if (scopes.length === 0) return t('keys.detail.facts.scopesAll');
  return (
    <ul className="tag-list">
      {scopes.map((scope) => (
        <li key={scope}>
          <PlainText mono>{scope}</PlainText>
        </li>
      ))}
    </ul>
  );
}

function Models({ models }: { models: KeyDetail['models_last_30_days'] }) {
  const { t } = useTranslation();
  if (models === null || models.count === 0) return null;
  const more = models.count - models.top.length;
  return (
    <Fact name={t('keys.detail.facts.models')}>
      <ul className="plain-list">
        {models.top.map(({ model, requests }) => (
          <li key={model}>
            {t('keys.detail.facts.modelRequests', { model: isolated(model), requests: count(requests) })}
          </li>
        ))}
        {more > 0 && <li className="secondary">{t('keys.detail.facts.modelsMore', { count: more })}</li>}
      </ul>
    </Fact>
  );
}

/** When, by whom and from where, as far as the audit log tells. */
function Creation({ item: { created_at: at, created_by: by } }: { item: KeyDetail }) {
  const { t } = useTranslation();
  const mayOpen = useMay('audit_events.read');
  const who = by === null ? null : (by.name ?? by.email ?? by.id);
  return (
    <>
      {at === null ? t('keys.detail.tile.ageUnknown') : moment(at)}
      {by !== null && (
        <span className="second-line facts-line">
          {who !== null && <span>{t('keys.detail.facts.createdBy', { who: isolated(who) })}</span>}
          {by.ip_address !== null && (
            <span>{t('keys.detail.facts.createdFrom', { address: isolated(by.ip_address) })}</span>
          )}
          {mayOpen && (
            <Link to="/audit-log" search={{ event: by.event_id }}>
              {t('keys.detail.facts.openEvent')}
            </Link>
          )}
        </span>
      )}
    </>
  );
}
