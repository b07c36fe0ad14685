import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RateLimitField } from '@bursar/contract';
import { Delta } from '../../components/delta.js';
import { amount } from '../../lib/decimal.js';
import { count } from '../../lib/format/numbers.js';
import { isolated } from '../../lib/names.js';
import { namedLimits, NO_LIMIT, type LimitValues, type RateLimit } from './limit-diff.js';
import './project-action-words.js';
import './project-actions.css';

interface LimitDiffTableProps {
  limit: RateLimit;
  /** What is wanted; what is left out stays, null is no number. */
  after: Readonly<Partial<Record<RateLimitField, number | null>>>;
  /** What stands under “After”, where it can be changed; absent: it is only shown. */
  fieldOf?: (field: RateLimitField) => ReactNode;
}

/** Now, after and by how much: a line for each limit that OpenAI names for the model. */
export function LimitDiffTable({ limit, after, fieldOf }: LimitDiffTableProps) {
  const { t } = useTranslation();
  const caption = t('projectActions.limits.caption', { model: isolated(limit.model ?? limit.id) });
  return (
    <div className="diff-table" tabIndex={0} role="region" aria-label={caption}>
      <table className="data-table dense">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('projectActions.limits.limit')}</th>
            <th scope="col" className="number">
              {t('projectActions.limits.now')}
            </th>
            <th scope="col" className="number">
              {t('projectActions.limits.after')}
            </th>
            <th scope="col" className="number">
              {t('projectActions.limits.change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {namedLimits(limit).map(({ field, now }) => {
            const next = after[field] ?? now;
            const isChanged = next !== now;
            return (
              <tr key={field} className={isChanged ? undefined : 'unchanged'}>
                <th scope="row">{t(`projects.detail.limit.${field}`)}</th>
                <td className="number">
                  <span className={isChanged ? 'was' : undefined}>
                    <LimitValue value={now} />
                  </span>
                </td>
                <td className="number">
                  {fieldOf === undefined ? <After value={isChanged ? next : null} /> : fieldOf(field)}
                </td>
                <td className="number">{isChanged ? <Change now={now} after={next} /> : '\u2013'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function LimitValue({ value }: { value: number }) {
  const { t } = useTranslation();
  return value === NO_LIMIT ? t('projects.detail.limit.unlimited') : count(value);
}

function After({ value }: { value: number | null }) {
  const { t } = useTranslation();
  if (value === null) return t('projectActions.limits.unchanged');
  return (
    <b>
      <LimitValue value={value} />
    </b>
  );
}

/** A percentage, but from and to no limit: that is no number. */
function Change({ now, after }: { now: number; after: number }) {
  const { t } = useTranslation();
  if (after === NO_LIMIT) return t('projectActions.limits.noLimit');
  if (now === NO_LIMIT) return t('projectActions.limits.limited');
  return <Delta now={amount(String(after))} before={amount(String(now))} />;
}

/** The values of an object, for what takes only numbers. */
export const onlyNumbers = (values: Readonly<Partial<Record<RateLimitField, number | null>>>): LimitValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
