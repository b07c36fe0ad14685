import { useTranslation } from 'react-i18next';
import type { AuditChange } from '@bursar/contract';
import { PlainText } from './plain-text.js';

interface ChangesTableProps {
  changes: readonly AuditChange[];
  /** Said where there is none. */
  none: string;
}

/** What was there before and what is there now; often only the latter is told. */
export function ChangesTable({ changes, none }: ChangesTableProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('words.changes.title')}</h3>
      {changes.length === 0 ? (
        <p className="secondary">{none}</p>
      ) : (
        <table className="data-table dense event-changes">
          <caption className="visually-hidden">{t('words.changes.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('words.changes.field')}</th>
              <th scope="col">{t('words.changes.before')}</th>
              <th scope="col">{t('words.changes.after')}</th>
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
  return text === null ? <span className="none">{t('words.changes.unsaid')}</span> : <PlainText mono>{text}</PlainText>;
}

/** A value of a change as text; null: it is not told. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}
