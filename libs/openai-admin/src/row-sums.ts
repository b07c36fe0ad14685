import type { Capability } from '@bursar/contract';
import type { JsonReader } from './json-reader.js';
import type { ResultRow } from './row-parser.js';

/** A sum of the capability table that does not hold in rows of OpenAI's. */
export interface BrokenSum {
  whole: string;
  parts: readonly string[];
  rows: number;
  /** The first such row, as it came. */
  json: string;
}

/** Checks rows against the sums that their capability promises; the rows count as they came either way. */
export class RowSums {
  readonly broken: BrokenSum[] = [];
  readonly #sums: readonly (readonly [string, readonly string[]])[];

  constructor({ sums = {} }: Capability) {
    this.#sums = Object.entries(sums);
  }

  /** @param reader stands behind the row, which begins at `start` of its text. */
  check({ measures }: ResultRow, reader: JsonReader, start: number): void {
    for (const [whole, parts] of this.#sums) {
      const texts = parts.map((part) => measures[part]);
      const sum = measures[whole];
      // What OpenAI left out is not zero: nothing can be said of such a row.
      if (sum === undefined || !texts.every((text) => text !== undefined)) continue;
      if (texts.reduce((total, text) => total + BigInt(text), 0n) === BigInt(sum)) continue;
      const known = this.broken.find((broken) => broken.whole === whole);
      if (known) known.rows++;
      else this.broken.push({ whole, parts, rows: 1, json: reader.text.slice(start, reader.at) });
    }
  }
}
