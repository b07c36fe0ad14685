import { Link, useParams } from '@tanstack/react-router';
import { CircleSlash } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rotation } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { Notice } from '../../components/notice.js';
import { PageHead } from '../../components/page-head.js';
import { Badge } from '../../components/severity.js';
import { usePreloadedChart } from '../../components/time-series-chart/time-series-chart.js';
import { ApiError } from '../../lib/api.js';
import { isolated } from '../../lib/names.js';
import { isOpen, useRotation } from '../../lib/rotation-queries.js';
import { useMay } from '../../lib/session.js';
import { useNow } from '../../lib/today.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { CancelRotation } from './cancel-rotation.js';
import { DrainCard } from './drain-card.js';
import { EndedCard } from './ended-card.js';
import { EvidenceCard } from './evidence-card.js';
import { LineageCard } from './lineage-card.js';
import { QuartersCard } from './minutes-table.js';
import { NextCard } from './next-card.js';
import { RotationAnswer } from './rotation-answer.js';
import { keyName, nextStepOf, reasonOf, whoName } from './rotation-facts.js';
import './rotations-words.js';
import { StepsStrip } from './steps-strip.js';
import type { MadeKey } from './step-props.js';
import { TimelineCard } from './timeline-card.js';
import '../../components/event-log.css';
import '../directory/directory.css';
import './rotations.css';

/** How far a rotation is, what is known of the old key's calls, and the one thing to do next. */
export function RotationPage() {
  const { t } = useTranslation();
  const { rotationId } = useParams({ from: '/keys/rotations/$rotationId' });
  usePreloadedChart();
  const { data: rotation, error, refetch } = useRotation(rotationId);
  const retry = () => void refetch();
  if (error instanceof ApiError && error.status === 404) return <NoSuchRotation id={rotationId} />;
  if (rotation !== undefined) return <FoundRotation key={rotation.id} {...{ rotation, error, retry }} />;
  return (
    <>
      <PageHead
        crumb={<Link to="/keys/rotations">{t('rotations.crumb')}</Link>}
        title={<EntityName name={rotationId} />}
        answer={t(error === null ? 'rotations.loading' : 'rotations.unavailable')}
      />
      {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={retry} />}
    </>
  );
}

interface FoundRotationProps {
  rotation: Rotation;
  /** Of the last reading: what is shown is older then. */
  error: Error | null;
  retry: () => void;
}

function FoundRotation({ rotation, error, retry }: FoundRotationProps) {
  const { t } = useTranslation();
  const now = useNow() ?? new Date().toISOString();
  const mayWrite = useMay('keys.write');
  // A secret is here and nowhere else: gone with the page, and with the word that it is kept.
  const [made, setMade] = useState<MadeKey | null>(null);
  const [overtaken, setOvertaken] = useState<string | null>(null);
  const step = { rotation, now, onOvertaken: setOvertaken };
  const isRunning = isOpen(rotation);
  return (
    <>
      <PageHead
        crumb={<Crumb rotation={rotation} />}
        title={<EntityName name={keyName(rotation.old_key)} />}
        stale={error !== null}
        answer={<RotationAnswer rotation={rotation} now={now} />}
        actions={isRunning && mayWrite && !rotation.is_creation_open && <CancelRotation {...step} />}
        meta={<Facts rotation={rotation} />}
      />
      <DrainResult rotation={rotation} now={now} />
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {overtaken !== null && (
        <Notice tone="notice" title={t('rotations.next.overtaken')}>
          {t('rotations.next.overtakenText', { detail: overtaken })}
        </Notice>
      )}
      {made?.state === 'found' && rotation.new_key?.is_secret_lost === true && (
        <Notice tone="warning" title={t('rotations.make.found')}>
          {t('rotations.make.foundText')}
        </Notice>
      )}
      <StepsStrip rotation={rotation} now={now} />
      <div className="grid rotation-grid">
        {isRunning ? <DrainCard rotation={rotation} now={now} /> : <EndedCard rotation={rotation} now={now} />}
        <NextCard
          {...step}
          // A step that was taken leaves nothing of its form to the next one.
          key={`${nextStepOf(rotation, now)} ${rotation.new_key?.api_key_id}`}
          secret={made?.secret ?? null}
          onMade={setMade}
          onSecretKept={() => setMade(null)}
        />
        {isRunning && <QuartersCard rotation={rotation} />}
        {isRunning && <EvidenceCard rotation={rotation} />}
        <LineageCard rotation={rotation} now={now} />
        <TimelineCard rotation={rotation} />
      </div>
    </>
  );
}

function Crumb({ rotation: { project_id: id, project_name: name } }: { rotation: Rotation }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to="/keys/rotations">{t('rotations.crumb')}</Link> <span aria-hidden="true">/</span>{' '}
      <Link to="/projects/$projectId" params={{ projectId: id }}>
        <EntityName name={name ?? id} />
      </Link>
    </>
  );
}

const TONES = {
  opened: 'notice',
  created: 'notice',
  draining: 'notice',
  expiring: 'notice',
  deleted: 'notice',
  done: 'ok',
  cancelled: 'unknown',
} as const;

function Facts({ rotation }: { rotation: Rotation }) {
  const { t } = useTranslation();
  const { state, kind, old_key: key, opened_by: by } = rotation;
  const reason = reasonOf(rotation);
  const owner = isolated(key.owner_name ?? key.owner_id ?? t('rotations.who.unnamed'));
  return (
    <>
      <Badge tone={TONES[state]}>{t(`rotations.state.${state}`)}</Badge>
      <p className="page-facts">
        <span>{t(kind === 'member' ? 'rotations.key.member' : 'rotations.key.account', { owner })}</span>
        <span>{t('rotations.who.opened', { who: whoName(by, t) })}</span>
        {reason !== '' && <span>{isolated(reason)}</span>}
      </p>
    </>
  );
}

/** Says what came of the watching whenever that changes, and not with every minute. */
function DrainResult({ rotation, now }: { rotation: Rotation; now: string }) {
  const { t } = useTranslation();
  const isWatched = nextStepOf(rotation, now) === 'retire';
  return (
    <p className="visually-hidden" role="status">
      {isWatched && t(`rotations.head.announce.${rotation.drain.state}`)}
    </p>
  );
}

function NoSuchRotation({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h1 className="visually-hidden">{t('rotations.notFound.title')}</h1>
      <EmptyState
        title={t('rotations.notFound.title')}
        icon={CircleSlash}
        actions={
          <Link to="/keys/rotations" className="control">
            {t('rotations.notFound.action')}
          </Link>
        }
      >
        {t('rotations.notFound.text', { id: isolated(id.slice(0, 80)) })}
      </EmptyState>
    </section>
  );
}
