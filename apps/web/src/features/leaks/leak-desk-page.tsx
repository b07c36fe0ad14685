import { Link } from '@tanstack/react-router';
import { FileText, RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityName } from '../../components/entity-name.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { PageHead } from '../../components/page-head.js';
import { RepairsNotice } from '../../components/repairs-notice.js';
import { Sentence } from '../../components/sentence.js';
import { usePreloadedChart } from '../../components/time-series-chart/time-series-chart.js';
import { useChosenOrganization } from '../../lib/chosen-organization.js';
import { useIncidentOf, type KeyInProject } from '../../lib/incident-queries.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { useNow, useToday } from '../../lib/today.js';
import { AdminKeyCard } from './admin-key-card.js';
import { CandidatesCard } from './candidates-card.js';
import { ImpactView } from './impact-view.js';
import { useKnownKeys, type KnownKey, type KnownKeys } from './known-keys.js';
import { LeakAnswer, LeakMeta } from './leak-answer.js';
import type { LeakView } from './leak-view.js';
import './leak-words.js';
import { matchKeys, type KeyMatch } from './match-keys.js';
import type { PastedText } from './masked-text.js';
import { PasteCard } from './paste-card.js';
import { StepsCard } from './steps-card.js';
import { useLeak, type Leak } from './use-leak.js';
import { useLeakView } from './use-leak-view.js';
import './leaks.css';

/** Whose a leaked key is, what it did since, and what stops it. What is pasted stays in the memory of this page. */
export function LeakDeskPage() {
  const now = useNow();
  const today = useToday();
  const { view, repairs, change } = useLeakView();
  const [pasted, setPasted] = useState<PastedText | null>(null);
  const known = useKnownKeys();
  const matches = useMemo(() => (pasted === null ? [] : matchKeys(pasted.clues, known.keys)), [pasted, known.keys]);
  usePreloadedChart();
  const chosen = chosenOf(view, matches, known);
  const inProject = useInProject(view, chosen);
  const leak = useLeak(inProject, view.since, today);
  const choose = ({ id, projectId }: KnownKey) => change({ key: id, project: projectId, since: null });
  const startOver = () => {
    setPasted(null);
    change({ key: null, project: null, since: null });
  };
  const isAdmin = chosen?.kind === 'admin';
  return (
    <>
      <Head {...{ view, pasted, matches, known, chosen, leak, inProject, now }} onStartOver={startOver} />
      <RepairsNotice repairs={repairs} />
      {known.error !== null && <ErrorNotice error={known.error} onRetry={known.retry} />}
      <div className="leak-desk">
        <PasteCard
          pasted={pasted}
          known={known}
          isLinked={view.key !== null}
          onPasted={(text) => {
            setPasted(text);
            change({ key: null, project: null, since: null });
          }}
          onClear={startOver}
        />
        <CandidatesCard pasted={pasted} matches={matches} known={known} chosen={chosen} onChoose={choose} />
      </div>
      {isAdmin && <AdminKeyCard adminKey={chosen} />}
      {inProject !== null && !isAdmin && now !== null && today !== null && (
        <ImpactView
          leak={leak}
          now={now}
          onSince={(since) => change({ since })}
          steps={(impact) => <StepsCard impact={impact} inProject={inProject} now={now} today={today} />}
        />
      )}
    </>
  );
}

/** What the address names, else the only key that certainly fits: nobody has to choose between one. */
function chosenOf(
  { key, project }: LeakView,
  matches: readonly KeyMatch<KnownKey>[],
  { keys, isComplete }: KnownKeys,
): KnownKey | null {
  if (key !== null) {
    return keys.find((each) => each.id === key && (project === null || each.projectId === project)) ?? null;
  }
  const [first, second] = matches;
  return isComplete && first?.rank === 'match' && second?.rank !== 'match' ? first.key : null;
}

/** Where the key is asked for; null: nothing is chosen, or it is not known yet where it belongs. */
function useInProject({ key, project }: LeakView, chosen: KnownKey | null): KeyInProject | null {
  const isSeveral = useSeveralOrganizations() !== null;
  const organization = useChosenOrganization();
  const keyId = chosen?.id ?? key;
  const projectId = chosen === null ? project : chosen.projectId;
  const organizationId = chosen?.organizationId ?? organization;
  return useMemo(() => {
    if (keyId === null || projectId === null || (isSeveral && organizationId === null)) return null;
    return { keyId, projectId, organizationId: isSeveral ? organizationId : null };
  }, [keyId, projectId, organizationId, isSeveral]);
}

interface HeadProps {
  view: LeakView;
  pasted: PastedText | null;
  matches: readonly KeyMatch<KnownKey>[];
  known: KnownKeys;
  chosen: KnownKey | null;
  leak: Leak;
  inProject: KeyInProject | null;
  now: string | null;
  onStartOver: () => void;
}

function Head(props: HeadProps) {
  const { view, pasted, chosen, leak, inProject, now, onStartOver } = props;
  const { t } = useTranslation();
  const { data: incident } = useIncidentOf(chosen?.kind === 'admin' ? null : inProject);
  const { impact } = leak;
  const isShown = impact !== null && inProject !== null && now !== null;
  return (
    <PageHead
      crumb={<Link to="/keys">{t('leaks.crumb')}</Link>}
      title={t('leaks.title')}
      answer={
        isShown ? <LeakAnswer impact={impact} now={now} isPasted={pasted !== null} /> : <BeforeAnswer {...props} />
      }
      meta={isShown && <LeakMeta impact={impact} now={now} />}
      actions={
        <>
          {incident !== undefined && incident !== null && (
            <Link to="/keys/incidents/$incidentId/evidence" params={{ incidentId: incident.id }} className="control">
              <FileText aria-hidden="true" />
              {t('leaks.evidence')}
            </Link>
          )}
          {(pasted !== null || view.key !== null) && (
            <button type="button" className="control" onClick={onStartOver}>
              <RotateCcw aria-hidden="true" />
              {t('leaks.startOver')}
            </button>
          )}
        </>
      }
    />
  );
}

/** What there is to say before it is known what a key did. */
function BeforeAnswer({ view, pasted, matches, known, chosen, leak }: HeadProps) {
  const { t } = useTranslation();
  if (chosen !== null) return <LeadIn chosen={chosen} isPasted={pasted !== null} leak={leak} />;
  if (view.key !== null) return t(leak.error === null ? 'leaks.answer.readingImpact' : 'leaks.failed');
  if (pasted === null) return t('leaks.answer.ask');
  if (known.error !== null) return t('leaks.answer.unread');
  if (!known.isComplete) return t('leaks.answer.reading');
  if (matches.length > 0) return t('leaks.answer.choose', { count: matches.length });
  const isAnything = pasted.clues.some(({ isCertain }) => isCertain);
  return isAnything ? t('leaks.answer.none', { count: known.keys.length }) : t('leaks.answer.nothing');
}

function LeadIn({ chosen, isPasted, leak }: { chosen: KnownKey; isPasted: boolean; leak: Leak }) {
  const { t } = useTranslation();
  const isAdmin = chosen.kind === 'admin';
  return (
    <Sentence
      of={(mark) => {
        const key = mark(
          <b>
            <EntityName name={chosen.name ?? t('leaks.answer.noName')} />
          </b>,
        );
        if (isAdmin) return t(isPasted ? 'leaks.answer.heldAdmin' : 'leaks.answer.leadAdmin', { key });
        const project = mark(<EntityName name={chosen.projectId ?? ''} />);
        const lead = t(isPasted ? 'leaks.answer.held' : 'leaks.answer.leadKey', { key, project });
        return t(leak.error === null ? 'leaks.answer.looking' : 'leaks.answer.unknownImpact', { lead });
      }}
    />
  );
}
