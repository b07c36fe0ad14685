import { isAscii, isUtf8 } from 'node:buffer';
import { InvalidAnswer } from './errors.js';
import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  JsonReader,
  OPEN_LIST,
  OPEN_OBJECT,
  TEXT_ENDS,
} from './json-reader.js';

/** Told what a usage or costs page consists of, in the order of its text. */
export interface PageHandler {
  /** Any member but the lists `data` and `results`: of the page itself, or of the bucket that is open. */
  member(owner: 'page' | 'bucket', name: string, json: string): void;
  listStart(name: 'data' | 'results'): void;
  bucketStart(): void;
  bucketEnd(): void;
  /** Reads one row; the reader stands at its brace. Called again with the same row if its text was not complete. */
  row(reader: JsonReader): void;
}

/** One row or member; real rows have some 300 bytes. */
const MAX_VALUE_BYTES = 1024 * 1024;
const FIRST_BUFFER_BYTES = 128 * 1024;
const BLANK = 32;

const AROUND = { page: 'end', data: 'page', bucket: 'data', results: 'bucket' } as const;

/**
 * Walks through a page as its bytes arrive, so that a page of any size needs the memory of one chunk. At the end it is
 * certain that the text was one JSON object and not cut off.
 *
 * @throws InvalidAnswer if the text is anything else.
 */
export class PageReader {
  readonly #handler: PageHandler;
  readonly #reader = new JsonReader();
  #inside: keyof typeof AROUND | 'nothing' | 'end' = 'nothing';
  /** Whether the next item of the container is its first one. */
  #first = true;
  /** Begins with the bytes of the value whose end has not come yet; kept from chunk to chunk, to spare the collector. */
  #bytes = Buffer.allocUnsafe(FIRST_BUFFER_BYTES);
  #kept = 0;

  constructor(handler: PageHandler) {
    this.#handler = handler;
  }

  push(chunk: Uint8Array): void {
    const end = this.#kept + chunk.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * end);
      larger.set(this.#bytes.subarray(0, this.#kept));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#kept);
    const whole = wholeCharacters(this.#bytes, end);
    this.#reader.begin(decoded(this.#bytes.subarray(0, whole)));
    const rest = this.#reader.text.slice(this.#steps());
    const restStart = whole - Buffer.byteLength(rest, 'utf8');
    this.#bytes.copyWithin(0, restStart, end);
    this.#kept = end - restStart;
    if (this.#kept > MAX_VALUE_BYTES) throw new InvalidAnswer('one value of the page is over 1 MB long');
  }

  /** @throws InvalidAnswer if the page is not complete. */
  end(): void {
    if (this.#inside === 'end' && this.#bytes.subarray(0, this.#kept).every((byte) => byte <= BLANK)) return;
    if (this.#inside === 'nothing') throw new InvalidAnswer('the body is empty where a JSON page was expected');
    throw new InvalidAnswer('the JSON is cut off: the body ended in the middle of the page');
  }

  /** As many steps as the text has. @returns where the first incomplete one begins. */
  #steps(): number {
    let done = 0;
    try {
      for (;;) {
        this.#step();
        done = this.#reader.at;
      }
    } catch (error) {
      if (error !== TEXT_ENDS) throw error;
      return done;
    }
  }

  /** One item of the container, its end, or its beginning. Changes nothing unless all of its text is there. */
  #step(): void {
    const reader = this.#reader;
    const inside = this.#inside;
    const code = reader.peek();
    if (inside === 'end') throw reader.unexpected('there is text after the end of the page');
    if (inside === 'nothing') {
      reader.take(OPEN_OBJECT);
      return this.#enter('page');
    }
    const isList = inside === 'data' || inside === 'results';
    if (code === (isList ? CLOSE_LIST : CLOSE_OBJECT)) return this.#leave(inside);
    if (!this.#first) reader.take(COMMA);
    if (inside === 'data') {
      reader.take(OPEN_OBJECT);
      this.#enter('bucket');
      this.#handler.bucketStart();
    } else if (inside === 'results') {
      reader.peek();
      this.#handler.row(reader);
      this.#first = false;
    } else {
      this.#member(inside);
    }
  }

  #member(owner: 'page' | 'bucket'): void {
    const reader = this.#reader;
    const name = reader.string();
    reader.take(COLON);
    const isList = reader.peek() === OPEN_LIST;
    if (isList && ((owner === 'page' && name === 'data') || (owner === 'bucket' && name === 'results'))) {
      reader.at++;
      this.#enter(name);
      this.#handler.listStart(name);
    } else {
      this.#handler.member(owner, name, reader.skip());
      this.#first = false;
    }
  }

  #enter(inside: keyof typeof AROUND): void {
    this.#inside = inside;
    this.#first = true;
  }

  #leave(inside: keyof typeof AROUND): void {
    this.#reader.at++;
    this.#inside = AROUND[inside];
    this.#first = false;
    if (inside === 'bucket') this.#handler.bucketEnd();
  }
}

/** Where the text is cut so that no character is: a multi-byte one at the end waits for its rest. */
function wholeCharacters(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? end - back : end;
  }
  return end;
}

function decoded(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw new InvalidAnswer('the body is not valid UTF-8');
  return bytes.toString('utf8');
}
