import { useTranslation } from 'react-i18next';
import type { AuditChange } from '@bursar/contract';
import { PlainText } from '../../components/plain-text.js';
import { valueText } from './event-words.js';

/** What was there before and what is there now; OpenAI often tells the latter alone. */
export function EventChanges({ changes }: { changes: readonly AuditChange[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('audit.panel.changes')}</h3>
      {changes.length === 0 ? (
        <p className="secondary">{t('audit.panel.changesNone')}</p>
      ) : (
        <table className="data-table dense event-changes">
          <caption className="visually-hidden">{t('audit.panel.changes')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('audit.panel.field')}</th>
              <th scope="col">{t('audit.panel.before')}</th>
              <th scope="col">{t('audit.panel.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">
                  <PlainText mono>{field}</PlainText>
                </th>
                <td>
                  <Value value={before} />
                </td>
                <td>
                  <Value value={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const text = valueText(value);
  return text === null ? <span className="none">{t('audit.panel.unsaid')}</span> : <PlainText mono>{text}</PlainText>;
}
