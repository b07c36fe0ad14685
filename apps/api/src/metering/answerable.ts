/** What may be asked of a capability: which measure, and which dimensions together. */
import type { Capability, CapabilityTable, Measure } from '@bursar/contract';
import { type FieldError, invalidRequest, notFound } from '../http/problem.js';
import type { FactsFeed } from '../sync/feeds.js';
import { CURRENCY, ORGANIZATION } from './facts-sql.js';
import { sourceDimension } from './reading.js';
import { type ReportQuestion, widthOf } from './report-shape.js';
import { mayBeSummed } from './rollup-groupings.js';

type Asked = Pick<ReportQuestion, 'capability' | 'measure' | 'bucket' | 'groupBy' | 'filters' | 'without'>;

/**
 * The capability that is asked about.
 *
 * @throws ProblemError 404 for one that the table does not have, 400 for a measure or dimension that the capability does
 * not have, a measure that means nothing so far summed, or a width that OpenAI does not serve.
 */
export function askedCapability(table: CapabilityTable, question: Asked): Capability {
  const { capability: name, measure, bucket, groupBy } = question;
  const capability = Object.hasOwn(table, name) ? table[name] : undefined;
  if (capability === undefined) {
    throw notFound(`There is no capability ${name}; there are ${Object.keys(table).join(', ')}.`);
  }
  const asked = measure ?? capability.headline;
  const measures = Object.keys(capability.measures);
  const mistakes = strangeDimensions(capability, question);
  if (!Object.hasOwn(capability.measures, asked)) {
    mistakes.push({ parameter: 'measure', message: `has to be one of ${measures.join(', ')}`, allowed: measures });
  } else if (!mayBeSummed(capability, asked, groupBy)) {
    const within = capability.measures[asked]?.within ?? [];
    const message = `${asked} of ${name} cannot be summed by ${groupBy.join(', ') || 'nothing'}: group by ${within.join(', ')}`;
    mistakes.push({ parameter: 'measure', message });
  }
  if (!capability.widths.includes(widthOf(bucket))) {
    mistakes.push({ parameter: 'bucket', message: `has to be day or wider: ${name} is not counted by ${bucket}` });
  }
  if (mistakes.length > 0) throw invalidRequest(...mistakes);
  return capability;
}

/** @throws RangeError if the capability has no such measure; `askedCapability` refuses it first. */
export function measureOf(capability: Capability, name: string): Measure {
  const measure = Object.hasOwn(capability.measures, name) ? capability.measures[name] : undefined;
  if (measure === undefined) throw new RangeError(`${capability.label} has no measure ${name}.`);
  return measure;
}

/** @throws ProblemError 400 if more than two are given, or one twice. */
export function refuseGroupings(groupBy: readonly string[], allowed: readonly string[]): void {
  const isRepeated = new Set(groupBy).size < groupBy.length;
  if (groupBy.length <= 2 && !isRepeated) return;
  const message = isRepeated ? 'may name a dimension once' : 'may be given once or twice';
  throw invalidRequest({ parameter: 'group_by', message, allowed: [...allowed] });
}

/** OpenAI's dimensions that an answer rests on, each once. */
export function sourcesAsked(capability: Capability, { groupBy, filters, without }: Omit<Asked, 'bucket'>): string[] {
  const dimensions = [...groupBy, ...filters.keys(), ...without].filter((name) => !isPseudo(name));
  return [...new Set(dimensions.map((name) => sourceDimension(capability, name)))];
}

/**
 * @param feeds those that read the capability at the asked width
 * @throws ProblemError 400 with the dimensions that go together, where no single reading holds what is asked.
 */
export function refuseUnreadable(capability: Capability, question: Asked, feeds: readonly FactsFeed[]): void {
  const asked = sourcesAsked(capability, question);
  const side = asked.find((name) => capability.sideDimensions?.includes(name));
  if (side === undefined) return;
  const readings = feeds.flatMap(({ groupings }) => groupings).filter((groupBy) => groupBy.includes(side));
  if (readings.some((groupBy) => asked.every((name) => groupBy.includes(name)))) return;
  const together = [...new Set(readings.flat())].filter((name) => name !== side);
  const allowed = [side, ...together.map((name) => `${side} with ${name}`)];
  const message =
    readings.length === 0
      ? `${side} is not read by any feed`
      : `OpenAI does not tell ${side} together with ${asked.filter((name) => name !== side).join(', ')}`;
  throw invalidRequest({ parameter: 'group_by', message, allowed: readings.length === 0 ? [] : allowed });
}

function strangeDimensions(capability: Capability, { groupBy, filters, without }: Asked): FieldError[] {
  const allowed = [...capability.dimensions, ...(capability.derivedDimensions ?? [])];
  const isStrange = (name: string): boolean => !allowed.includes(name) && !isPseudo(name);
  const mistake = (parameter: string, name: string, more: readonly string[] = []): FieldError => ({
    parameter,
    message: `${capability.label} has no ${name}`,
    allowed: [...more, ...allowed],
  });
  return [
    ...groupBy.filter(isStrange).map((name) => mistake('group_by', name, [ORGANIZATION])),
    ...[...filters.keys()].filter(isStrange).map((name) => mistake(name, name)),
    ...without.filter(isStrange).map((name) => mistake('without', name)),
  ];
}

const isPseudo = (name: string): boolean => name === ORGANIZATION || name === CURRENCY;
