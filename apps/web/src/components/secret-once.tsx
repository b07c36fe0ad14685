import { useTranslation } from 'react-i18next';
import { CopyTextButton } from './copy-text-button.js';
import './secret-once.css';

interface SecretOnceProps {
  /** What is shown, as the name of the place. */
  label: string;
  /** One line, or several that stand in columns. */
  lines: readonly string[];
  /** Goes to the clipboard where it is not what is shown. */
  copied?: string;
  done: string;
}

/** Something that Bursar does not keep: it is shown here and nowhere again. */
export function SecretOnce({ label, lines, copied, done }: SecretOnceProps) {
  const { t } = useTranslation();
  return (
    <div className="secret-once">
      <p className="secret-label">{label}</p>
      {lines.length === 1 ? (
        <p className="secret">{lines[0]}</p>
      ) : (
        <ul className="secret columns" aria-label={label}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <CopyTextButton label={t('words.copy')} done={done} text={() => copied ?? lines.join('\n')} />
    </div>
  );
}
