/** Makes streams of models and services for callers, sized by what they shall cost. */
import { parseDay } from './days.js';
import { rhythmOf } from './hours.js';
import { isLevel } from './measures.js';
import type { Hours } from './names.js';
import { LINEAGES, type Lineage, type Model } from './prices.js';
import { fraction, hash } from './random.js';
import {
  amountsPerRequest,
  capabilitiesOf,
  dimensionValue,
  isService,
  modelItems,
  serviceAmount,
  serviceItem,
} from './stream-values.js';
import { priceOn, type BilledItem, type Metered, type Stream } from './traffic.js';

/** Who calls: a key, or nobody that OpenAI names. */
export interface Caller {
  projectId: string;
  keyId: string | null;
  userId: string | null;
  fromDay: number;
  untilDay: number;
  hours: Hours;
  /** Where its traffic begins within `fromDay`, unix seconds; it flows steadily then. */
  startsAt?: number;
  /** When the key expires; absent: never. */
  expiresAt?: number;
  /** Has the key and should not. */
  isStranger?: boolean;
  /** Which of the ways of calling a model it takes; absent: one by chance. */
  way?: number;
}

export const FOR_EVER = 10_000_000;
const UNIT = 1e34;

/** Makes streams one after the other; their number is the address of their chance. */
export class StreamMaker {
  readonly streams: Stream[] = [];

  constructor(
    private readonly plan: { seed: number; anchorDay: number },
    private readonly metered: Metered,
  ) {}

  /** Streams for each model of a lineage, one taking over from the other. */
  lineage(caller: Caller, lineage: Lineage, usdPerDay: number): void {
    const delay = 3 + (hash(this.plan.seed, this.streams.length, 40) % 40);
    const starts = lineage.map((model, place) => (place === 0 ? 0 : delay) + parseDay(model.released));
    lineage.forEach((model, place) => {
      const fromDay = Math.max(caller.fromDay, starts[place]!);
      const untilDay = Math.min(caller.untilDay, starts[place + 1] ?? FOR_EVER);
      if (fromDay < untilDay) this.model({ ...caller, fromDay, untilDay }, model, usdPerDay);
    });
  }

  /** Traffic with one model, metered by the first capability that fits it. */
  model(caller: Caller, model: Model, usdPerDay: number): void {
    const [name] = capabilitiesOf(model, this.metered);
    if (name !== undefined) this.modelUnder(name, caller, model, usdPerDay);
  }

  /** A little traffic under each capability that has none yet. */
  completeFor(caller: Caller): void {
    const models = Object.values(LINEAGES).flatMap((lineage: Lineage) => lineage);
    for (const [name, { capability }] of this.metered) {
      const model = isService(capability)
        ? undefined
        : models.find((m) => capabilitiesOf(m, this.metered).includes(name));
      const known = this.streams.filter((stream) => stream.capability === name).length;
      if (known >= 3) continue;
      if (model) this.modelUnder(name, caller, model, 1.5);
      else this.service(caller, name);
    }
  }

  private modelUnder(name: string, caller: Caller, model: Model, usdPerDay: number): void {
    const index = this.streams.length;
    const { seed, anchorDay } = this.plan;
    const { capability, counted } = this.metered.get(name)!;
    const values = this.values(caller, capability.dimensions, model);
    const perRequest = amountsPerRequest(model, counted, 0.4 + 1.2 * fraction(seed, index, 42));
    const items = modelItems(model, counted, values['batch'] === 'true' || values['service_tier'] === 'flex');
    const each = dollarsPerRequest(items, perRequest, anchorDay);
    this.add(caller, name, values, { perDay: each > 0 ? usdPerDay / each : 900, perRequest, items });
  }

  /** Traffic of a service, by its name in the table. */
  service(caller: Caller, name: string): void {
    const { capability, counted } = this.metered.get(name)!;
    const perDay = serviceAmount(capability) * (0.3 + 1.4 * fraction(this.plan.seed, this.streams.length, 43));
    const values = this.values(caller, capability.dimensions, null);
    const perRequest = amountsPerRequest(null, counted, 1);
    this.add(caller, name, values, { perDay, perRequest, items: [serviceItem(capability, counted)] });
  }

  private values(caller: Caller, dimensions: readonly string[], model: Model | null): Record<string, string | null> {
    const address = { seed: this.plan.seed, index: this.streams.length, way: caller.way };
    const own: Record<string, string | null> = {};
    for (const name of dimensions) own[name] = dimensionValue(name, model, address);
    const named = dimensions.includes('api_key_id') || dimensions.length === 0;
    return {
      ...own,
      project_id: caller.projectId,
      user_id: named ? caller.userId : null,
      api_key_id: named ? caller.keyId : null,
    };
  }

  private add(
    caller: Caller,
    capability: string,
    values: Record<string, string | null>,
    traffic: Pick<Stream, 'perDay' | 'perRequest' | 'items'>,
  ): void {
    const index = this.streams.length;
    const { capability: facts, counted } = this.metered.get(capability)!;
    const { fromDay, untilDay } = caller;
    const rhythm = rhythmOf(caller.hours, hash(this.plan.seed, index, 44));
    const shape = { index, capability, values, counted, level: isLevel(facts), fromDay, untilDay, rhythm };
    const { startsAt } = caller;
    const late = startsAt === undefined ? {} : { startsAt, steady: true };
    const strange = caller.isStranger === true ? { isStranger: true } : {};
    const { expiresAt } = caller;
    const ending = expiresAt === undefined || shape.level ? {} : { expiresAt: Math.floor(expiresAt / 60) * 60 };
    this.streams.push({ ...shape, ...traffic, ...late, ...strange, ...ending });
  }
}

function dollarsPerRequest(items: readonly BilledItem[], perRequest: readonly number[], day: number): number {
  let dollars = 0;
  for (const item of items) {
    const each = Number(priceOn(item, day)) / UNIT;
    for (const place of item.places) dollars += perRequest[place]! * each;
  }
  return dollars;
}
