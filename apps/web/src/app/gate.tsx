import { notifications } from '@mantine/notifications';
import { Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../components/error-notice.js';
import { identityOf, SessionProvider, useSessionAnswer, type Session } from '../lib/session.js';
import type { SearchParams } from '../lib/search-params.js';
import { BareFrame } from './bare-frame.js';
import { pathToReturnTo } from './return-path.js';

/** A page that is shown without the shell: to whoever has not signed in, or by a link to everybody. */
export type Entrance = 'sign-in' | 'set-up' | 'welcome';

const loadShell = async () => ({ default: (arrived = (await import('./shell.js')).Shell) });
const LateShell = lazy(loadShell);
let arrived: ComponentType | null = null;

/**
 * The code that is drawn first, once it is there or failed to come.
 *
 * Waited for in a component of its own and not by Suspense: React keeps the placeholder of what is lazy for a third of a
 * second, even where it is there a moment later.
 */
const first: { code: Promise<unknown> | null; isThere: boolean } = { code: null, isThere: false };

/** Whoever has to sign in first has no use for the shell; for everybody else it travels beside the first answers. */
export function preloadInside(page: readonly (Promise<unknown> | undefined)[]): Promise<unknown> {
  return (first.code ??= Promise.allSettled([loadShell(), ...page]).then(() => (first.isThere = true)));
}

const SecondFactorFirst = lazy(() => import('../features/account/second-factor-first.js'));

/**
 * What every address goes through: pages are for those who have signed in, the entrances for those who have not.
 *
 * Nothing is drawn before the server has said who asks, or a shell would flash up in front of strangers.
 */
export function Gate() {
  const { data: session, failureReason, refetch } = useSessionAnswer();
  const here = useMatches({ select: (matches) => matches.at(-1)?.staticData.entrance ?? null });
  const identity = session === undefined ? null : identityOf(session);
  // What was told to the one before is nothing for the next.
  useEffect(() => notifications.clean(), [identity]);
  if (session === undefined) {
    return failureReason === null ? null : <Unreached error={failureReason} onRetry={() => void refetch()} />;
  }
  // Who follows a link may be in already, as somebody else or before they forgot the password.
  const way = here === 'welcome' ? here : wayIn(session);
  if (way !== here) return <Redirection key={way} to={way} from={here} ended={session.ended} />;
  return (
    <SessionProvider value={session}>
      {way === null ? <Inside key={session.person?.id} session={session} /> : <Outlet />}
    </SessionProvider>
  );
}

/** The pages, or what a role needs before them. */
function Inside({ session }: { session: Session }): ReactNode {
  // Recovery codes are shown once: they stay until they were read, whatever the server says meanwhile.
  const [areCodesShown, setCodesShown] = useState(false);
  const [isThere, setThere] = useState(first.isThere);
  useEffect(() => {
    let isShown = true;
    void preloadInside([]).then(() => isShown && setThere(true));
    return () => {
      isShown = false;
    };
  }, []);
  if (!isThere) return null;
  const Shell = arrived ?? LateShell;
  return (
    <Suspense fallback={null}>
      {!session.needs_second_factor && !areCodesShown ? (
        <Shell key={identityOf(session)} />
      ) : (
        <SecondFactorFirst onCodes={() => setCodesShown(true)} onDone={() => setCodesShown(false)} />
      )}
    </Suspense>
  );
}

/** Null: somebody is in. */
function wayIn({ person, needs_set_up: needsSetUp }: Session): Exclude<Entrance, 'welcome'> | null {
  if (person !== null) return null;
  return needsSetUp ? 'set-up' : 'sign-in';
}

interface RedirectionProps {
  to: Entrance | null;
  from: Entrance | null;
  ended: Session['ended'];
}

/** Keeps what it was made for: the address changes before the page does, and would lead on from there. */
function Redirection({ to, from, ended }: RedirectionProps) {
  const { history, latestLocation, buildLocation } = useRouter();
  const [target] = useState(() => {
    if (to === null) return pathToReturnTo(latestLocation.search.return_to);
    if (to === 'set-up') return '/set-up';
    // Who left on purpose, or came from the set-up, was on the way to nowhere.
    const isOnTheWay = from === null && ended !== 'left' && latestLocation.href !== '/';
    const search: SearchParams = isOnTheWay ? { return_to: latestLocation.href } : {};
    return buildLocation({ to: '/sign-in', search }).href;
  });
  useEffect(() => history.replace(target), [history, target]);
  return null;
}

function Unreached({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <BareFrame>
      <h1 className="visually-hidden">{t('shell.name')}</h1>
      <ErrorNotice error={error} onRetry={onRetry} />
    </BareFrame>
  );
}
