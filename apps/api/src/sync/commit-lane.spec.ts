import { describe, expect, it } from '@jest/globals';
import { CommitLane, type WindowToStore } from './commit-lane.js';

const noFailure = (reason: unknown): void => {
  throw reason;
};

/** Windows that write down what happens to them; each step ends when it is told to. */
class Steps {
  readonly seen: string[] = [];
  private readonly ends = new Map<string, () => void>();

  window(name: string, isFree = true): WindowToStore {
    return {
      prepare: async () => {
        await this.step(`prepare ${name}`);
        return isFree;
      },
      commit: () => this.step(`commit ${name}`),
      abandon: () => this.step(`abandon ${name}`),
    };
  }

  async end(...steps: string[]): Promise<void> {
    for (const step of steps) {
      const end = this.ends.get(step);
      if (end === undefined) throw new Error(`${step} has not begun; there are ${this.seen.join(', ')}.`);
      end();
      await this.rest();
    }
  }

  /** Lets everything go on that does not wait for a step to end. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  private step(name: string): Promise<void> {
    this.seen.push(name);
    return new Promise((resolve) => this.ends.set(name, resolve));
  }
}

describe('a lane of commits', () => {
  it('prepares one window while the one before is stored, and stores in the order of reading', async () => {
    const steps = new Steps();
    const lane = new CommitLane(noFailure);
    await lane.add(steps.window('a'));
    await lane.add(steps.window('b'));
    let hasRoom = false;
    const third = lane.add(steps.window('c')).then(() => (hasRoom = true));
    await steps.end('prepare a', 'prepare b');
    expect(steps.seen).toEqual(['prepare a', 'prepare b', 'commit a']);
    expect(hasRoom).toBe(false);
    await steps.end('commit a');
    await third;
    expect(steps.seen.slice(3).toSorted()).toEqual(['commit b', 'prepare c']);
    await steps.end('prepare c', 'commit b', 'commit c');
    await lane.drain();
    expect(steps.seen.at(-1)).toBe('commit c');
  });

  it('prepares nothing behind a window that may still have to wait for others', async () => {
    const steps = new Steps();
    const lane = new CommitLane(noFailure);
    await lane.add(steps.window('a', false));
    await lane.add(steps.window('b'));
    await steps.end('prepare a');
    expect(steps.seen).toEqual(['prepare a', 'commit a']);
    await steps.end('commit a', 'prepare b', 'commit b');
    await lane.drain();
  });

  it('tells of a failure at once, gives up what came after it, and takes nothing more', async () => {
    const heard: unknown[] = [];
    const steps = new Steps();
    const lane = new CommitLane((reason) => heard.push(reason));
    await lane.add({ ...steps.window('a'), commit: () => Promise.reject(new Error('disk full')) });
    await lane.add(steps.window('b'));
    await steps.end('prepare a');
    expect(heard).toEqual([new Error('disk full')]);
    await steps.end('prepare b', 'abandon b');
    await lane.settle();
    expect(steps.seen).toEqual(['prepare a', 'prepare b', 'abandon b']);
    await expect(lane.add(steps.window('c'))).rejects.toThrow('disk full');
    await expect(lane.drain()).rejects.toThrow('disk full');
  });

  it('stores nothing that could not be prepared', async () => {
    const heard: unknown[] = [];
    const steps = new Steps();
    const lane = new CommitLane((reason) => heard.push(reason));
    await lane.add({ ...steps.window('a'), prepare: () => Promise.reject(new Error('disk full')) });
    await steps.rest();
    expect(heard).toEqual([new Error('disk full')]);
    await steps.end('abandon a');
    await lane.settle();
    expect(steps.seen).toEqual(['abandon a']);
  });
});
