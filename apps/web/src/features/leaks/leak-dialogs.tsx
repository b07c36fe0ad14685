/** What is done about a leaked key, each with what it breaks, and a reason. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { FormField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { aboutOf } from '../../lib/action-about.js';
import { clock, moment, secondsBetween } from '../../lib/format/times.js';
import { money } from '../../lib/format/money.js';
import { isolated } from '../../lib/names.js';
import { useAction } from '../../lib/use-action.js';
import { hourInWords, usualDay } from './impact-words.js';
import './leak-words.js';

const FIVE_MINUTES_SECONDS = 300;
/** An expiry that is as near was just set: OpenAI's clock and this one are not the same. */
const JUST_SET_SECONDS = 10 * 60;

interface LeakDialogProps {
  impact: LeakImpact;
  onClose: () => void;
}

/** What the key is called in a sentence. */
export function useKeyName({ key }: LeakImpact): string {
  const { t } = useTranslation();
  return isolated(key.name ?? t('leaks.answer.noName'));
}

/** What is kept of the key and of what was done about it is read anew. */
export function useLeakReadAnew(): () => void {
  const client = useQueryClient();
  return () => {
    for (const name of ['leak-impact', 'incidents', 'incident', 'incident-list', 'rotations'])
      void client.invalidateQueries({ queryKey: [name] });
  };
}

/** Stops it, and gives five minutes to whoever uses it rightly. */
export function ExpireDialog({ impact, onClose }: LeakDialogProps) {
  const { t } = useTranslation();
  const name = useKeyName(impact);
  const readAnew = useLeakReadAnew();
  const { key, currency } = impact;
  const usual = usualDay(impact);
  const place = { projectId: key.project_id, id: key.api_key_id };
  const action = useAction(
    (api, reason: string) =>
      api.changeApiKey(place, { ...aboutOf(impact, reason), expires_in_seconds: FIVE_MINUTES_SECONDS }),
    {
      onDone: ({ expires_at: at }) => {
        toast(t('leaks.expire.done', { name, at: at === null ? '' : clock(at) }));
        readAnew();
        onClose();
      },
      find: async (api, _reason, since) => {
        const { data } = await api.list('api-keys', { project_id: [key.project_id], limit: 1000 });
        const found = data.find(({ id }) => id === key.api_key_id);
        const at = found?.expires_at ?? null;
        return found !== undefined && at !== null && secondsBetween(since, at) <= JUST_SET_SECONDS ? found : null;
      },
    },
  );
  const says = (
    <>
      <p>{t('leaks.expire.text')}</p>
      <p>
        {usual === null ? t('leaks.expire.breaksUnknown') : t('leaks.expire.breaks', { usual: money(usual, currency) })}
      </p>
      {key.expires_at !== null && <p>{t('leaks.expire.moved', { at: moment(key.expires_at) })}</p>}
    </>
  );
  return (
    <ActionDialog title={t('leaks.expire.title', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={says}
        danger={{}}
        submit={t('leaks.expire.submit')}
        busy={t('leaks.expire.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}

/** Begins a rotation, and leads to its wizard. */
export function RotateDialog({ impact, onClose }: LeakDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = useKeyName(impact);
  const readAnew = useLeakReadAnew();
  const { key } = impact;
  const about = { api_key_id: key.api_key_id, project_id: key.project_id };
  const action = useAction((api, reason: string) => api.openRotation({ ...about, ...aboutOf(impact, reason) }), {
    onDone: ({ id }: { id: string }) => {
      toast(t('leaks.rotate.done', { name }));
      readAnew();
      void navigate({ to: '/keys/rotations/$rotationId', params: { rotationId: id } });
    },
    find: async (api) => {
      const { data } = await api.rotations({ api_key_id: [key.api_key_id], project_id: [key.project_id], limit: 1 });
      return data.find(({ closed_at: closed }) => closed === null) ?? null;
    },
  });
  const says = (
    <>
      <p>{t(key.owner_type === 'service_account' ? 'leaks.rotate.text' : 'leaks.rotate.textMember')}</p>
      <p>{t('leaks.rotate.first')}</p>
    </>
  );
  return (
    <ActionDialog title={t('leaks.rotate.title', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={says}
        submit={t('leaks.rotate.submit')}
        busy={t('leaks.rotate.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}

/** Opens an incident, and leads to its page. */
export function OpenIncidentDialog({ impact, onClose }: LeakDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = useKeyName(impact);
  const readAnew = useLeakReadAnew();
  const { key, since } = impact;
  const about = { api_key_id: key.api_key_id, project_id: key.project_id, leaked_since: since };
  const action = useAction(
    (api, { reason, title }: { reason: string; title: string }) =>
      api.openIncident({ ...about, ...aboutOf(impact, reason), ...(title !== '' && { title }) }),
    {
      onDone: ({ id }: { id: string }) => {
        toast(t('leaks.open.done'));
        readAnew();
        void navigate({ to: '/keys/incidents/$incidentId', params: { incidentId: id } });
      },
      find: async (api) => {
        const { data } = await api.incidents({
          api_key_id: [key.api_key_id],
          project_id: [key.project_id],
          state: ['open'],
          limit: 1,
        });
        return data[0] ?? null;
      },
    },
  );
  const fields = { title: t('leaks.open.name') };
  return (
    <ActionDialog title={t('leaks.open.title', { name })} onClose={onClose} isHeld={action.isPending}>
      <ActionForm
        action={action}
        says={<p>{t('leaks.open.text', { since: hourInWords(since) })}</p>}
        fields={fields}
        optional={['title']}
        submit={t('leaks.open.submit')}
        busy={t('leaks.open.busy')}
        onSubmit={(values) => action.run(values)}
        onClose={onClose}
      >
        {(errorOf) => (
          <FormField
            name="title"
            label={fields.title}
            error={errorOf('title')}
            defaultValue={key.name ?? ''}
            maxLength={200}
            autoComplete="off"
            data-autofocus
          />
        )}
      </ActionForm>
    </ActionDialog>
  );
}
