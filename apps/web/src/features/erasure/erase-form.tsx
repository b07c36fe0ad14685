import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasureBody } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { PlainText } from '../../components/plain-text.js';
import { EntryForm } from '../sign-in/entry-form.js';

interface EraseFormProps {
  /** What has to be typed, so that nobody erases somebody else by a slip. */
  name: string;
  /** What goes and what stays. */
  sentences: readonly string[];
  isBusy: boolean;
  error: Error | null;
  onErase: (body: ErasureBody) => void;
  onClose: () => void;
}

const SHORTEST_REASON = 10;
const LONGEST_REASON = 500;

/** Says what goes and what stays, asks why, and has the name typed: it cannot be undone. */
export function EraseForm({ name, sentences, isBusy, error, onErase, onClose }: EraseFormProps) {
  const { t } = useTranslation();
  const [isTried, setTried] = useState(false);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const isTyped = typed.trim() === name.trim();
  const isReasoned = reason.trim().length >= SHORTEST_REASON;
  const send = () => {
    setTried(true);
    if (isTyped && isReasoned) onErase({ reason: reason.trim() });
  };
  return (
    <div className="dialog-body">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>
        {t('erasure.typed')} <PlainText>{name}</PlainText>
      </p>
      <EntryForm
        fields={{ name: t('erasure.name'), reason: t('erasure.reason') }}
        submit={t('erasure.submit')}
        busy={t('erasure.busy')}
        isBusy={isBusy}
        error={error}
        onSubmit={send}
      >
        {(errorOf) => (
          <>
            <FormField
              name="name"
              label={t('erasure.name')}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={errorOf('name') ?? (isTried && !isTyped ? t('erasure.nameWrong') : undefined)}
            />
            <FormField
              name="reason"
              label={t('erasure.reason')}
              hint={t('erasure.reasonHint')}
              autoComplete="off"
              maxLength={LONGEST_REASON}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={errorOf('reason') ?? (isTried && !isReasoned ? t('erasure.reasonShort') : undefined)}
            />
          </>
        )}
      </EntryForm>
      {/* Where the focus is first: the way out. */}
      <button type="button" className="control" onClick={onClose} data-autofocus>
        {t('erasure.cancel')}
      </button>
    </div>
  );
}
