import type { DueReread } from '../directory/rereads.store.js';

const OBJECTS_AT_ONCE = 4;

/** What a turn needs of whoever begins it. */
export interface RereadWork {
  /** What is due, what waits longest first. */
  due(): Promise<DueReread[]>;
  /** What requests for an object wait for together: OpenAI limits each family on its own. */
  familyOf(due: DueReread): string;
  read(due: DueReread): Promise<void>;
  /** false: nothing more is begun. */
  goesOn(): boolean;
}

interface Family {
  waiting: DueReread[];
  atWork: number;
}

/**
 * Objects that are read again at the same time, in a queue for each endpoint family.
 *
 * Fifty keys that a script has made keep their family busy for minutes under a slow pace, and after a refusal it rests
 * altogether: what others wait for has to go past, also what becomes due while the turn lasts.
 */
export class RereadTurn {
  private readonly families = new Map<string, Family>();
  /** What waits or is being read. */
  private readonly taken = new Set<string>();
  private readonly working = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];

  constructor(private readonly work: RereadWork) {}

  /** Reads until nothing is due any more. @throws what `read` throws, when all that was begun has ended. */
  async play(): Promise<void> {
    await this.lookAgain();
    // A batch that is done may have been a part of what is due.
    do await Promise.all(this.working);
    while (this.working.size > 0 || (await this.lookAgain()) > 0);
    if (this.failures.length > 0) throw this.failures[0];
  }

  /** Begins what has become due meanwhile. @returns how many objects that are. */
  async lookAgain(): Promise<number> {
    if (!this.goesOn()) return 0;
    const fresh = (await this.work.due()).filter((due) => !this.taken.has(nameOf(due)));
    for (const due of fresh) {
      this.taken.add(nameOf(due));
      this.familyOf(due).waiting.push(due);
    }
    for (const family of this.families.values()) this.begin(family);
    return fresh.length;
  }

  private goesOn(): boolean {
    return this.failures.length === 0 && this.work.goesOn();
  }

  private familyOf(due: DueReread): Family {
    const name = this.work.familyOf(due);
    const family = this.families.get(name) ?? { waiting: [], atWork: 0 };
    this.families.set(name, family);
    return family;
  }

  private begin(family: Family): void {
    const missing = Math.min(OBJECTS_AT_ONCE - family.atWork, family.waiting.length);
    for (let count = 0; count < missing; count += 1) {
      family.atWork += 1;
      const work = this.readAll(family).finally(() => {
        family.atWork -= 1;
        this.working.delete(work);
      });
      this.working.add(work);
    }
  }

  /** Never rejects: nobody may be waiting for it yet. */
  private async readAll({ waiting }: Family): Promise<void> {
    for (let due = waiting.shift(); due !== undefined && this.goesOn(); due = waiting.shift()) {
      try {
        await this.work.read(due);
      } catch (error) {
        this.failures.push(error);
      }
      this.taken.delete(nameOf(due));
    }
  }
}

const nameOf = ({ kind, parentId, id }: DueReread): string => JSON.stringify([kind, parentId, id]);
