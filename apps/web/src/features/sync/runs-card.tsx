import { useTranslation } from 'react-i18next';
import type { SyncAnswer, SyncRun } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { SeverityIcon, type Tone } from '../../components/severity.js';
import { count, oneDecimal } from '../../lib/format/numbers.js';
import { clock, clockOnly, secondsBetween } from '../../lib/format/times.js';
import { usePerson } from '../../lib/session.js';
import { useOwnerPrefix } from '../explorer/behind.js';
import { runName } from './feed-words.js';
import { seenOf } from './trouble-notice.js';

const SHOWN_RUNS = 8;

const OUTCOME_TONES: Readonly<Record<SyncRun['state'], Tone>> = {
  queued: 'notice',
  running: 'notice',
  succeeded: 'ok',
  failed: 'warning',
  lost: 'warning',
};

/** The newest runs: when, what, how many calls and rows, how long. */
export function RunsCard({ sync }: { sync: SyncAnswer }) {
  const { t } = useTranslation();
  const ownerOf = useOwnerPrefix();
  const { project_ids: projectIds } = usePerson();
  const runs = sync.runs.slice(0, SHOWN_RUNS);
  const failed = runs.find(({ error }) => error !== null);
  return (
    <section className="card" aria-labelledby="runs-title">
      <div className="card-head">
        <h2 id="runs-title">{t('sync.runs.title')}</h2>
      </div>
      <DataTable
        dense
        caption={t('sync.runs.title')}
        columns={5}
        rows={runs}
        head={
          <tr>
            <th scope="col">{t('sync.runs.time')}</th>
            <th scope="col">{t('sync.runs.feed')}</th>
            <th scope="col" className="number">
              {t('sync.runs.calls')}
            </th>
            <th scope="col" className="number">
              {t('sync.runs.rows')}
            </th>
            <th scope="col" className="number">
              {t('sync.runs.seconds')}
            </th>
          </tr>
        }
        renderRow={(run) => <RunRow key={run.id} run={run} name={`${ownerOf(run)}${runName(run.feed, sync, t)}`} />}
      />
      {runs.length === 0 && (
        <p className="card-caption">{t(projectIds === null ? 'sync.runs.none' : 'sync.runs.limited')}</p>
      )}
      {failed?.error && (
        <p className="card-foot">
          {t('sync.runs.footFailed', {
            at: failed.started_at === null ? '' : clock(failed.started_at),
            feed: `${ownerOf(failed)}${runName(failed.feed, sync, t)}`,
            reason: t(`sync.error.${failed.error.code}.title`, { seen: seenOf(failed.error, t) }),
          })}
        </p>
      )}
    </section>
  );
}

function RunRow({ run, name }: { run: SyncRun; name: string }) {
  const { t } = useTranslation();
  const seconds =
    run.started_at === null || run.ended_at === null ? null : secondsBetween(run.started_at, run.ended_at);
  return (
    <tr>
      <th scope="row">
        <span className="run-time">
          <SeverityIcon tone={OUTCOME_TONES[run.state]} label={t(`sync.runs.outcome.${run.state}`)} />
          {run.started_at === null ? t('sync.runs.queued') : clockOnly(run.started_at)}
        </span>
      </th>
      <td>{name}</td>
      <td className="number">{count(run.requests)}</td>
      <td className="number">{run.state === 'succeeded' ? count(run.rows) : '\u2013'}</td>
      <td className="number">{seconds === null ? '\u2013' : oneDecimal(seconds)}</td>
    </tr>
  );
}
