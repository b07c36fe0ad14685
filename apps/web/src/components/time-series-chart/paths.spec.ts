import { describe, expect, it } from '@jest/globals';
import { outlines } from './paths.js';

const box = (x: number, y: number, height: number) => ({ x, y, width: 2, height });

describe('the outline of boxes', () => {
  it('goes once around those that touch', () => {
    expect(outlines([box(0, 10, 5), box(2, 8, 3)])).toBe('M0 10V10H2V8H4V11H2V15H0z');
  });

  it('is one for each part where a box is missing between', () => {
    expect(outlines([box(0, 10, 5), box(4, 8, 3)])).toBe('M0 10V10H2V15H0zM4 8V8H6V11H4z');
  });

  it('is empty where there are no boxes', () => {
    expect(outlines([])).toBe('');
  });
});
