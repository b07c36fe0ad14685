import { describe, expect, it } from '@jest/globals';
import { CommitLane } from './commit-lane.js';

const noFailure = (reason: unknown): void => {
  throw reason;
};

describe('a lane of commits', () => {
  it('stores one window while the next is read, in order, never two at once', async () => {
    const lane = new CommitLane(noFailure);
    const seen: string[] = [];
    const ends: (() => void)[] = [];
    const commit = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.push(resolve));
      seen.push(`${name} ends`);
    };
    await lane.begin(commit('first'));
    seen.push('reading goes on');
    const second = lane.begin(commit('second'));
    await Promise.resolve();
    expect(seen).toEqual(['first begins', 'reading goes on']);
    ends[0]?.();
    await second;
    ends[1]?.();
    await lane.drain();
    expect(seen).toEqual(['first begins', 'reading goes on', 'first ends', 'second begins', 'second ends']);
  });

  it('tells of a failure at once, and whoever comes next', async () => {
    const heard: unknown[] = [];
    const lane = new CommitLane((reason) => heard.push(reason));
    await lane.begin(() => Promise.reject(new Error('disk full')));
    await lane.settle();
    expect(heard).toEqual([new Error('disk full')]);
    await expect(lane.begin(() => Promise.resolve())).rejects.toThrow('disk full');
    await expect(lane.drain()).rejects.toThrow('disk full');
  });
});
