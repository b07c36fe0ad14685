import type { Capability } from '@bursar/contract';
import { ownText } from './row-members.js';

/** All of a row but its numbers. Rows of one series share the object. */
export interface RowTuple {
  dimensions: Readonly<Record<string, string | null>>;
  currency: string | null;
  quantityUnit: string | null;
}

/** Where a row stands before its text goes on: at its beginning, or behind a number. */
export interface Place {
  /** With what the text up to the next number, or to the row's end, ends: how to find that end without reading. */
  ending: string;
  next: Map<string, Stretch>;
  /** What came here last. */
  latest: Stretch | null;
}

/** A text that was read before, and what it leads to: the number of a measure and the text behind it, or the row's end. */
export type Stretch = {
  text: string;
  /** What came at the same place after it the last time: OpenAI's order hardly changes from one day to the next. */
  follower: Stretch | null;
} & Destination;

type Destination = { measure: number; place: Place } | { measure: null; tuple: RowTuple };

/** A number in a row's text, quotes included. */
export interface NumberSpan {
  measure: number;
  start: number;
  end: number;
}

/** Some 30 MB. */
const MAX_STRETCHES = 60_000;

/**
 * The texts around the numbers of rows that were read, as a tree.
 *
 * Day after day OpenAI sends the same rows with other numbers. What a text meant once it means always: a row whose
 * texts are all known needs only its numbers read, in a fraction of the time of reading every member. Keep one for each
 * capability and grouping from page to page.
 */
export class RowMemory {
  readonly subject: string;
  root: Place = newPlace();
  private stretches = 0;

  constructor(capability: Capability, groupBy: readonly string[]) {
    this.subject = subjectOf(capability, groupBy);
  }

  /** The stretch of text that begins here, if it is known. */
  recall(place: Place, text: string, at: number): Stretch | undefined {
    const { latest } = place;
    const expected = latest?.follower;
    if (expected && text.slice(at, at + expected.text.length) === expected.text) {
      place.latest = expected;
      return expected;
    }
    const end = text.indexOf(place.ending, at);
    if (end < 0) return undefined;
    const found = place.next.get(text.slice(at, end + place.ending.length));
    if (found === undefined) return undefined;
    if (latest !== null) latest.follower = found;
    place.latest = found;
    return found;
  }

  /** @throws RangeError if this remembers rows of something else, which would be taken for these. */
  refuseOther(capability: Capability, groupBy: readonly string[]): void {
    const other = subjectOf(capability, groupBy);
    if (other !== this.subject) throw new RangeError(`A memory of ${this.subject} cannot read rows of ${other}.`);
  }

  /** Remembers a row that was read member by member. A row of another form than the ones before is left alone. */
  learn(row: { text: string; numbers: readonly NumberSpan[]; tuple: RowTuple }): void {
    if (this.stretches >= MAX_STRETCHES) this.forget();
    let place = this.root;
    let at = 0;
    for (const { measure, start, end } of row.numbers) {
      const text = row.text.slice(at, start);
      if (!suits(place, endingBeforeNumber(text))) return;
      let stretch = place.next.get(text);
      stretch ??= this.add(place, text, { measure, place: newPlace() });
      if (stretch.measure === null) return;
      place = stretch.place;
      at = end;
    }
    const text = row.text.slice(at);
    if (suits(place, endingOfRow(text))) this.add(place, text, { measure: null, tuple: row.tuple });
  }

  private add(place: Place, text: string, leadsTo: Destination): Stretch {
    const stretch: Stretch = { text: ownText(text), follower: null, ...leadsTo };
    place.next.set(stretch.text, stretch);
    this.stretches += 1;
    return stretch;
  }

  private forget(): void {
    this.root = newPlace();
    this.stretches = 0;
  }
}

function newPlace(): Place {
  return { ending: '', next: new Map(), latest: null };
}

function subjectOf({ result, measures }: Capability, groupBy: readonly string[]): string {
  return JSON.stringify([result, groupBy, Object.entries(measures)]);
}

/** Whether texts from here end so; the first one decides, for OpenAI writes all rows in one form. */
function suits(place: Place, ending: string): boolean {
  if (place.next.size === 0) place.ending = ending;
  return ending !== '' && place.ending === ending;
}

/** The member's name, as in `"quantity":`. */
function endingBeforeNumber(text: string): string {
  const nameEnd = text.lastIndexOf('"');
  return text.slice(text.lastIndexOf('"', nameEnd - 1));
}

function endingOfRow(text: string): string {
  return /[}\s]*$/.exec(text)?.[0] ?? '';
}
