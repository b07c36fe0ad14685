/**
 * Lets one window be stored while the next one is being read: never more than one waits, and they are stored in the
 * order in which they were read.
 */
export class CommitLane {
  private pending: Promise<void> = Promise.resolve();
  private failure: { reason: unknown } | null = null;

  /** `onFailure` hears at once that storing failed, so that nothing more is read in vain. */
  constructor(private readonly onFailure: (reason: unknown) => void) {}

  /** Waits for the window before, then begins to store this one. */
  async begin(commit: () => Promise<void>): Promise<void> {
    await this.drain();
    this.pending = commit().catch((reason: unknown) => {
      this.failure ??= { reason };
      this.onFailure(reason);
    });
  }

  /** Waits until nothing is being stored, and throws what went wrong there. */
  async drain(): Promise<void> {
    await this.pending;
    if (this.failure !== null) throw this.failure.reason;
  }

  /** Waits until nothing is being stored, for one who has an error of his own to tell. */
  async settle(): Promise<void> {
    await this.pending;
  }
}
