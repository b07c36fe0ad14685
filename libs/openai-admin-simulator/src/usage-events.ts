/** Single uses that specs enter: they count in usage at their minute and in costs of their day. */
import type { CostRow } from './cost-changes.js';
import { DAY_SECONDS, dayOf } from './days.js';
import { parseDecimal } from './decimal.js';
import { MINUTES } from './hours.js';
import { LINEAGES, type Lineage } from './prices.js';
import { isService, modelItems, serviceItem } from './stream-values.js';
import { priceOn, type Metered } from './traffic.js';
import type { UsageEvent } from './traffic-model.js';

export interface StoredEvent {
  capability: string;
  day: number;
  minute: number;
  values: Readonly<Record<string, string | null>>;
  /** In the counted measures. */
  totals: readonly number[];
  costs: readonly CostRow[];
}

const NONE: readonly StoredEvent[] = [];

export class EventStore {
  private readonly byDay = new Map<number, StoredEvent[]>();
  private readonly usesByKey = new Map<string, number[]>();

  constructor(private readonly metered: Metered) {}

  /** @throws RangeError for a capability or measure that the table does not have, naming what it has. */
  add(event: UsageEvent): void {
    const known = this.metered.get(event.capability);
    if (!known)
      throw new RangeError(`No capability "${event.capability}"; there are ${[...this.metered.keys()].join(', ')}.`);
    const { base } = known.counted;
    const strange = Object.keys(event.measures).find((measure) => !base.includes(measure));
    if (strange !== undefined) throw new RangeError(`No counted measure "${strange}"; there are ${base.join(', ')}.`);
    const day = dayOf(event.at);
    const stored: StoredEvent = {
      capability: event.capability,
      day,
      minute: Math.floor((event.at.getTime() / 1000 - day * DAY_SECONDS) / 60),
      values: event.dimensions,
      totals: base.map((measure) => event.measures[measure] ?? 0),
      costs: this.costs(event, day),
    };
    const ofDay = this.byDay.get(day);
    if (ofDay) ofDay.push(stored);
    else this.byDay.set(day, [stored]);
    const keyId = event.dimensions['api_key_id'];
    if (keyId) this.usesByKey.set(keyId, [...(this.usesByKey.get(keyId) ?? []), Math.floor(event.at.getTime() / 1000)]);
  }

  /** The last use of a key that was entered, up to an instant; 0 if there is none. Unix seconds. */
  lastUse(keyId: string, nowSeconds: number): number {
    let last = 0;
    for (const at of this.usesByKey.get(keyId) ?? []) if (at <= nowSeconds && at > last) last = at;
    return last;
  }

  on(day: number): readonly StoredEvent[] {
    return this.byDay.get(day) ?? NONE;
  }

  /** Of a day as far as it has come; null: all of it. */
  costsOn(day: number, now: Date | null): CostRow[] {
    const minutes = now === null ? Infinity : now.getTime() / 60_000 - day * MINUTES;
    return this.on(day).flatMap(({ minute, costs }) => (minute < minutes ? costs : []));
  }

  private costs(event: UsageEvent, day: number): CostRow[] {
    const { capability, counted } = this.metered.get(event.capability)!;
    const lineages: readonly Lineage[] = Object.values(LINEAGES);
    const model = lineages.flat().find(({ name }) => name === event.dimensions['model']);
    const halfPrice = event.dimensions['batch'] === 'true' || event.dimensions['service_tier'] === 'flex';
    const service = isService(capability) ? [serviceItem(capability, counted)] : [];
    const items = model && !isService(capability) ? modelItems(model, counted, halfPrice) : service;
    return items.flatMap((item) => {
      const quantity = item.places.reduce((sum, place) => sum + (event.measures[counted.base[place]!] ?? 0), 0);
      if (quantity === 0) return [];
      const values = { ...event.dimensions, line_item: item.lineItem };
      const exact = item.unit === null ? null : parseDecimal(String(quantity));
      return [
        { values, currency: 'usd', units: BigInt(quantity) * priceOn(item, day), quantity: exact, unit: item.unit },
      ];
    });
  }
}
