import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { toast } from '../../components/toast.js';
import { isolated } from '../../lib/names.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { keyName } from './rotation-facts.js';
import type { StepProps } from './step-props.js';

/** Gives a rotation up; the keys stay as they are. */
export function CancelRotation(props: Pick<StepProps, 'rotation' | 'onOvertaken'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="control destructive" onClick={() => setOpen(true)}>
        {t('rotations.cancel.open')}
      </button>
      {isOpen && <CancelDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

interface CancelDialogProps extends Pick<StepProps, 'rotation' | 'onOvertaken'> {
  onClose: () => void;
}

function CancelDialog({ rotation, onOvertaken, onClose }: CancelDialogProps) {
  const { t } = useTranslation();
  const action = useRotationStep<string>(rotation, (api, id, reason) => api.cancelRotation(id, { reason }), {
    onDone: () => {
      toast(t('rotations.cancel.done'));
      onClose();
    },
    onOvertaken: (detail) => {
      onOvertaken(detail);
      onClose();
    },
  });
  return (
    <ActionDialog
      title={t('rotations.cancel.title', { name: isolated(keyName(rotation.old_key)) })}
      isHeld={action.isPending}
      onClose={onClose}
    >
      <ActionForm
        action={action}
        says={<p>{t('rotations.cancel.text')}</p>}
        submit={t('rotations.cancel.submit')}
        busy={t('rotations.next.busy')}
        onSubmit={({ reason }) => action.run(reason)}
        onClose={onClose}
      />
    </ActionDialog>
  );
}
