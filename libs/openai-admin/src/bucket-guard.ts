import { WIDTHS, type Width } from '@bursar/contract';
import { InvalidAnswer } from './errors.js';

/** The part of a window that one chain of pages answers; whole buckets. */
export interface Span {
  width: Width;
  startSeconds: number;
  endSeconds: number;
}

/**
 * Sees to it that the buckets of a span arrive each once, in order and without a gap.
 *
 * A gap would read as "nothing was used" for ever, so it fails the read. What lies outside the span is dropped with a
 * warning: nobody asked for it, and whoever did ask later reads it then.
 */
export class BucketGuard {
  readonly #span: Span;
  readonly #seconds: number;
  #next: number;

  constructor(span: Span) {
    this.#span = span;
    this.#seconds = WIDTHS[span.width].seconds;
    this.#next = span.startSeconds;
  }

  /**
   * The start of the bucket, floored to the width (OpenAI clips a first bucket to an unaligned start), or a sentence on
   * why the bucket is dropped.
   *
   * @throws InvalidAnswer if it cannot be the next bucket of the span.
   */
  admit(startSeconds: number, endSeconds: number): number | string {
    const name = `the bucket from ${startSeconds} to ${endSeconds}`;
    if (startSeconds === endSeconds) return `${name} has no length and was dropped`;
    const start = Math.floor(startSeconds / this.#seconds) * this.#seconds;
    if (endSeconds < startSeconds || endSeconds > start + this.#seconds) {
      throw new InvalidAnswer(`${name} is not one of width ${this.#span.width}`);
    }
    if (start < this.#span.startSeconds || start >= this.#span.endSeconds) {
      return `${name} lies outside ${this.#span.startSeconds} to ${this.#span.endSeconds} and was dropped`;
    }
    if (start < this.#next) throw new InvalidAnswer(`${name} came twice or out of order`);
    if (start > this.#next) throw new InvalidAnswer(`the bucket at ${this.#next} is missing before ${name}`);
    this.#next = start + this.#seconds;
    return start;
  }

  /**
   * Whether all buckets came, up to those that were not over at OpenAI's `now`: OpenAI may leave a running one out.
   *
   * @throws InvalidAnswer if one that was over is missing.
   */
  finish(now: Date): void {
    const missing = this.#next;
    if (missing >= this.#span.endSeconds || (missing + this.#seconds) * 1000 > now.getTime()) return;
    throw new InvalidAnswer(
      `the pages ended before the bucket at ${missing}, though ${this.#span.startSeconds} to ${this.#span.endSeconds} was asked for`,
    );
  }
}
