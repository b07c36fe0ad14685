/** Which capability a model is metered by, and the dimensions and line items of one stream. */
import type { Capability, Unit } from '@bursar/contract';
import { parseDay } from './days.js';
import { parseDecimal } from './decimal.js';
import { countedPlace, type CountedMeasures } from './measures.js';
import type { Model } from './prices.js';
import { fraction, identifier, pick } from './random.js';
import type { BilledItem, Metered } from './traffic.js';

const PER_MILLION = 1_000_000n;

/** Dollars for one unit of services that no model gives: a gibibyte-hour, a session, a call. */
const SERVICE_PRICES: Partial<Record<Unit, string>> = {
  bytes: '0.0042',
  sessions: '0.03',
  requests: '0.0025',
};
/** What a project needs of them on an ordinary day. */
const SERVICE_AMOUNTS: Partial<Record<Unit, number>> = { bytes: 60 * 1024 ** 3, sessions: 12, requests: 90 };
const SERVICE_QUANTITIES: Partial<Record<Unit, string>> = { bytes: 'gibibyte_hours', sessions: 'sessions' };

export function headlineUnit(capability: Capability): Unit {
  return capability.measures[capability.headline]!.unit;
}

/** Names whose capability is metered like this model; those that share a word with the model's name alone, if there are any. */
export function capabilitiesOf(model: Model, metered: Metered): string[] {
  const alike = [...metered].filter(([, { capability }]) => {
    return headlineUnit(capability) === model.unit && 'output_tokens' in capability.measures === model.generates;
  });
  const names = alike.map(([name]) => name);
  const namesakes = names.filter((name) => model.name.includes(name.replace(/s$/, '')));
  if (namesakes.length > 0) return namesakes;
  // What is named after other models is theirs.
  return names;
}

/** A capability that no model feeds by itself: storage, sessions, calls, inventions. */
export function isService(capability: Capability): boolean {
  return !['tokens', 'images', 'characters', 'seconds'].includes(headlineUnit(capability));
}

export function serviceAmount(capability: Capability): number {
  return SERVICE_AMOUNTS[headlineUnit(capability)] ?? 40;
}

/** The line item of a service, in the spelling of OpenAI's ("Vector storage", "assistants api | file search"). */
export function serviceItem(capability: Capability, counted: CountedMeasures): BilledItem {
  const unit = headlineUnit(capability);
  const each = parseDecimal(SERVICE_PRICES[unit] ?? '0.001');
  return {
    lineItem: unit === 'bytes' ? 'Vector storage' : `assistants api | ${capability.label.toLowerCase()}`,
    unit: SERVICE_QUANTITIES[unit] ?? null,
    places: [Math.max(0, countedPlace(counted, capability.headline))],
    prices: [{ fromDay: 0, each }],
  };
}

/** The line items of a model under a capability; half price in batches and for the patient tier. */
export function modelItems(model: Model, counted: CountedMeasures, halfPrice: boolean): BilledItem[] {
  const taken = new Set<number>();
  return model.items.flatMap((item) => {
    const places = item.measures.map((measure) => countedPlace(counted, measure));
    const own = [...new Set(places)].filter((place) => place >= 0 && !taken.has(place));
    for (const place of own) taken.add(place);
    if (own.length === 0) return [];
    const prices = item.prices.map(({ from, usdPerMillion }) => {
      const each = parseDecimal(usdPerMillion) / PER_MILLION;
      return { fromDay: parseDay(from), each: halfPrice ? each / 2n : each };
    });
    return [{ lineItem: `${model.name}${item.suffix}`, unit: item.unit, places: own, prices }];
  });
}

/** Amounts of one request in the counted measures; a coarser measure takes the sum of its parts. */
export function amountsPerRequest(model: Model | null, counted: CountedMeasures, spread: number): number[] {
  const amounts = counted.base.map(() => 0);
  for (const [measure, amount] of Object.entries(model?.perRequest ?? {})) {
    const place = countedPlace(counted, measure);
    if (place >= 0) amounts[place]! += amount * spread;
  }
  return counted.base.map((name, place) => (name.startsWith('num_') || !model ? 1 : amounts[place]!));
}

/** How a model may be called: as many usage rows of one key, while the costs are one. */
const WAYS: readonly Readonly<Record<string, string>>[] = [
  { api_source: 'unlabeled', service_tier: 'default' },
  { api_source: 'agents_api', service_tier: 'default' },
  { api_source: 'unlabeled', service_tier: 'priority' },
  { api_source: 'agents_api', service_tier: 'priority' },
];

/** Values of dimensions beyond the caller's, by name; what is not known here gets one of three made-up values. */
export function dimensionValue(
  name: string,
  model: Model | null,
  { seed, index, way }: { seed: number; index: number; way?: number | undefined },
): string {
  const ofWay = way === undefined ? undefined : WAYS[way]?.[name];
  if (ofWay !== undefined) return ofWay;
  const luck = fraction(seed, index, 60);
  const oneOf = (...values: string[]) => pick(values, seed, index, 61);
  switch (name) {
    case 'model':
      return model?.name ?? oneOf('gpt-5.4-2025-11-12', 'gpt-5.4-mini-2025-11-12');
    case 'batch':
      return luck < 0.1 ? 'true' : 'false';
    case 'service_tier':
      return luck > 0.93 ? 'flex' : luck > 0.88 ? 'priority' : 'default';
    case 'api_source':
      return luck > 0.8 ? 'agents_api' : 'unlabeled';
    case 'size':
      return oneOf('1024x1024', '1792x1024', '1024x1792');
    case 'source':
      return oneOf('image.generation', 'image.edit');
    case 'context_level':
      return oneOf('low', 'medium', 'high');
    case 'vector_store_id':
      return identifier('vs_', 24, seed, index);
    default:
      return oneOf(`${name}-1`, `${name}-2`, `${name}-3`);
  }
}
