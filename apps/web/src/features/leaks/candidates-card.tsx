import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.js';
import { Badge, type Tone } from '../../components/severity.js';
import { isolated } from '../../lib/names.js';
import { useNow } from '../../lib/today.js';
import { Ago, NameCell, NameOrNone, SecondLine } from '../directory/cells.js';
import { EntityChip } from '../../components/entity-chip.js';
import { useProjectColors, useProjectNames } from '../projects/project-colors.js';
import { hasEnded, type KnownKey, type KnownKeys } from './known-keys.js';
import type { PastedText } from './masked-text.js';
import type { KeyMatch, MatchRank } from './match-keys.js';
import { shownValue } from './shown-value.js';
import './leak-words.js';

const MOST_SHOWN = 20;
const ROW_HEIGHT = 54;
const TONES = { match: 'critical', possible: 'warning', unlikely: 'unknown' } as const satisfies Record<
  MatchRank,
  Tone
>;

interface CandidatesCardProps {
  /** null: nothing was pasted. */
  pasted: PastedText | null;
  matches: readonly KeyMatch<KnownKey>[];
  known: KnownKeys;
  chosen: KnownKey | null;
  onChoose: (key: KnownKey) => void;
}

/** The keys that a pasted text may mean, the surest first; one of them is looked at. */
export function CandidatesCard(props: CandidatesCardProps) {
  const { pasted, matches, known } = props;
  const { t } = useTranslation();
  const hidden = matches.length - MOST_SHOWN;
  return (
    <section className="card candidates-card" aria-labelledby="candidates-title">
      <div className="card-head">
        <h2 id="candidates-title">{t('leaks.candidates.title')}</h2>
        {pasted !== null && known.isComplete && (
          <span className="quiet">
            {t('leaks.candidates.count', {
              found: matches.length,
              total: t('leaks.candidates.total', { count: known.keys.length }),
            })}
          </span>
        )}
      </div>
      {matches.length > 0 ? <Candidates {...props} /> : <NoCandidates {...props} />}
      {(hidden > 0 || !known.hasAdminKeys || matches.length > 0) && <Foot {...props} hidden={hidden} />}
    </section>
  );
}

function Foot({ pasted, matches, known, hidden }: CandidatesCardProps & { hidden: number }) {
  const { t } = useTranslation();
  const matched = new Set(matches.map(({ clue }) => clue));
  const unmatched = (pasted?.clues ?? []).filter(({ isCertain }, index) => isCertain && !matched.has(index)).length;
  const lines = [
    ...(hidden > 0 ? [t('leaks.candidates.more', { count: hidden })] : []),
    ...(unmatched > 0 && matches.length > 0 ? [t('leaks.candidates.several', { count: unmatched })] : []),
    ...(known.hasAdminKeys ? [] : [t('leaks.candidates.adminUnread')]),
  ];
  return lines.length === 0 ? null : <p className="card-foot">{lines.join(' ')}</p>;
}

function Candidates({ matches, chosen, onChoose }: CandidatesCardProps) {
  const { t } = useTranslation();
  const group = useId();
  return (
    <DataTable
      caption={t('leaks.candidates.title')}
      columns={4}
      rows={matches.slice(0, MOST_SHOWN)}
      rowHeight={ROW_HEIGHT}
      head={
        <tr>
          <th scope="col">{t('leaks.candidates.key')}</th>
          <th scope="col" className="wide-only">
            {t('leaks.candidates.place')}
          </th>
          <th scope="col">{t('leaks.candidates.why')}</th>
          <th scope="col" className="number wide-only">
            {t('leaks.candidates.lastUsed')}
          </th>
        </tr>
      }
      renderRow={(match) => (
        <Candidate
          key={`${match.key.projectId} ${match.key.id}`}
          match={match}
          group={group}
          isChosen={chosen === match.key}
          onChoose={onChoose}
        />
      )}
    />
  );
}

interface CandidateProps {
  match: KeyMatch<KnownKey>;
  group: string;
  isChosen: boolean;
  onChoose: (key: KnownKey) => void;
}

function Candidate({ match: { key, rank, reason, letters }, group, isChosen, onChoose }: CandidateProps) {
  const { t } = useTranslation();
  const now = useNow();
  const state = key.goneAt !== null ? 'gone' : hasEnded(key, now) ? 'expired' : null;
  return (
    <tr className={isChosen ? 'candidate chosen' : 'candidate'} onClick={() => onChoose(key)}>
      <th scope="row">
        <label className="candidate-key">
          <input
            type="radio"
            name={group}
            checked={isChosen}
            onChange={() => onChoose(key)}
            aria-label={t('leaks.candidates.choose', { name: isolated(key.name ?? t('leaks.answer.noName')) })}
          />
          <NameCell second={shownValue(key.redacted_value)} mono>
            <NameOrNone name={key.name} />
          </NameCell>
        </label>
        {state !== null && <span className="second-line">{t(`leaks.candidates.${state}`)}</span>}
      </th>
      <td className="wide-only">
        <Place of={key} />
      </td>
      <td>
        <Badge tone={TONES[rank]}>{t(`leaks.candidates.rank.${rank}`)}</Badge>
        <span className="second-line why">{t(`leaks.candidates.reason.${reason}`, { count: letters })}</span>
      </td>
      <td className="number wide-only">
        <Ago at={key.lastUsedAt} absent={t('words.never')} />
      </td>
    </tr>
  );
}

function Place({ of: { kind, projectId, owner } }: { of: KnownKey }) {
  const { t } = useTranslation();
  const colorOf = useProjectColors();
  const nameOf = useProjectNames();
  return (
    <span className="directory-name">
      <span className="lines">
        {kind === 'admin' || projectId === null ? (
          t('leaks.candidates.admin')
        ) : (
          <EntityChip name={nameOf(projectId) ?? projectId} color={colorOf(projectId)} />
        )}
        {owner !== null && <SecondLine text={owner.name} />}
      </span>
    </span>
  );
}

function NoCandidates({ pasted, known }: CandidatesCardProps) {
  const { t } = useTranslation();
  if (pasted === null) return <p className="card-body secondary">{t('leaks.candidates.waiting')}</p>;
  if (!known.isComplete) {
    return (
      <div className="card-body" aria-busy="true">
        <div className="skeleton" style={{ height: 96 }} />
      </div>
    );
  }
  const isCut = pasted.clues.some(({ form }) => form === 'cut');
  return (
    <div className="card-body secondary" role="status">
      <p>{t(isCut ? 'leaks.candidates.cut' : 'leaks.candidates.none')}</p>
      {!isCut && pasted.clues.some(({ isCertain }) => isCertain) && <p>{t('leaks.candidates.noneText')}</p>}
    </div>
  );
}
