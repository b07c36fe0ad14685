import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { END_OF_ROWS } from './backup.js';

const NEWLINE = 0x0a;
const END = Buffer.from(`${END_OF_ROWS}\n`);

/** Reads a backup from front to back: single lines of JSON, and between them the rows of tables. */
export class BackupReader {
  private readonly chunks: AsyncIterator<Buffer>;
  /** Read from the file and not handed out yet. */
  private pending: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    const unzipped = createGunzip();
    const source = createReadStream(file).on('error', (error) => unzipped.destroy(error));
    this.chunks = source.pipe(unzipped)[Symbol.asyncIterator]();
  }

  /** The next line; null at the end of the file. */
  async line(): Promise<string | null> {
    const text = await this.wholeLines((block) => block.indexOf(NEWLINE) + 1);
    return text === null ? null : text.toString('utf8', 0, text.length - 1);
  }

  /** The rows up to the mark that ends them, in pieces of whole lines. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const block = await this.wholeLines(lengthOfRows);
      if (block === null) throw new Error('The file ends in the middle of a table.');
      if (block.equals(END)) return;
      yield block;
    }
  }

  /** Takes as many bytes of the whole lines that are there as `measure` says, at least one line. */
  private async wholeLines(measure: (block: Buffer) => number): Promise<Buffer | null> {
    for (let last = this.pending.lastIndexOf(NEWLINE); last < 0; last = this.pending.lastIndexOf(NEWLINE)) {
      const next = await this.chunks.next();
      if (next.done) return null;
      this.pending = this.pending.length === 0 ? next.value : Buffer.concat([this.pending, next.value]);
    }
    const length = measure(this.pending.subarray(0, this.pending.lastIndexOf(NEWLINE) + 1));
    const taken = this.pending.subarray(0, length);
    this.pending = this.pending.subarray(length);
    return taken;
  }
}

/** The mark alone when it stands first; else all lines before it. */
function lengthOfRows(block: Buffer): number {
  if (block.subarray(0, END.length).equals(END)) return END.length;
  const mark = block.indexOf(`\n${END_OF_ROWS}\n`);
  return mark < 0 ? block.length : mark + 1;
}
