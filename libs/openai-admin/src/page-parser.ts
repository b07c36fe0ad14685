import type { Capability } from '@bursar/contract';
import { InvalidAnswer } from './errors.js';
import { parsedJson, type JsonReader } from './json-reader.js';
import { PageReader, type PageHandler } from './page-reader.js';
import type { RowMemory } from './row-memory.js';
import { RowParser, type ResultRow } from './row-parser.js';
import { RowSums, type BrokenSum } from './row-sums.js';

const MAX_BATCH_ROWS = 1000;
const MAX_IGNORED_ROWS = 100;

export interface RowBatch {
  startSeconds: number;
  rows: ResultRow[];
}

/** A row of an unknown kind, as it came. */
export interface IgnoredRow {
  startSeconds: number;
  object: string;
  json: string;
}

/** What a page said apart from its rows. */
export interface PageSummary {
  hasMore: boolean;
  nextPage: string | null;
  buckets: number[];
  rows: number;
  ignored: Map<string, number>;
  ignoredRows: IgnoredRow[];
  unknownFields: string[];
  brokenSums: BrokenSum[];
  warnings: string[];
}

/** Decides on a bucket: its start, or a sentence on why its rows are dropped. */
export type Admission = (startSeconds: number, endSeconds: number) => number | string;

/**
 * Turns the bytes of one usage or costs page into batches of rows, holding no more than a batch, and checks the envelope.
 *
 * Rows are handed out before the end of the page is known: what was handed out counts only once `end` has returned.
 *
 * @throws InvalidAnswer from `push` and `end` if the page is not what the API promises.
 */
export class PageParser implements PageHandler {
  readonly #reader = new PageReader(this);
  readonly #rowParser: RowParser;
  readonly #sums: RowSums;
  readonly #admit: Admission;
  readonly #page = new Map<string, unknown>();
  readonly #summary = emptySummary();
  #batches: RowBatch[] = [];
  #bucket = newBucket();
  #hasData = false;

  /** @param reading what the rows are of; `rowMemory` is taken over from page to page. */
  constructor(
    reading: { capability: Capability; groupBy: readonly string[]; rowMemory?: RowMemory | undefined },
    admit: Admission,
  ) {
    this.#rowParser = new RowParser(reading.capability, reading.groupBy, reading.rowMemory);
    this.#sums = new RowSums(reading.capability);
    this.#admit = admit;
  }

  /** The batches that this chunk completed. */
  push(chunk: Uint8Array): RowBatch[] {
    this.#reader.push(chunk);
    const batches = this.#batches;
    if (batches.length > 0) this.#batches = [];
    return batches;
  }

  end(): PageSummary {
    this.#reader.end();
    const object = this.#page.get('object');
    if (object !== 'page') throw new InvalidAnswer(`the page has "object": ${shown(object)} instead of "page"`);
    if (!this.#hasData) throw new InvalidAnswer(`the page has no list "data"`);
    const hasMore = this.#page.get('has_more');
    if (typeof hasMore !== 'boolean') throw new InvalidAnswer(`the page has "has_more": ${shown(hasMore)}`);
    const nextPage = this.#page.get('next_page') ?? null;
    if (nextPage !== null && (typeof nextPage !== 'string' || nextPage === '')) {
      throw new InvalidAnswer(`the page has "next_page": ${shown(nextPage)}`);
    }
    const unknownFields = [...this.#rowParser.unknownNumbers];
    return { ...this.#summary, hasMore, nextPage, unknownFields, brokenSums: this.#sums.broken };
  }

  member(owner: 'page' | 'bucket', name: string, json: string): void {
    const value = parsedJson(json);
    if (owner === 'page') this.#page.set(name, value);
    else this.#bucket.members.set(name, value);
  }

  listStart(name: 'data' | 'results'): void {
    if (name === 'data') {
      this.#hasData = true;
    } else {
      this.#bucket.hasResults = true;
      this.#tryAdmit();
    }
  }

  bucketStart(): void {
    this.#bucket = newBucket();
  }

  row(reader: JsonReader): void {
    const bucket = this.#bucket;
    const start = reader.at;
    const row = this.#rowParser.parse(reader);
    if (typeof bucket.admission === 'string') return;
    if (row === null) return this.#ignore(reader.text.slice(start, reader.at));
    this.#sums.check(row, reader, start);
    bucket.rows.push(row);
    if (bucket.rows.length >= MAX_BATCH_ROWS) this.#flush();
  }

  bucketEnd(): void {
    const { members, hasResults } = this.#bucket;
    if (!hasResults) {
      const instead = members.has('result')
        ? 'it has "result", as in the API of before 2025'
        : `it has ${[...members.keys()].join(', ')}`;
      throw new InvalidAnswer(`a bucket has no list "results": ${instead}`);
    }
    this.#tryAdmit();
    const { admission } = this.#bucket;
    if (admission === null) {
      throw new InvalidAnswer(
        `a bucket starts at ${shown(members.get('start_time'))} and ends at ${shown(members.get('end_time'))}`,
      );
    }
    if (typeof admission === 'string') return;
    this.#flush();
    this.#summary.buckets.push(admission);
  }

  /** JSON promises no order: where the times come after the rows, the rows wait for them. */
  #tryAdmit(): void {
    const bucket = this.#bucket;
    const start = bucket.members.get('start_time');
    const end = bucket.members.get('end_time');
    if (bucket.admission !== null || !isTime(start) || !isTime(end)) return;
    bucket.admission = this.#admit(start, end);
    if (typeof bucket.admission === 'string') this.#summary.warnings.push(bucket.admission);
  }

  #flush(): void {
    const { admission, rows } = this.#bucket;
    if (typeof admission !== 'number' || rows.length === 0) return;
    this.#batches.push({ startSeconds: admission, rows });
    this.#summary.rows += rows.length;
    this.#bucket.rows = [];
  }

  #ignore(json: string): void {
    const object = this.#rowParser.object ?? '';
    const { ignored, ignoredRows } = this.#summary;
    ignored.set(object, (ignored.get(object) ?? 0) + 1);
    const { admission } = this.#bucket;
    if (ignoredRows.length < MAX_IGNORED_ROWS && typeof admission === 'number') {
      ignoredRows.push({ startSeconds: admission, object, json });
    }
  }
}

interface OpenBucket {
  members: Map<string, unknown>;
  hasResults: boolean;
  /** null until the times are known. */
  admission: number | string | null;
  rows: ResultRow[];
}

function newBucket(): OpenBucket {
  return { members: new Map(), hasResults: false, admission: null, rows: [] };
}

function emptySummary(): Omit<PageSummary, 'hasMore' | 'nextPage' | 'unknownFields' | 'brokenSums'> {
  return { buckets: [], rows: 0, ignored: new Map(), ignoredRows: [], warnings: [] };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
