import { UNITS, type Capability, type Measure } from '@bursar/contract';
import { InvalidAnswer } from './errors.js';
import { exactDecimal, plainDecimal } from './exact-decimal.js';
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  parsedJson,
  type JsonReader,
} from './json-reader.js';
import { membersOf, ownText, remember, type Members, type Seen } from './row-members.js';
import { type NumberSpan, RowMemory, type RowTuple } from './row-memory.js';

/** One result row: what was grouped by, and the numbers in their exact digits. */
export interface ResultRow {
  /**
   * Each dimension that was grouped by; null where OpenAI names none. The same object only in rows that have the same
   * currency and unit as well.
   */
  dimensions: Readonly<Record<string, string | null>>;
  /** Plain decimals, exact. A measure that OpenAI left out has no entry: absent is not zero. */
  measures: Readonly<Record<string, string>>;
  /** Lower case; null for rows without money. */
  currency: string | null;
  quantityUnit: string | null;
}

const NUMBER = /^-?\d[\d.eE+-]*$/;
/** More would overflow the counts of storage. */
const MAX_WHOLE_DIGITS = 18;
const MAX_KNOWN_TEXTS = 50_000;

/**
 * Reads result rows of one capability and grouping from their JSON text, without a number ever becoming a double.
 *
 * Not `JSON.parse`: it rounds, and most of its time would go into objects that nobody keeps.
 */
export class RowParser {
  /** Numbers in rows that no entry of the capability names: perhaps a new measure of OpenAI's. */
  readonly unknownNumbers = new Set<string>();
  /** The `object` of the row that was read last. */
  object: string | null = null;

  readonly #result: string;
  readonly #groupBy: readonly string[];
  readonly #measures: readonly (readonly [string, Measure])[];
  readonly #members: Members;
  readonly #known = new Map<string, string>();
  readonly #before: string[];
  readonly #dimensions: (string | null)[];
  readonly #numbers: (string | null)[];
  readonly #memory: RowMemory;
  #currency: string | null = null;
  #quantityUnit: string | null = null;
  /** Where the numbers of the row stand. */
  #spans: NumberSpan[] = [];
  #hasUnknownNumber = false;

  /** @throws RangeError if the memory is of another capability or grouping. */
  constructor(capability: Capability, groupBy: readonly string[], memory = new RowMemory(capability, groupBy)) {
    memory.refuseOther(capability, groupBy);
    this.#memory = memory;
    this.#result = capability.result;
    this.#groupBy = groupBy;
    this.#measures = Object.entries(capability.measures);
    this.#members = membersOf(capability, groupBy);
    this.#dimensions = groupBy.map(() => null);
    this.#before = [...groupBy.map(() => ''), '', ''];
    this.#numbers = this.#measures.map(() => null);
  }

  /**
   * The row, or null if it is another object than the capability's: those are not added up, `object` says which.
   *
   * @throws InvalidAnswer if the row is malformed or a number of it cannot be kept exactly; TEXT_ENDS.
   */
  parse(reader: JsonReader): ResultRow | null {
    const start = reader.at;
    const recalled = this.#recall(reader);
    if (recalled !== null) return recalled;
    reader.at = start;
    const row = this.#read(reader);
    if (row !== null && !this.#hasUnknownNumber) {
      const numbers = this.#spans.map((span) => ({ ...span, start: span.start - start, end: span.end - start }));
      // Without the numbers: as slices they would keep all of the text in memory that they were cut from.
      const { dimensions, currency, quantityUnit } = row;
      const tuple = { dimensions, currency, quantityUnit };
      this.#memory.learn({ text: reader.text.slice(start, reader.at), numbers, tuple });
    }
    return row;
  }

  /** The row, if it differs in nothing but its numbers from one that was read before. */
  #recall(reader: JsonReader): ResultRow | null {
    const measures: Record<string, string> = {};
    let place = this.#memory.root;
    for (;;) {
      const stretch = this.#memory.recall(place, reader.text, reader.at);
      if (stretch === undefined) return null;
      reader.at += stretch.text.length;
      if (stretch.measure === null) return this.#recalled(stretch.tuple, measures);
      const measure = this.#measures[stretch.measure];
      const value = numberText(reader);
      if (measure === undefined || value === null) return null;
      if (value !== 'null') {
        const plain = plainMeasure(measure[1], value);
        if (plain === null) return null;
        measures[measure[0]] = plain;
      }
      place = stretch.place;
    }
  }

  #recalled({ dimensions, currency, quantityUnit }: RowTuple, measures: Record<string, string>): ResultRow {
    this.object = this.#result;
    return { dimensions, measures, currency, quantityUnit };
  }

  #read(reader: JsonReader): ResultRow | null {
    this.object = null;
    this.#spans = [];
    this.#hasUnknownNumber = false;
    this.#currency = null;
    this.#quantityUnit = null;
    this.#dimensions.fill(null);
    this.#numbers.fill(null);
    this.#readMembers(reader, this.#members);
    if (this.object === null) throw reader.unexpected('a result row without "object" ends');
    return this.object === this.#result ? this.#row() : null;
  }

  #row(): ResultRow {
    const dimensions: Record<string, string | null> = {};
    for (let index = 0; index < this.#groupBy.length; index++) {
      dimensions[this.#groupBy[index] ?? ''] = this.#dimensions[index] ?? null;
    }
    const measures: Record<string, string> = {};
    for (let index = 0; index < this.#measures.length; index++) {
      const measure = this.#measures[index];
      const text = this.#numbers[index];
      if (measure && text !== null && text !== undefined) measures[measure[0]] = exactMeasure(measure, text);
    }
    return { dimensions, measures, currency: this.#currency, quantityUnit: this.#quantityUnit };
  }

  /** An object's members, from its opening to its closing brace. */
  #readMembers(reader: JsonReader, members: Members): void {
    reader.take(OPEN_OBJECT);
    let before: Seen | null = null;
    for (;;) {
      const expected: Seen | null = before === null ? members.first : before.next;
      if (expected !== null && reader.text.startsWith(expected.lead, reader.at)) {
        reader.at += expected.lead.length;
        this.#readValue(reader, expected);
        before = expected;
        continue;
      }
      const start = reader.at;
      if (reader.peek() === CLOSE_OBJECT) {
        reader.at++;
        return;
      }
      if (before !== null) reader.take(COMMA);
      const name = reader.string();
      reader.take(COLON);
      reader.peek();
      const seen = members.seen.get(name) ?? remember(members, name, reader.text.slice(start, reader.at));
      if (before === null) members.first = seen;
      else before.next = seen;
      this.#readValue(reader, seen);
      before = seen;
    }
  }

  #readValue(reader: JsonReader, { name, meaning }: Seen): void {
    const first = reader.text.charCodeAt(reader.at);
    // Of another object nothing is known, not even that a name means the same.
    const isOther = this.object !== null && this.object !== this.#result;
    if (meaning === null || isOther) return this.#passOver(reader, isOther ? null : name, first);
    if (first === OPEN_OBJECT && meaning.is === 'inside') return this.#readMembers(reader, meaning.members);
    if (first === OPEN_OBJECT || first === OPEN_LIST) throw reader.unexpected(`${name} is not a plain value`);
    const start = reader.at;
    const value = first === QUOTE ? reader.string() : bareValue(reader, name, meaning.is === 'dimension');
    switch (meaning.is) {
      case 'dimension':
        this.#dimensions[meaning.index] = value === null ? null : this.#keep(value, meaning.index);
        return;
      case 'measure':
        this.#numbers[meaning.index] = value;
        this.#spans.push({ measure: meaning.index, start, end: reader.at });
        return;
      case 'object':
        this.object = value === this.#result ? this.#result : value;
        return;
      case 'currency':
        this.#currency = value === null ? null : this.#keep(value, this.#groupBy.length).toLowerCase();
        return;
      case 'quantityUnit':
        this.#quantityUnit = value === null ? null : this.#keep(value, this.#groupBy.length + 1);
        return;
      default:
        if (value !== null) throw reader.unexpected(`${name} is not an object`);
    }
  }

  #passOver(reader: JsonReader, newNumber: string | null, first: number): void {
    const json = reader.skip();
    if (first === QUOTE || json === 'null') return;
    if (!NUMBER.test(json)) return void parsedJson(json);
    this.#hasUnknownNumber = true;
    if (newNumber !== null) this.unknownNumbers.add(newNumber);
  }

  /**
   * The same text as a string of its own, one for all rows. A slice would keep the whole chunk it was cut from in
   * memory for as long as someone remembers the name, and equal names would each be hashed anew.
   *
   * @param place where it stands in the row: the row before often had the same there.
   */
  #keep(text: string, place: number): string {
    const before = this.#before[place];
    if (before === text) return before;
    const known = this.#known.get(text) ?? this.#learn(text);
    this.#before[place] = known;
    return known;
  }

  #learn(text: string): string {
    if (this.#known.size >= MAX_KNOWN_TEXTS) this.#known.clear();
    const own = ownText(text);
    this.#known.set(own, own);
    return own;
  }
}

/** A value without quotes. Dimensions take any (`batch` is true, "true" or null), measures numbers and null. */
function bareValue(reader: JsonReader, name: string, isDimension: boolean): string | null {
  const text = reader.bare();
  if (text === 'null') return null;
  if (NUMBER.test(text) || (isDimension && (text === 'true' || text === 'false'))) return text;
  throw reader.unexpected(`${name} is ${JSON.stringify(text)}`);
}

/** The text of the number or null that begins here, quotes taken off; null if it is anything else. @throws TEXT_ENDS */
function numberText(reader: JsonReader): string | null {
  if (reader.text.charCodeAt(reader.at) !== QUOTE) return reader.bare();
  const end = reader.text.indexOf('"', reader.at + 1);
  if (end < 0) return null;
  const value = reader.text.slice(reader.at + 1, end);
  reader.at = end + 1;
  return value === 'null' ? null : value;
}

/** The usual number; null for one that needs a closer look. */
function plainMeasure({ unit }: Measure, text: string): string | null {
  const decimal = plainDecimal(text);
  return decimal !== null && UNITS[unit].storage === 'integer' && !isWhole(decimal) ? null : decimal;
}

function isWhole(decimal: string): boolean {
  return !decimal.includes('.') && decimal.length <= MAX_WHOLE_DIGITS;
}

function exactMeasure([name, { unit }]: readonly [string, Measure], text: string): string {
  let decimal: string;
  try {
    decimal = exactDecimal(text);
  } catch (error) {
    throw new InvalidAnswer(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (UNITS[unit].storage === 'integer' && !isWhole(decimal)) {
    throw new InvalidAnswer(
      `${name} is ${decimal}, but ${unit} are whole numbers of at most ${MAX_WHOLE_DIGITS} digits`,
    );
  }
  return decimal;
}
