import { Drawer } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Building2, FlaskConical, Menu } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { EntityName } from '../components/entity-name.js';
import { ErrorNotice, SaidAboveProvider } from '../components/error-notice.js';
import { Sentence } from '../components/sentence.js';
import { SeverityIcon } from '../components/severity.js';
import { isLate, isOff, isPaused, oldestFacts, troubles } from '../features/sync/freshness.js';
import { TroubleNotice } from '../features/sync/trouble-notice.js';
import { duration } from '../lib/format/times.js';
import { useFreshFigures, useRetry, useSync } from '../lib/queries.js';
import { AllowedPage } from './allowed-page.js';
import { Navigation } from './navigation.js';
import { PersonMenu } from './person-menu.js';
import { SchemeMenu } from './scheme-menu.js';
import './shell.css';

/** What surrounds every page: navigation, organization, freshness, and what has stopped collecting. */
export function Shell() {
  const { t } = useTranslation();
  const sync = useSync();
  useFreshFigures(sync.data);
  const retry = useRetry(sync.error);
  return (
    <>
      <a className="skip-link" href="#main">
        {t('shell.skip')}
      </a>
      <div className="shell">
        <div className="side">
          <Navigation />
        </div>
        <div>
          <Top sync={sync.data} />
          {sync.data?.demo === true && <DemoBanner />}
          <main className="main" id="main" tabIndex={-1}>
            {sync.error !== null && <ErrorNotice error={sync.error} onRetry={retry} />}
            {sync.data !== undefined && <OrganizationTroubles sync={sync.data} />}
            <SaidAboveProvider value={sync.error}>
              <AllowedPage />
            </SaidAboveProvider>
          </main>
        </div>
      </div>
    </>
  );
}

function Top({ sync }: { sync: SyncAnswer | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <header className="top">
      <button
        type="button"
        className="control bare icon-only menu-button"
        aria-label={t('shell.menu')}
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden="true" />
      </button>
      <Drawer opened={open} onClose={close} size={260} closeButtonProps={{ 'aria-label': t('shell.closeMenu') }}>
        <Navigation onNavigate={close} />
      </Drawer>
      {sync !== undefined && <Organizations sync={sync} />}
      {sync !== undefined && <Freshness sync={sync} />}
      <span className="push">
        <SchemeMenu />
        <PersonMenu />
      </span>
    </header>
  );
}

function Organizations({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const [first, ...others] = sync.organizations;
  const name = first?.name ?? first?.organization_id ?? null;
  if (name === null) return null;
  return (
    <span className="organization">
      <Building2 aria-hidden="true" />
      <EntityName name={name} />
      {others.length > 0 && <span className="quiet">{t('shell.moreOrganizations', { count: others.length })}</span>}
    </span>
  );
}

function Freshness({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const stopped = troubles(sync).some(({ feed }) => feed === null);
  const oldest = oldestFacts(sync);
  const age = oldest?.lag_seconds ?? null;
  const paused = sync.feeds.some(isPaused);
  const tone = stopped ? 'critical' : isLate(sync) ? 'warning' : age === null || paused ? 'notice' : 'ok';
  const ago = age === null ? '' : duration(age);
  const words = stopped
    ? t('shell.stopped')
    : paused
      ? pausedWords(sync, age, t)
      : age === null
        ? t('shell.firstSync')
        : isLate(sync)
          ? t('shell.stale', { ago })
          : t('shell.synced', { ago });
  return (
    <span className="freshness">
      <SeverityIcon tone={tone} />
      <span>{words}</span>
    </span>
  );
}

function pausedWords(sync: SyncAnswer, age: number | null, t: TFunction): string {
  if (age === null) return t('shell.pausedBefore');
  const isAll = sync.feeds.every((feed) => isPaused(feed) || isOff(feed));
  return t(isAll ? 'shell.paused' : 'shell.partlyPaused', { ago: duration(age) });
}

function DemoBanner() {
  const { t } = useTranslation();
  return (
    <aside className="demo-banner" aria-label={t('shell.demo.label')}>
      <FlaskConical aria-hidden="true" />
      <span>
        {t('shell.demo.text')}{' '}
        <Sentence of={(mark) => t('shell.demo.how', { variable: mark(<code>{'OPENAI_ADMIN_KEY'}</code>) })} />
      </span>
    </aside>
  );
}

/** What concerns a whole organization is said on every page; the rest stands on the Sync page. */
function OrganizationTroubles({ sync }: { sync: SyncAnswer }) {
  return troubles(sync)
    .filter(({ feed }) => feed === null)
    .map((trouble, index) => <TroubleNotice key={index} trouble={trouble} />);
}
