import { useTranslation } from 'react-i18next';
import type { SessionItem } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { PlainText } from '../../components/plain-text.js';
import { Badge } from '../../components/severity.js';
import { failureToast, toast } from '../../components/toast.js';
import { moment } from '../../lib/format/times.js';
import { useEndOtherSessions, useEndSession, useSessions } from '../../lib/account-queries.js';
import { plainName } from '../../lib/names.js';
import { Ago, DASH } from '../directory/cells.js';
import { deviceOf } from './device.js';

/** Where this person has signed in, and the way to end what should not be. */
export function SessionsCard() {
  const { t } = useTranslation();
  const { data: sessions, error, refetch } = useSessions();
  const { mutate: endOthers, isPending } = useEndOtherSessions();
  const onSuccess = () => toast(t('account.sessions.othersEnded'));
  const onError = (failure: Error) => failureToast(t('account.sessions.notEnded'), failure);
  const others = sessions?.filter(({ is_current: isCurrent }) => !isCurrent) ?? [];
  return (
    <section className="card" aria-labelledby="sessions-title">
      <div className="card-head">
        <h2 id="sessions-title">{t('account.sessions.title')}</h2>
        {others.length > 0 && (
          <button
            type="button"
            className="control small"
            aria-disabled={isPending}
            onClick={() => !isPending && endOthers(undefined, { onSuccess, onError })}
          >
            {t('account.sessions.endOthers')}
          </button>
        )}
      </div>
      <p className="card-caption">{t('account.sessions.text')}</p>
      {error !== null && (
        <div className="card-body">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {sessions !== undefined && (
        <DataTable
          caption={t('account.sessions.title')}
          columns={5}
          rows={sessions}
          head={<Head />}
          renderRow={(session) => <Row key={session.id} session={session} onError={onError} />}
        />
      )}
    </section>
  );
}

function Head() {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="col">{t('account.sessions.device')}</th>
      <th scope="col" className="wide-only">
        {t('account.sessions.address')}
      </th>
      <th scope="col" className="wide-only">
        {t('account.sessions.began')}
      </th>
      <th scope="col">{t('account.sessions.lastSeen')}</th>
      <th scope="col">
        <span className="visually-hidden">{t('account.sessions.action')}</span>
      </th>
    </tr>
  );
}

function Row({ session, onError }: { session: SessionItem; onError: (error: Error) => void }) {
  const { t } = useTranslation();
  const { mutate: end, isPending } = useEndSession();
  const device = useDeviceWords(session.user_agent);
  const onSuccess = () => toast(t('account.sessions.ended', { device }));
  return (
    <tr>
      <th scope="row" title={plainName(session.user_agent ?? '')}>
        <span className="account-device">
          {device}
          {session.is_current && <Badge tone="ok">{t('account.sessions.current')}</Badge>}
        </span>
      </th>
      <td className="wide-only">{session.address === null ? DASH : <PlainText>{session.address}</PlainText>}</td>
      <td className="wide-only">{moment(session.created_at)}</td>
      <td>
        <Ago at={session.last_seen_at} />
      </td>
      <td className="number">
        {!session.is_current && (
          <button
            type="button"
            className="control small"
            aria-disabled={isPending}
            aria-label={t('account.sessions.endOne', { device, address: session.address ?? DASH })}
            onClick={() => !isPending && end(session.id, { onSuccess, onError })}
          >
            {t('account.sessions.end')}
          </button>
        )}
      </td>
    </tr>
  );
}

function useDeviceWords(userAgent: string | null): string {
  const { t } = useTranslation();
  const { browser, system } = deviceOf(userAgent);
  if (browser !== null && system !== null) return t('account.sessions.browserOn', { browser, system });
  return browser ?? system ?? t('account.sessions.unknown');
}
