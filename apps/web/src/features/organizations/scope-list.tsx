import { useTranslation } from 'react-i18next';
import type { ScopeCheck } from '@bursar/contract';
import { Badge, type Tone } from '../../components/severity.js';
import { listOf } from '../../lib/format/intl.js';
import { feedName } from '../sync/feed-words.js';
import { seenOf } from '../sync/trouble-notice.js';

const TONES = { works: 'ok', missing: 'critical', unknown: 'unknown' } as const satisfies Record<string, Tone>;
const NAMES = {
  'api.usage.read': 'organizations.scopes.usage',
  'api.management.read': 'organizations.scopes.management',
  'api.audit_logs.read': 'organizations.scopes.audit',
} as const;
const SHOWN_FEEDS = 4;

interface ScopeListProps {
  scopes: readonly ScopeCheck[];
  /** Whether the key is also there to change things, which is not tried. */
  writes?: boolean;
}

/** What was found of a key: what works, what does not, the scope to add, and what stands still without it. */
export function ScopeList({ scopes, writes = false }: ScopeListProps) {
  const { t } = useTranslation();
  return (
    <ul className="scopes" aria-label={t('organizations.scopes.caption')}>
      {scopes.map((check) => (
        <li key={check.scope}>
          <span className="scope-head">
            <Badge tone={TONES[check.state]}>{t(`organizations.scopes.${check.state}`)}</Badge>
            <span>{t(NAMES[check.scope])}</span>
            <code>{check.scope}</code>
          </span>
          {check.state !== 'works' && <Lacking check={check} />}
        </li>
      ))}
      {writes && (
        <li>
          <span className="scope-head">
            <Badge tone="unknown">{t('organizations.scopes.unknown')}</Badge>
            <span>{t('organizations.key.writes')}</span>
          </span>
          <span className="secondary">{t('organizations.key.writesUnknown')}</span>
        </li>
      )}
    </ul>
  );
}

function Lacking({ check: { scope, state, needed_for: feeds, error } }: { check: ScopeCheck }) {
  const { t } = useTranslation();
  const names = feeds.slice(0, SHOWN_FEEDS).map((feed) => feedName({ feed, capability: null }, t));
  const more = feeds.length - names.length;
  const list = more > 0 ? [...names, t('words.moreSeries', { count: more })] : names;
  return (
    <span className="secondary">
      {state === 'missing'
        ? t('organizations.scopes.add', { scope })
        : error !== null && t('organizations.scopes.noAnswer', { seen: seenOf(error, t) })}{' '}
      {feeds.length > 0 && t('organizations.scopes.stands', { count: feeds.length, names: listOf(list) })}
    </span>
  );
}
