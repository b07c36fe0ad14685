import { describe, expect, it } from '@jest/globals';
import type { ResultRow } from '@bursar/openai-admin';
import { type ReadRows, RowIntake } from './row-intake.js';

const ROW: ResultRow = { dimensions: {}, measures: {}, currency: null, quantityUnit: null };
const batch = (startSeconds: number, rows = 1): ReadRows => ({
  startSeconds,
  rows: Array.from({ length: rows }, () => ROW),
});

/** Takes batches once it is let; tells what it was given at a time. */
function takingWhenLet() {
  const taken: number[][] = [];
  let letGo: (() => void)[] = [];
  let refusal: Error | null = null;
  const intake = new RowIntake(async (batches) => {
    await new Promise<void>((resolve) => letGo.push(resolve));
    if (refusal !== null) throw refusal;
    taken.push(batches.map(({ startSeconds }) => startSeconds));
  });
  return {
    intake,
    taken,
    go() {
      const waiting = letGo;
      letGo = [];
      for (const one of waiting) one();
    },
    refuse(error: Error) {
      refusal = error;
    },
    get isAsked() {
      return letGo.length > 0;
    },
  };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('an intake of rows', () => {
  it('takes together what came while it was busy, in the order in which it came', async () => {
    const { intake, taken, go } = takingWhenLet();
    for (const at of [1, 2, 3]) await intake.add(batch(at));
    const settled = intake.settle();
    go();
    await turn();
    go();
    await settled;
    expect(taken).toEqual([[1], [2, 3]]);
  });

  it('lets nobody go on who has brought as much as may wait', async () => {
    const { intake, go } = takingWhenLet();
    await intake.add(batch(1));
    let hasRoom = false;
    const many = intake.add(batch(2, 20_000)).then(() => (hasRoom = true));
    await turn();
    expect(hasRoom).toBe(false);
    go();
    await turn();
    go();
    await many;
    expect(hasRoom).toBe(true);
  });

  it('tells what went wrong to whoever comes next, and takes nothing more', async () => {
    const { intake, taken, go, refuse } = takingWhenLet();
    refuse(new Error('no plain decimal'));
    await intake.add(batch(1));
    await intake.add(batch(2));
    go();
    await expect(intake.settle()).rejects.toThrow('no plain decimal');
    await expect(intake.add(batch(3))).rejects.toThrow('no plain decimal');
    expect(taken).toEqual([]);
  });

  it('forgets what waits, and begins anew', async () => {
    const work = takingWhenLet();
    await work.intake.add(batch(1));
    await work.intake.add(batch(2));
    const cleared = work.intake.clear();
    work.go();
    await cleared;
    expect(work.isAsked).toBe(false);
    await work.intake.add(batch(3));
    work.go();
    await work.intake.settle();
    expect(work.taken).toEqual([[1], [3]]);
  });
});
