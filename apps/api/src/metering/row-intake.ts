import type { ResultRow } from '@bursar/openai-admin';

/** Rows of one bucket, as they were read. */
export interface ReadRows {
  startSeconds: number;
  rows: readonly ResultRow[];
}

/** A few MB. */
const MOST_WAITING = 16_384;

/**
 * Lets rows be read while the series of those before them are looked up.
 *
 * A first sync makes thousands of series, a few in each batch of rows: whoever waited for each batch would spend most of
 * a window's time on the way to Postgres and back. What comes meanwhile is taken together when the way is free, in the
 * order in which it came.
 */
export class RowIntake {
  private waiting: ReadRows[] = [];
  private count = 0;
  private working: Promise<void> | null = null;
  private failure: { reason: unknown } | null = null;

  constructor(private readonly take: (batches: readonly ReadRows[]) => Promise<void>) {}

  /** Takes rows over; returns when there is room for more. @throws what went wrong with rows before */
  async add(batch: ReadRows): Promise<void> {
    this.throwFailure();
    this.waiting.push(batch);
    this.count += batch.rows.length;
    this.working ??= this.work();
    if (this.count >= MOST_WAITING) await this.working;
    this.throwFailure();
  }

  /** Waits until everything is taken. @throws what went wrong */
  async settle(): Promise<void> {
    await this.working;
    this.throwFailure();
  }

  /** Forgets what waits, and what went wrong; returns when nothing is being taken any more. */
  async clear(): Promise<void> {
    this.waiting = [];
    await this.working;
    this.failure = null;
  }

  private async work(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const batches = this.waiting;
        this.waiting = [];
        this.count = 0;
        await this.take(batches);
      }
    } catch (reason) {
      this.failure = { reason };
      this.waiting = [];
    } finally {
      this.count = 0;
      this.working = null;
    }
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure.reason;
  }
}
