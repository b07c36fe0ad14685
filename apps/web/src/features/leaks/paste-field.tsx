import { Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ClipboardEvent, type DragEvent, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_PASTE, readPasted, type PastedText } from './masked-text.js';

interface PasteFieldProps {
  isLinked: boolean;
  onPasted: (pasted: PastedText) => void;
}

/**
 * Takes a text in, reads it and lets go of it.
 *
 * What is pasted or dropped never gets into the field: it would stay in what undo brings back. What is typed leaves with
 * the field, which is gone as soon as it was read. The browser keeps none of it for when the page is opened again.
 */
export function PasteField({ isLinked, onPasted }: PasteFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState<'tooLong' | 'unreadable' | null>(null);
  useForgottenOnLeaving(field);
  const take = (text: string) => {
    if (field.current !== null) field.current.value = '';
    if (text.trim() === '') return;
    const isTooLong = text.length > LONGEST_PASTE;
    setProblem(isTooLong ? 'tooLong' : null);
    if (!isTooLong) onPasted(readPasted(text));
  };
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    take(event.clipboardData.getData('text'));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file === undefined) return take(event.dataTransfer.getData('text'));
    if (file.size > LONGEST_PASTE) return setProblem('tooLong');
    void file.text().then(take, () => setProblem('unreadable'));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(field.current?.value ?? '');
  };
  return (
    <form className="paste-form" autoComplete="off" onSubmit={submit}>
      <label htmlFor={id}>{t('leaks.paste.label')}</label>
      <textarea
        ref={field}
        id={id}
        className="mono"
        rows={4}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        // A spelling check may be somebody else's server.
        spellCheck={false}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? `${id}-hint` : `${id}-problem ${id}-hint`}
        onPaste={paste}
        onDrop={drop}
        onDragOver={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      {problem !== null && (
        <p className="form-error" id={`${id}-problem`} role="alert">
          {t(`leaks.paste.${problem}`)}
        </p>
      )}
      <p className="paste-hint" id={`${id}-hint`}>
        {isLinked ? t('leaks.paste.linked') : t('leaks.paste.hint')}
      </p>
      <button type="submit" className="control">
        <Search aria-hidden="true" />
        {t('leaks.paste.read')}
      </button>
    </form>
  );
}

/** A page that the browser keeps to go back to keeps its fields as well. */
function useForgottenOnLeaving(field: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const forget = () => {
      if (field.current !== null) field.current.value = '';
    };
    window.addEventListener('pagehide', forget);
    return () => window.removeEventListener('pagehide', forget);
  }, [field]);
}
