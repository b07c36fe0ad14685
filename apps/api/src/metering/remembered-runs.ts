/** What takes long to work out and is asked for again: the last results, each under everything that it depends on. */
export class RememberedRuns<T> {
  /** The one that was used last at the end. */
  private readonly runs = new Map<string, Promise<T>>();

  /** @param most how many results are kept */
  constructor(private readonly most: number) {}

  /**
   * The result of that name, worked out once for all who ask.
   *
   * @throws what `work` throws, to whoever waits for that run; it is tried again for the next one
   */
  async of(name: string, work: () => Promise<T>): Promise<T> {
    const run = this.runs.get(name) ?? work();
    this.runs.delete(name);
    this.runs.set(name, run);
    for (const oldest of this.runs.keys()) {
      if (this.runs.size > this.most) this.runs.delete(oldest);
    }
    try {
      return await run;
    } catch (error) {
      if (this.runs.get(name) === run) this.runs.delete(name);
      throw error;
    }
  }
}
