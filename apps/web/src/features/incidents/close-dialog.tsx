import { useTranslation } from 'react-i18next';
import type { Incident } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { useLeakReadAnew } from '../leaks/leak-dialogs.js';
import './incident-words.js';

/** Says what closing means, and what it does not: a key that works goes on working. */
export function CloseDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const readAnew = useLeakReadAnew();
  const action = useAction((api, reason: string) => api.closeIncident(incident.id, { reason }), {
    onDone: (_closed: { state: string }) => {
      toast(t('incidents.close.done'));
      readAnew();
      onClose();
    },
    find: async (api) => {
      const found = await api.incident(incident.id);
      return found.state === 'closed' ? found : null;
    },
  });
  const says = (
    <>
      <p>{t('incidents.close.text')}</p>
      {incident.api_key_id !== null && incident.revoked_at === null && (
        <p className="form-error">{t('incidents.close.stillUsed')}</p>
      )}
    </>
  );
  return (
    <ActionDialog
      title={t('incidents.close.title', { title: isolated(incident.title) })}
      onClose={onClose}
      isHeld={action.isPending}
    >
      <ActionForm
        action={action}
        says={says}
        submit={t('incidents.close.submit')}
        busy={t('incidents.close.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
