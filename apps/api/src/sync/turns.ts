/** Remembers in which order things had their turn, so that nobody waits for ever behind one that is always ready. */
export class Turns {
  private readonly turns = new Map<string, number>();
  private count = 0;

  had(name: string): void {
    this.turns.set(name, (this.count += 1));
  }

  /** Those that had their turn longest ago first; those that never had one keep their order before them. */
  inTurn<T>(things: readonly T[], nameOf: (thing: T) => string): T[] {
    const last = (thing: T): number => this.turns.get(nameOf(thing)) ?? 0;
    return things.toSorted((a, b) => last(a) - last(b));
  }
}
