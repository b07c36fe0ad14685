import { RefreshCcwDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RotationItem } from '@bursar/contract';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { isolated } from '../../lib/names.js';
import type { ReadOnList } from '../../lib/read-on-list.js';
import { useRotations } from '../../lib/rotation-queries.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { keyName } from './rotation-facts.js';
import { RotationsTable } from './rotations-table.js';
import './rotations-words.js';
import './rotations.css';

/** Which keys are being replaced, how far each is, and which were. */
export function RotationsPage() {
  const { t } = useTranslation();
  const open = useRotations('open');
  const closed = useRotations('closed');
  const error = open.error ?? closed.error;
  const retry = () => {
    open.startOver();
    closed.startOver();
  };
  return (
    <>
      <PageHead title={t('rotations.title')} answer={<Answer list={open} />} />
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {error === null && open.rows === null && <PageSkeleton />}
      {open.rows !== null && <OpenCard list={open} rows={open.rows} />}
      {open.rows !== null && closed.rows !== null && <ClosedCard list={closed} rows={closed.rows} />}
    </>
  );
}

function Answer({ list: { rows, isComplete, error } }: { list: ReadOnList<RotationItem> }) {
  const { t } = useTranslation();
  if (rows === null) return t(error === null ? 'rotations.loading' : 'rotations.unavailable');
  const [first] = rows;
  if (first === undefined) return t('rotations.answer.none');
  const named = { count: rows.length, first: isolated(keyName(first.old_key)) };
  return isComplete ? t('rotations.answer.open', named) : t('rotations.answer.openAtLeast', named);
}

interface CardProps {
  list: ReadOnList<RotationItem>;
  rows: readonly RotationItem[];
}

function OpenCard({ list, rows }: CardProps) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="open-rotations">
      {rows.length === 0 ? (
        <>
          <h2 className="visually-hidden" id="open-rotations">
            {t('rotations.list.open')}
          </h2>
          <EmptyState icon={RefreshCcwDot} title={t('rotations.list.noneOpen')}>
            {t('rotations.list.noneOpenText')}
          </EmptyState>
        </>
      ) : (
        <>
          <div className="card-head">
            <h2 id="open-rotations">{t('rotations.list.open')}</h2>
          </div>
          <RotationsTable caption={t('rotations.list.open')} rows={rows} isOpen onEnd={list.readOn} />
        </>
      )}
      {!list.isComplete && <p className="card-foot">{t('rotations.list.shown', { count: rows.length })}</p>}
    </section>
  );
}

function ClosedCard({ list, rows }: CardProps) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="closed-rotations">
      <div className="card-head">
        <h2 id="closed-rotations">{t('rotations.list.closed')}</h2>
      </div>
      {rows.length === 0 ? (
        <p className="card-body secondary">{t('rotations.list.noneClosed')}</p>
      ) : (
        <RotationsTable caption={t('rotations.list.closed')} rows={rows} isOpen={false} onEnd={list.readOn} />
      )}
      {!list.isComplete && <p className="card-foot">{t('rotations.list.shown', { count: rows.length })}</p>}
    </section>
  );
}
