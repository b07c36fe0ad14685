import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/severity.js';
import { plainName } from '../../lib/names.js';
import type { KnownKeys } from './known-keys.js';
import type { PastedText } from './masked-text.js';
import { PasteField } from './paste-field.js';

interface PasteCardProps {
  /** null: nothing was pasted yet. */
  pasted: PastedText | null;
  known: KnownKeys;
  /** A key was opened by a link. */
  isLinked: boolean;
  onPasted: (pasted: PastedText) => void;
  onClear: () => void;
}

/** Where a text is pasted, and what is shown of it afterwards: its secrets are masked, and it was let go of. */
export function PasteCard({ pasted, known, isLinked, onPasted, onClear }: PasteCardProps) {
  const { t } = useTranslation();
  return (
    <section className="card paste-card" aria-labelledby="paste-title">
      <div className="card-head">
        <h2 id="paste-title">{t('leaks.paste.title')}</h2>
        <Badge tone="ok">{t('leaks.paste.stays')}</Badge>
      </div>
      <div className="card-body">
        {pasted === null ? (
          <PasteField isLinked={isLinked} onPasted={onPasted} />
        ) : (
          <Masked pasted={pasted} known={known} onClear={onClear} />
        )}
      </div>
    </section>
  );
}

function Masked({ pasted, known, onClear }: Pick<PasteCardProps, 'known' | 'onClear'> & { pasted: PastedText }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  // The field that had the focus is gone, and with it all that its undo would have brought back.
  useEffect(() => box.current?.focus(), []);
  return (
    <>
      <div ref={box} className="masked-text" tabIndex={0} role="region" aria-label={t('leaks.paste.shown')}>
        {pasted.parts.map(({ text, clue }, index) =>
          clue !== null && pasted.clues[clue]?.isCertain === true ? (
            <mark key={index}>{plainText(text)}</mark>
          ) : (
            <span key={index}>{plainText(text)}</span>
          ),
        )}
      </div>
      <p className="paste-hint">
        {known.isComplete ? t('leaks.paste.masked', { count: known.keys.length }) : t('leaks.paste.waiting')}{' '}
        <button type="button" className="link-button" onClick={onClear}>
          {t('leaks.paste.another')}
        </button>
      </p>
    </>
  );
}

const plainText = (text: string): string => text.split('\n').map(plainName).join('\n');
