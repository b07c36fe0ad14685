/** How counts are written: with the name of their measure in sentences, alone in columns. */
import type { TFunction } from 'i18next';
import type { Unit } from '@bursar/contract';
import { axisBytes, axisQuantity, bytes, quantity } from '../../lib/format/numbers.js';
import { usage } from '../../lib/i18n/en/usage.js';
import type { ValueFormat } from '../explorer/value-format.js';

type KnownMeasure = keyof typeof usage.measure;
type KnownUnit = keyof typeof usage.unit;

const isKnownMeasure = (name: string): name is KnownMeasure => Object.hasOwn(usage.measure, name);
const isKnownUnit = (unit: string): unit is KnownUnit => Object.hasOwn(usage.unit, unit);

/** `input tokens`, inside a sentence; one that the catalogue does not know yet as OpenAI spells it. */
export const measureInWords = (name: string, t: TFunction): string =>
  isKnownMeasure(name) ? t(`usage.measure.${name}`) : name.replaceAll('_', ' ');

/** `Input tokens`, by itself. */
export function measureName(name: string, t: TFunction): string {
  const words = measureInWords(name, t);
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

const unitName = (unit: string, t: TFunction): string => (isKnownUnit(unit) ? t(`usage.unit.${unit}`) : unit);

/** A measure as reports write it: `1,204,377 input tokens`, `12.4 GB`. */
export function measureFormat({ measure, unit }: { measure: string; unit: Unit }, t: TFunction): ValueFormat {
  const name = measureInWords(measure, t);
  const isBytes = unit === 'bytes';
  return {
    full: (value) => (isBytes ? bytes(value) : t('usage.amount', { amount: quantity(value), measure: name })),
    fullChange: (value) => (isBytes ? bytes(value, 'exceptZero') : quantity(value, 'exceptZero')),
    cell: (value) => quantity(value),
    cellChange: (value) => quantity(value, 'exceptZero'),
    axis: isBytes ? axisBytes : axisQuantity,
    name,
    unit: unitName(unit, t),
    exactUnit: measure,
  };
}
