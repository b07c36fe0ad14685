import type { ListCounts, ListOutcome, ReadList } from '../directory/list-group.js';

/** A group is complete with so many; each list counts as one object more. */
const MOST_OBJECTS = 1000;
/** How long the first list of a group waits for others, in milliseconds: unnoticed by who looks at a page. */
const LONGEST_WAIT_MS = 250;

/** A list, and who hears what became of it. */
interface WaitingList {
  list: ReadList;
  settle(outcome: ListOutcome): void;
}

/**
 * Stores lists of a feed together, for each transaction waits for the one before at the feed's fence, and what comes with
 * it costs more than most lists.
 *
 * They wait in memory until there are enough of them, the first one has waited long enough or nothing more is to come,
 * and while those before them are being stored.
 */
export class ListLane {
  private waiting: WaitingList[] = [];
  private waitingObjects = 0;
  private isStoring = false;
  /** Whether those that wait are to be stored at the next opportunity, however few they are. */
  private isDue = false;
  private isEnding = false;
  private timer: NodeJS.Timeout | undefined;
  /** Who wants to know that fewer lists wait. */
  private onStored: (() => void)[] = [];

  /**
   * @param store stores lists, no two of the same parent, and answers what became of each, in their order; what it rejects
   *   with became of all of them.
   */
  constructor(
    private readonly store: (lists: readonly ReadList[]) => Promise<readonly ListOutcome[]>,
    private readonly longestWaitMs = LONGEST_WAIT_MS,
  ) {}

  /** Takes a list over; answers when it is stored, and rejects with what it was not stored for. */
  add(list: ReadList): Promise<ListCounts> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: ListOutcome): void =>
        outcome.status === 'fulfilled' ? resolve(outcome.value) : reject(outcome.reason);
      this.waiting.push({ list, settle });
      this.waitingObjects += sizeOf(list);
      this.goOn();
    });
  }

  /** Answers when there is room for reading one more. */
  async room(): Promise<void> {
    while (this.waitingObjects >= MOST_OBJECTS) await this.stored();
  }

  /** Answers when nothing waits any more; nothing more is to come, and nothing waits for it. */
  async drain(): Promise<void> {
    this.isEnding = true;
    this.goOn();
    while (this.isStoring) await this.stored();
  }

  private stored(): Promise<void> {
    return new Promise((resolve) => this.onStored.push(resolve));
  }

  private goOn(): void {
    if (this.isStoring || this.waiting.length === 0) return;
    if (this.isEnding || this.isDue || this.waitingObjects >= MOST_OBJECTS) {
      void this.storeNext();
      return;
    }
    this.timer ??= setTimeout(() => {
      this.isDue = true;
      this.goOn();
    }, this.longestWaitMs);
  }

  private async storeNext(): Promise<void> {
    const group = this.takeGroup();
    this.isStoring = true;
    const outcomes = await this.outcomesOf(group.map(({ list }) => list));
    this.isStoring = false;
    // The next ones first: whoever hears that there is room finds out how it is then.
    this.goOn();
    outcomes.forEach((outcome, place) => group[place]?.settle(outcome));
    for (const tell of this.onStored.splice(0)) tell();
  }

  private takeGroup(): WaitingList[] {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = false;
    const parents = new Set<string>();
    let objects = 0;
    const end = this.waiting.findIndex(({ list }) => {
      if (objects >= MOST_OBJECTS || parents.has(list.parentId)) return true;
      parents.add(list.parentId);
      objects += sizeOf(list);
      return false;
    });
    this.waitingObjects -= objects;
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }

  private async outcomesOf(lists: readonly ReadList[]): Promise<readonly ListOutcome[]> {
    try {
      return await this.store(lists);
    } catch (reason) {
      return lists.map(() => ({ status: 'rejected', reason }));
    }
  }
}

const sizeOf = ({ items }: ReadList): number => 1 + items.length;
