/**
 * Lets those who ask for the same at the same moment share one run, and yet hands nobody what began before he asked.
 *
 * Who asks while a run is under way shares the next one: what was committed before he asked is in it.
 */
export class SharedRuns<T> {
  private readonly runs = new Map<string, { current: Promise<T>; next: Promise<T> | null }>();

  /** The run that is under way, which may have begun before. */
  underWay(name: string): Promise<T> | undefined {
    return this.runs.get(name)?.current;
  }

  /** A run that begins from now on. */
  begunFromNow(name: string, task: () => Promise<T>): Promise<T> {
    const run = this.runs.get(name);
    if (run === undefined) return this.begin(name, task);
    const begin = () => this.begin(name, task);
    return (run.next ??= run.current.then(begin, begin));
  }

  private begin(name: string, task: () => Promise<T>): Promise<T> {
    const run = { current: task(), next: null };
    const end = (): void => {
      if (this.runs.get(name) === run) this.runs.delete(name);
    };
    this.runs.set(name, run);
    // Registered before whoever waits for the next run, so that it finds the place free.
    run.current.then(end, end);
    return run.current;
  }
}
