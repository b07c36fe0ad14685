/** Answers that were asked for before the code that needs them has come. */
import type { Transport } from './api.js';

/** What was true a moment ago is true enough for the first drawing, not for somebody who comes back to a page. */
const GOOD_MS = 15_000;

interface Kept {
  askedAt: number;
  /** null: nothing that a page could use. */
  answer: Promise<{ body: string; response: Response } | null>;
}

/**
 * Keeps answers until the page asks the same: each is given to it once.
 *
 * A refusal or a failure is not kept: the page asks again, and says what it hears. Whatever is sent to be done, signing in
 * above all, ends what was asked before it.
 */
export class AnswersAhead {
  private readonly kept = new Map<string, Kept>();

  /** @param now milliseconds on any clock that only goes forward */
  constructor(
    private readonly transport: Transport,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Asks, and keeps the answer for the page. */
  readonly ask: Transport = async (address) => {
    const { answer } = this.kept.get(address) ?? this.begin(address);
    const read = await answer;
    if (read === null) throw new TypeError(`${address} was not answered.`);
    return copyOf(read);
  };

  /** How the page itself asks. */
  readonly take: Transport = async (address, init) => {
    if ((init?.method ?? 'GET') !== 'GET') this.kept.clear();
    const kept = this.kept.get(address);
    this.kept.delete(address);
    const read = kept === undefined || this.now() - kept.askedAt > GOOD_MS ? null : await kept.answer;
    return read === null ? this.transport(address, init) : copyOf(read);
  };

  private begin(address: string): Kept {
    const kept = { askedAt: this.now(), answer: this.read(address) };
    this.kept.set(address, kept);
    return kept;
  }

  private async read(address: string): Promise<{ body: string; response: Response } | null> {
    try {
      const response = await this.transport(address);
      return response.ok ? { body: await response.text(), response } : null;
    } catch {
      return null;
    }
  }
}

/** The body of an answer can be read once. */
const copyOf = ({ body, response: { status, headers } }: { body: string; response: Response }): Response =>
  new Response(body, { status, headers });
