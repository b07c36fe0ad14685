import { Drawer } from '@mantine/core';
import type { TFunction } from 'i18next';
import { FlaskConical, Menu } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncAnswer } from '@bursar/contract';
import { ErrorNotice, SaidAboveProvider } from '../components/error-notice.js';
import { Notice } from '../components/notice.js';
import { Sentence } from '../components/sentence.js';
import { SeverityIcon } from '../components/severity.js';
import { KeyNotices } from '../features/organizations/key-notices.js';
import { isLate, isOff, isPaused, oldestFacts, troubles } from '../features/sync/freshness.js';
import { TroubleNotice } from '../features/sync/trouble-notice.js';
import { ChosenOrganizationProvider, isAway, syncOf } from '../lib/chosen-organization.js';
import { duration } from '../lib/format/times.js';
import { isolated } from '../lib/names.js';
import { useFreshFigures, useRetry, useSyncOfAll } from '../lib/queries.js';
import { useMay, useSession } from '../lib/session.js';
import { AllowedPage } from './allowed-page.js';
import { Navigation } from './navigation.js';
import { useOrganizationChoice } from './organization-choice.js';
import { OrganizationMenu, useChoose } from './organization-menu.js';
import { PersonMenu } from './person-menu.js';
import { SchemeMenu } from './scheme-menu.js';
import './shell.css';

/** Of what somebody wrote into an address. */
const LONGEST_SEEN = 80;

/** What surrounds every page: navigation, organization, freshness, and what has stopped collecting. */
export function Shell() {
  const { t } = useTranslation();
  const sync = useSyncOfAll();
  const { chosen, unknown } = useOrganizationChoice(sync.data);
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
          <Top sync={sync.data} chosen={chosen} />
          {sync.data?.demo === true && <DemoBanner />}
          <main className="main" id="main" tabIndex={-1}>
            {sync.error !== null && <ErrorNotice error={sync.error} onRetry={retry} />}
            {sync.data !== undefined && <OrganizationTroubles sync={sync.data} />}
            {sync.data !== undefined && <EndingKeys />}
            {unknown !== null && <UnknownOrganization id={unknown} />}
            <SaidAboveProvider value={sync.error}>
              {/* Of another organization nothing stays: neither its figures nor what was opened among them. */}
              <ChosenOrganizationProvider key={chosen} value={chosen}>
                <AllowedPage />
              </ChosenOrganizationProvider>
            </SaidAboveProvider>
          </main>
        </div>
      </div>
    </>
  );
}

function Top({ sync, chosen }: { sync: SyncAnswer | undefined; chosen: string | null }) {
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
      {sync !== undefined && <OrganizationMenu organizations={sync.organizations} chosen={chosen} />}
      {sync !== undefined && <Freshness sync={syncOf(sync, chosen)} />}
      <span className="push">
        <SchemeMenu />
        <PersonMenu />
      </span>
    </header>
  );
}

/** Asked for by those alone who may do something about it, and after what the page itself needs. */
function EndingKeys() {
  const { demo } = useSession();
  const mayRead = useMay('organizations.read');
  if (demo || !mayRead) return null;
  return <KeyNotices />;
}

/** The address names an organization that the reader may not see, or that there is none of. */
function UnknownOrganization({ id }: { id: string }) {
  const { t } = useTranslation();
  const choose = useChoose();
  return (
    <Notice
      tone="warning"
      title={t('shell.organization.unknown', { id: isolated(id.slice(0, LONGEST_SEEN)) })}
      action={
        <button type="button" className="control" onClick={() => choose(null)}>
          {t('shell.organization.showAll')}
        </button>
      }
    >
      {t('shell.organization.unknownText')}
    </Notice>
  );
}

function Freshness({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const stopped = new Set(
    troubles(sync).flatMap(({ feed, organizationId }) => (feed === null ? [organizationId] : [])),
  );
  const oldest = oldestFacts(sync);
  const age = oldest?.lag_seconds ?? null;
  const paused = sync.feeds.some(isPaused);
  if (sync.organizations.every(isAway)) {
    return (
      <span className="freshness">
        <SeverityIcon tone="unknown" />
        <span>{t(sync.organizations.length === 0 ? 'shell.organization.none' : 'shell.organization.away')}</span>
      </span>
    );
  }
  const tone = stopped.size > 0 ? 'critical' : isLate(sync) ? 'warning' : age === null || paused ? 'notice' : 'ok';
  const ago = age === null ? '' : duration(age);
  const words =
    stopped.size > 0
      ? t(stopped.size < sync.organizations.length ? 'shell.partlyStopped' : 'shell.stopped', { count: stopped.size })
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
    .map((trouble) => <TroubleNotice key={`${trouble.organizationId} ${trouble.error.code}`} trouble={trouble} />);
}
