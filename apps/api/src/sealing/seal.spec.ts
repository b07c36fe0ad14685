import { describe, expect, it } from '@jest/globals';
import { seal, SealError, unseal } from './seal.js';

const SECRET = 'a secret of thirty-two characters';

describe('a seal', () => {
  it('opens with its secret alone, and is another each time', () => {
    const sealed = seal('a seed', SECRET, 'second-factor');
    expect(unseal(sealed, SECRET, 'second-factor')).toBe('a seed');
    expect(sealed).not.toContain('seed');
    expect(seal('a seed', SECRET, 'second-factor')).not.toBe(sealed);
    expect(() => unseal(sealed, `${SECRET}!`, 'second-factor')).toThrow(SealError);
  });

  it('does not open once any part of it was changed', () => {
    const sealed = seal('a seed', SECRET, 'second-factor');
    for (let at = 3; at < sealed.length; at++) {
      const other = sealed[at] === 'A' ? 'Q' : 'A';
      expect(() => unseal(sealed.slice(0, at) + other + sealed.slice(at + 1), SECRET, 'second-factor')).toThrow(
        SealError,
      );
    }
    expect(() => unseal('v1.', SECRET, 'second-factor')).toThrow(SealError);
  });
});
