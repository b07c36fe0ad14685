import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { ErrorNotice } from '../../components/error-notice.js';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { CandidatesCard } from '../leaks/candidates-card.js';
import { useKnownKeys, type KnownKey } from '../leaks/known-keys.js';
import { useLeakReadAnew } from '../leaks/leak-dialogs.js';
import type { PastedText } from '../leaks/masked-text.js';
import { matchKeys } from '../leaks/match-keys.js';
import { PasteCard } from '../leaks/paste-card.js';
import './incident-words.js';

/** Finds out which key an alert is about that did not tell: by what leaked, which stays in this browser. */
export function ChooseKey({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const [pasted, setPasted] = useState<PastedText | null>(null);
  const [chosen, setChosen] = useState<KnownKey | null>(null);
  const [isAsking, setAsking] = useState(false);
  const known = useKnownKeys();
  const matches = useMemo(() => (pasted === null ? [] : matchKeys(pasted.clues, known.keys)), [pasted, known.keys]);
  const clear = () => {
    setPasted(null);
    setChosen(null);
  };
  return (
    <>
      {known.error !== null && <ErrorNotice error={known.error} onRetry={known.retry} />}
      <div className="leak-desk">
        <PasteCard pasted={pasted} known={known} isLinked={false} onPasted={setPasted} onClear={clear} />
        <CandidatesCard pasted={pasted} matches={matches} known={known} chosen={chosen} onChoose={setChosen} />
      </div>
      {chosen?.kind === 'admin' && <p className="secondary">{t('incidents.choose.admin')}</p>}
      {chosen !== null && chosen.projectId !== null && (
        <p className="controls">
          <button type="button" className="control primary" onClick={() => setAsking(true)}>
            {t('incidents.choose.action')}
          </button>
        </p>
      )}
      {isAsking && chosen !== null && (
        <ChooseDialog incident={incident} chosen={chosen} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

interface ChooseDialogProps {
  incident: Incident;
  chosen: KnownKey;
  onClose: () => void;
}

function ChooseDialog({ incident: { id }, chosen, onClose }: ChooseDialogProps) {
  const { t } = useTranslation();
  const readAnew = useLeakReadAnew();
  const name = isolated(chosen.name ?? t('leaks.answer.noName'));
  const action = useAction(
    (api, reason: string) =>
      api.chooseIncidentKey(id, { api_key_id: chosen.id, project_id: chosen.projectId ?? '', reason }),
    {
      onDone: (_incident: { api_key_id: string | null }) => {
        toast(t('incidents.choose.done', { name }));
        readAnew();
        onClose();
      },
      find: async (api) => {
        const found = await api.incident(id);
        return found.api_key_id === chosen.id ? found : null;
      },
    },
  );
  return (
    <ActionDialog title={t('incidents.choose.title')} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t('incidents.choose.text', { name })}</p>}
        submit={t('incidents.choose.submit')}
        busy={t('incidents.choose.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
