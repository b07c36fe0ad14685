/** A window that was read to its end. */
export interface WindowToStore {
  /**
   * Does ahead of its turn what nobody else can see.
   *
   * @returns whether `commit` will have to wait for no partition that another feed may be making.
   */
  prepare(): Promise<boolean>;
  commit(): Promise<void>;
  /** Gives the window up. */
  abandon(): Promise<void>;
}

/**
 * Lets one window be stored and the next be prepared while the one after them is being read. They are stored one after
 * the other, in the order in which they were read.
 */
export class CommitLane {
  /** The window that was added last, and the one before it. */
  private latest: Promise<void> = Promise.resolve();
  private before: Promise<void> = Promise.resolve();
  private prepared: Promise<boolean> = Promise.resolve(true);
  private failure: { reason: unknown } | null = null;

  /** `onFailure` hears at once that storing failed, so that nothing more is read in vain. */
  constructor(private readonly onFailure: (reason: unknown) => void) {}

  /** Takes a window over; returns when there is room for reading the next. Not taken over where this throws. */
  async add(window: WindowToStore): Promise<void> {
    await this.before;
    this.throwFailure();
    const { latest } = this;
    this.prepared = this.prepare(window, latest);
    this.before = latest;
    this.latest = this.store(window, latest);
  }

  /** Waits until nothing is being stored, and throws what went wrong there. */
  async drain(): Promise<void> {
    await this.latest;
    this.throwFailure();
  }

  /** Waits until nothing is being stored, for one who has an error of his own to tell. */
  async settle(): Promise<void> {
    await this.latest;
  }

  /**
   * A window that still has to wait for a partition at its turn keeps the next one from holding any: two feeds that
   * each hold what the other one's earlier window needs would wait for ever, and Postgres could not see it.
   */
  private async prepare(window: WindowToStore, before: Promise<void>): Promise<boolean> {
    try {
      if (!(await this.prepared)) await before;
      return this.failure === null && (await window.prepare());
    } catch (reason) {
      this.fail(reason);
      return false;
    }
  }

  private async store(window: WindowToStore, before: Promise<void>): Promise<void> {
    await Promise.all([before, this.prepared]);
    try {
      if (this.failure === null) await window.commit();
      else await window.abandon();
    } catch (reason) {
      this.fail(reason);
    }
  }

  private fail(reason: unknown): void {
    this.failure ??= { reason };
    this.onFailure(reason);
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure.reason;
  }
}
