import type { TFunction } from 'i18next';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Delta } from '../../components/delta.js';
import { Badge } from '../../components/severity.js';
import { Sparkline } from '../../components/sparkline.js';
import { dayOf, daysOf, type DayRange } from '../../lib/days.js';
import { amount, exact, ZERO, type Amount } from '../../lib/decimal.js';
import { day } from '../../lib/format/days.js';
import { measureFormat, measureName } from './measure-format.js';
import { ShareLines, type ShownShare } from './shares-strip.js';
import { capabilityNamed } from './usage-table.js';
import { stateTone } from './state-tone.js';
import type { CapabilityFigures } from './use-usage-overview.js';

interface CapabilityCardProps {
  figures: CapabilityFigures;
  range: DayRange;
  /** As the link spells it, so that the explorer opens with the same days. */
  search: Record<string, string>;
}

/** One thing that OpenAI counts: its headline, change, shape, shares and last activity. */
export function CapabilityCard({ figures, range, search }: CapabilityCardProps) {
  const { t } = useTranslation();
  const { capability, label, measure, now, before, combine, state } = figures;
  const format = measureFormat(figures, t);
  const isBytes = figures.unit === 'bytes';
  return (
    <li className="card usage-card">
      <h3>
        <Link to="/usage/$capability" params={{ capability }} search={search}>
          {label}
        </Link>
        {state !== 'collected' && <Badge tone={stateTone(state)}>{t(`usage.state.${state}`)}</Badge>}
      </h3>
      <p className="usage-figure">
        <data value={exact(now)} title={exact(now)}>
          {isBytes ? format.full(now) : format.cell(now)}
        </data>
        <Shape figures={figures} range={range} />
      </p>
      <p className="secondary">
        {measureName(measure, t)}
        {combine === 'level' && <> {t('usage.overview.level')}</>}
      </p>
      <p className="usage-change">
        {before !== null && (
          <>
            <Delta now={now} before={before} />{' '}
            <span className="quiet">
              {t('usage.overview.before', { figure: isBytes ? format.full(before) : format.cell(before) })}
            </span>
          </>
        )}
        {figures.completeness.range === 'incomplete' && <span className="quiet"> {t('usage.overview.partly')}</span>}
      </p>
      <ShareLines shares={sharesOf(figures)} />
      <p className="usage-last quiet">{lastActive(figures, t)}</p>
    </li>
  );
}

export const lastActive = ({ last_activity: last }: CapabilityFigures, t: TFunction): string =>
  last === null ? t('usage.overview.neverActive') : t('usage.overview.lastActive', { day: day.full(dayOf(last)) });

function sharesOf({ capability, shares, completeness }: CapabilityFigures): ShownShare[] {
  const known = capabilityNamed(capability)?.shares ?? {};
  const isCompared = completeness.previous !== 'incomplete';
  return shares.flatMap(({ name, numerator, denominator, previous }) => {
    const share = known[name];
    if (share === undefined) return [];
    const before = { part: amount(previous.numerator), whole: amount(previous.denominator) };
    return [{ name, share, part: amount(numerator), whole: amount(denominator), before: isCompared ? before : null }];
  });
}

/** Day by day; a range that is collected in part has no shape, for a gap would read as nothing. */
function Shape({ figures, range }: { figures: CapabilityFigures; range: DayRange }) {
  const { t } = useTranslation();
  if (figures.completeness.range === 'incomplete' || figures.points.length === 0) return null;
  const format = measureFormat(figures, t);
  const byDay = new Map(figures.points.map(({ start, value }) => [dayOf(start), amount(value)]));
  const values = daysOf(range).map((each): Amount => byDay.get(each) ?? ZERO);
  if (values.length < 2) return null;
  const most = values.reduce((highest, value) => (value > highest ? value : highest), ZERO);
  const label = t('usage.overview.sparkline', {
    first: format.full(values[0] ?? ZERO),
    last: format.full(values.at(-1) ?? ZERO),
    most: format.full(most),
  });
  return <Sparkline values={values} label={label} />;
}
