import { useTranslation } from 'react-i18next';
import type { Share } from '@bursar/contract/capabilities';
import { amount, exact, percentOf, type Amount } from '../../lib/decimal.js';
import { percent, percentagePoints, quantity } from '../../lib/format/numbers.js';
import { measureInWords } from './measure-format.js';

/** A share in exact parts, with that of the time before where it is known. */
export interface ShownShare {
  name: string;
  share: Share;
  part: Amount;
  whole: Amount;
  before: { part: Amount; whole: Amount } | null;
}

/** `Cached input 41.2%, +1.3 pp`: percentages from exact parts, which stand beside on hover. */
export function ShareLine({ share, part, whole, before }: ShownShare) {
  const { t } = useTranslation();
  const now = percentOf(part, whole);
  const then = before === null ? null : percentOf(before.part, before.whole);
  const measure = measureInWords(share.whole, t);
  return (
    <>
      <dt>{share.label}</dt>
      <dd>
        {now === null ? (
          <span className="none">{'\u2013'}</span>
        ) : (
          <data value={`${exact(part)}/${exact(whole)}`} title={t('usage.share.of', partsOf(part, whole, measure))}>
            {percent(now)}
          </data>
        )}{' '}
        {now !== null && then !== null && (
          <span className="quiet nowrap">
            {t('usage.share.change', { change: percentagePoints(amount(now) - amount(then)) })}
          </span>
        )}
      </dd>
    </>
  );
}

const partsOf = (part: Amount, whole: Amount, measure: string) => ({
  part: quantity(part),
  whole: quantity(whole),
  measure,
});

export function ShareLines({ shares }: { shares: readonly ShownShare[] }) {
  if (shares.length === 0) return null;
  return (
    <dl className="share-lines">
      {shares.map((each) => (
        <div key={each.name}>
          <ShareLine {...each} />
        </div>
      ))}
    </dl>
  );
}
