import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from './capabilities.js';
import { deriveFromLineItem, TOKEN_TYPES } from './line-items.js';

describe('deriveFromLineItem', () => {
  it.each([
    ['gpt-6-astra-2026-08-01, cached input', 'gpt-6-astra-2026-08-01', 'cached input'],
    ['gpt-6-astra, input_tokens', 'gpt-6-astra', 'input'],
    ['gpt-6-astra, output_tokens', 'gpt-6-astra', 'output'],
    ['gpt-6-astra, cached_input_tokens', 'gpt-6-astra', 'cached input'],
    ['gpt-4o-2024-08-06, input', 'gpt-4o-2024-08-06', 'input'],
    ['gpt-4o-2024-08-06, output', 'gpt-4o-2024-08-06', 'output'],
    ['gpt-6-astra, cache write', 'gpt-6-astra', 'cache write'],
    ['gpt-6-astra, cache write input', 'gpt-6-astra', 'cache write'],
    ['ft-gpt-4o-2024-08-06, output', 'ft-gpt-4o-2024-08-06', 'output'],
    ['gpt-image-2.5-flare image, output', 'gpt-image-2.5-flare', 'output'],
    ['gpt-image-1.5-2025-12-16 text, cached input', 'gpt-image-1.5-2025-12-16', 'cached input'],
    ['gpt-4o-realtime-preview audio, input', 'gpt-4o-realtime-preview', 'input'],
    ['evals | gpt-4o-mini, input', 'gpt-4o-mini', 'input'],
    ['assistants api | gpt-4o, output', 'gpt-4o', 'output'],
    ['o3, input', 'o3', 'input'],
    ['text-embedding-3-small, input', 'text-embedding-3-small', 'input'],
  ])('reads %j', (lineItem, model, tokenType) => {
    expect(deriveFromLineItem(lineItem)).toEqual({ model, token_type: tokenType });
  });

  it.each([
    [null],
    [''],
    ['Vector storage'],
    ['Text tokens'],
    ['Text tokens, input'],
    ['input_tokens'],
    ['assistants api | file search'],
    ['evals | code interpreter'],
    ['dall-e-3'],
    ['gpt-4o-2024-08-06'],
    ['gpt-4o-2024-08-06, seconds'],
    ['gpt-4o-2024-08-06, Input'],
    ['gpt-4o-2024-08-06,input'],
    ['gpt-4o-2024-08-06 , input'],
    ['gpt-4o-2024-08-06, input '],
    ['gpt-4o, batch, input'],
    ['gpt-4o flex, input'],
    ['GPT-4o, input'],
    ['whisper, input'],
    [', input'],
    ['gpt-4o, '],
    ['gpt-4o, constructor'],
    ['gpt-4o, __proto__'],
    ['__proto__, input'],
    ['gpt-4o\n, input'],
    ['modèle-4, input'],
    ['gpt\u202e-4o, input'],
    ['<img src=x onerror=alert(1)>, input'],
    ['=HYPERLINK("http://example.com"), output'],
  ])('never guesses at %j', (lineItem) => {
    expect(deriveFromLineItem(lineItem)).toEqual({ model: null, token_type: null });
  });

  it.each([['a-'.repeat(100_000)], ['a '.repeat(100_000)], [`${'gpt-4.'.repeat(50_000)}!`]])(
    'comes to an end on a very long line item',
    (model) => {
      expect(deriveFromLineItem(`${model}, input`)).toEqual({ model: null, token_type: null });
    },
  );

  it('derives the dimensions that the capability table announces, and token types that the contract lists', () => {
    const derived = deriveFromLineItem('gpt-6-astra, output');
    expect(Object.keys(derived)).toEqual(CAPABILITIES.costs.derivedDimensions);
    expect(TOKEN_TYPES).toContain(derived.token_type);
  });
});
