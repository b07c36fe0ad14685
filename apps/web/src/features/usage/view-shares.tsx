import type { Capability } from '@bursar/contract/capabilities';
import { amount } from '../../lib/decimal.js';
import { useUsage } from '../../lib/queries.js';
import type { PlaceRange } from '../explorer/report.js';
import { ShareLine } from './shares-strip.js';
import type { UsagePlan } from './usage-plan.js';

type NamedShare = readonly [string, NonNullable<Capability['shares']>[string]];

interface ViewSharesProps {
  name: string;
  plan: UsagePlan;
  /** The time that counts, and what it is compared with. */
  range: PlaceRange;
  compared: PlaceRange | null;
}

/**
 * The shares of a capability under the view's filters.
 *
 * A share whose own dimension is filtered would always be all or nothing, so it is left out.
 */
export function ViewShares(props: ViewSharesProps) {
  const { capability, view } = props.plan;
  const isFree = (dimension: string): boolean =>
    (view.filters[dimension]?.length ?? 0) === 0 && !view.without.includes(dimension);
  const shares = Object.entries(capability.shares ?? {}).filter(([, { part }]) =>
    Object.keys(part.where ?? {}).every(isFree),
  );
  if (shares.length === 0) return null;
  return (
    <dl className="share-lines">
      {shares.map((share) => (
        <ViewShare key={share[0]} {...props} share={share} />
      ))}
    </dl>
  );
}

function ViewShare({ name, plan, range, compared, share: [key, share] }: ViewSharesProps & { share: NamedShare }) {
  const ask = (measure: string, asked: PlaceRange | null, where: Readonly<Record<string, string>> = {}) => {
    const shape = plan.ask('whole', asked);
    const values = Object.entries(where).map(([dimension, value]) => [dimension, [value]] as const);
    return shape && { ...shape, ...Object.fromEntries(values), measure };
  };
  const { whole, part } = share;
  const all = useUsage(name, ask(whole, range)).data;
  const some = useUsage(name, ask(part.measure, range, part.where)).data;
  const allBefore = useUsage(name, ask(whole, compared)).data;
  const someBefore = useUsage(name, ask(part.measure, compared, part.where)).data;
  if (all === undefined || some === undefined) return null;
  const isCompared = compared !== null && allBefore !== undefined && someBefore !== undefined;
  const before = isCompared ? { part: amount(someBefore.total), whole: amount(allBefore.total) } : null;
  return (
    <div>
      <ShareLine name={key} share={share} part={amount(some.total)} whole={amount(all.total)} before={before} />
    </div>
  );
}
