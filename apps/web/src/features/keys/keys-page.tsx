import { Link } from '@tanstack/react-router';
import { ShieldAlert, SlidersHorizontal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/error-notice.js';
import { ExportLink } from '../../components/export-link.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { keyExportAddress } from '../../lib/api.js';
import { useScoped } from '../../lib/chosen-organization.js';
import { useKeyInventory, useKeyPolicies, useUndecidedKeys } from '../../lib/key-queries.js';
import { useMay } from '../../lib/session.js';
import { useNow } from '../../lib/today.js';
import { ListTroubles } from '../directory/list-state.js';
import { PageSkeleton } from '../explorer/page-skeleton.js';
import { KeysAnswer } from './keys-answer.js';
import { KeysCard } from './keys-card.js';
import { KeysControls } from './keys-controls.js';
import { KeysMeta } from './keys-meta.js';
import { KeyTaskDialog } from './key-task-dialog.js';
import { requestOf } from './keys-view.js';
import { nextKeySteps } from './next-key-steps.js';
import { NextStepsCard } from './next-steps-card.js';
import { ReasonsCard } from './reasons-card.js';
import type { KeyTask } from './tasks/key-task.js';
import { useKeysView } from './use-keys-view.js';
import './key-words.js';
import './keys.css';

const FEEDS = ['api-keys', 'admin-api-keys'] as const;

/** Every key with what speaks against it: which need a decision, and what to do first. */
export function KeysPage() {
  const { t } = useTranslation();
  const { view, repairs, change } = useKeysView();
  const [task, setTask] = useState<KeyTask | null>(null);
  const request = useMemo(() => requestOf(view), [view]);
  const exported = useScoped(request);
  const list = useKeyInventory(request);
  const { data: undecided } = useUndecidedKeys();
  const { data: policies } = useKeyPolicies();
  const now = useNow();
  const mayLook = useMay('incidents.read');
  const { summary, error } = list;
  const demandsExpiry = policies?.some(({ require_expiry }) => require_expiry) ?? false;
  const steps = useMemo(
    () => (undecided === undefined || now === null ? null : nextKeySteps(undecided.data, now, demandsExpiry)),
    [undecided, now, demandsExpiry],
  );
  return (
    <>
      <PageHead
        crumb={t('keys.title')}
        title={t('keys.inventory')}
        answer={
          summary === null ? (
            t(error === null ? 'keys.loading' : 'keys.unavailable')
          ) : (
            <KeysAnswer summary={summary} undecided={undecided} />
          )
        }
        actions={
          <>
            <Link to="/keys/policies" className="control">
              <SlidersHorizontal aria-hidden="true" />
              {t('keys.openPolicies')}
            </Link>
            <ExportLink address={keyExportAddress(exported)} words={t('keys.exported')} />
            {mayLook && (
              <Link to="/keys/leak-desk" className="control primary">
                <ShieldAlert aria-hidden="true" />
                {t('keys.openLeakDesk')}
              </Link>
            )}
          </>
        }
        meta={summary !== null && <KeysMeta summary={summary} />}
      />
      <RepairsNotice repairs={repairs} />
      <ListTroubles feeds={FEEDS} />
      {error !== null && <ErrorNotice error={error} onRetry={list.retry} />}
      {error === null && summary === null && <PageSkeleton />}
      {summary !== null && summary.keys > 0 && (
        <div className="grid">
          <ReasonsCard summary={summary} policies={policies} view={view} change={change} />
          <NextStepsCard
            steps={steps}
            now={now ?? ''}
            isPart={undecided !== undefined && undecided.next_cursor !== null}
            onAct={(kind, keys) => setTask({ kind, keys })}
          />
        </div>
      )}
      {summary !== null && <KeysControls view={view} summary={summary} change={change} />}
      <KeysCard list={list} view={view} change={change} onTask={(kind, keys) => setTask({ kind, keys })} />
      {task !== null && <KeyTaskDialog task={task} onClose={() => setTask(null)} />}
    </>
  );
}
