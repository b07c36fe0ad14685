import { Modal } from '@mantine/core';
import { Pause } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

const LONGEST_REASON = 500;

interface PauseDialogProps {
  /** What is to be paused, in words; null: nothing, and the dialog is closed. */
  what: string | null;
  onPause: (reason: string) => void;
  onClose: () => void;
}

/** Asks why: everyone who looks at figures that stay behind will read it. */
export function PauseDialog({ what, onPause, onClose }: PauseDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const pause = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return setMissing(true);
    onPause(reason.trim());
    setReason('');
    setMissing(false);
  };
  return (
    <Modal
      opened={what !== null}
      onClose={onClose}
      centered
      title={t('sync.pause.title', { feed: what ?? '' })}
      closeButtonProps={{ 'aria-label': t('sync.pause.close') }}
    >
      <form className="pause-form" onSubmit={pause}>
        <p>{t('sync.pause.text')}</p>
        <label htmlFor={id}>{t('sync.pause.reason')}</label>
        <input
          id={id}
          className="text-input"
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          aria-invalid={isMissing}
          aria-describedby={isMissing ? `${id}-missing` : undefined}
          data-autofocus
        />
        {isMissing && (
          <p className="field-error" id={`${id}-missing`} role="alert">
            {t('sync.pause.reasonMissing')}
          </p>
        )}
        <div className="controls">
          <button type="submit" className="control primary">
            <Pause aria-hidden="true" />
            {t('sync.pause.submit')}
          </button>
          <button type="button" className="control" onClick={onClose}>
            {t('sync.pause.cancel')}
          </button>
        </div>
      </form>
    </Modal>
  );
}
