import type { JsonAnswer } from '../http/json-answer.js';

/** An answer and what was stored when it was made, see `answer-revision.ts`. */
export interface MadeAnswer {
  answer: JsonAnswer;
  revision: string;
}

/** Answers in memory, up to so many bytes: those that were asked for least recently leave. */
export class KeptAnswers {
  /** By question; the one that was used last at the end. */
  private readonly answers = new Map<string, MadeAnswer>();

  /** @param mostBytes of all together; one that takes more than a quarter of it is not kept. */
  constructor(private readonly mostBytes: number) {}

  get bytes(): number {
    let bytes = 0;
    for (const [name, { answer }] of this.answers) bytes += name.length + answer.bytes;
    return bytes;
  }

  use(name: string): MadeAnswer | undefined {
    const kept = this.answers.get(name);
    if (kept === undefined) return undefined;
    this.answers.delete(name);
    this.answers.set(name, kept);
    return kept;
  }

  /** Replaces what was kept of the same question. What is compressed later is counted when the next one comes. */
  keep(name: string, made: MadeAnswer): void {
    this.answers.delete(name);
    if (made.answer.bytes > this.mostBytes / 4) return;
    this.answers.set(name, made);
    for (let bytes = this.bytes; bytes > this.mostBytes; bytes = this.bytes) this.dropOldest();
  }

  private dropOldest(): void {
    for (const oldest of this.answers.keys()) {
      this.answers.delete(oldest);
      return;
    }
  }
}
