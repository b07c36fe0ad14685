/**
 * Dimensions that OpenAI does not send but spells inside `line_item`: the model and the type of token.
 *
 * A line item is opaque text ("gpt-6-astra-2026-08-01, cached input"). The forms below are those that were seen;
 * whatever does not match one of them derives to null, never to a guess.
 */

/** Raised when a form is added or corrected: the store then derives its series anew. Points stay as they are. */
export const LINE_ITEM_FORMS_VERSION = 1;

export const TOKEN_TYPES = ['input', 'cached input', 'cache write', 'output'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export interface DerivedDimensions {
  model: string | null;
  token_type: TokenType | null;
}

const NOTHING: DerivedDimensions = { model: null, token_type: null };

// "input_tokens" is how OpenAI's documentation spells the same type of token. A map, not an object: the text is
// OpenAI's, and every object has a "constructor".
const TYPE_SPELLINGS: ReadonlyMap<string, TokenType> = new Map([
  ['input', 'input'],
  ['input_tokens', 'input'],
  ['cached input', 'cached input'],
  ['cached_input_tokens', 'cached input'],
  ['cache write', 'cache write'],
  ['cache write input', 'cache write'],
  ['output', 'output'],
  ['output_tokens', 'output'],
]);

/**
 * A model name has no blanks and a digit or a dash; GPT-Image items put the modality after it ("gpt-image-1.5 image,
 * output"). Separators and letters share no character: else a long text of dots would be tried in endless ways.
 */
const MODEL =
  /^(?:[a-z][a-z ]* \| )?(?<model>(?=\S*[\d-])[a-z][a-z0-9]*(?:[-.:_][a-z0-9]+)*)(?: (?:text|image|audio))?$/;

/** Model and token type of a cost line item; null where the text does not say. */
export function deriveFromLineItem(lineItem: string | null): DerivedDimensions {
  if (lineItem === null) return NOTHING;
  const comma = lineItem.lastIndexOf(', ');
  if (comma < 0) return NOTHING;
  const tokenType = TYPE_SPELLINGS.get(lineItem.slice(comma + 2)) ?? null;
  const model = MODEL.exec(lineItem.slice(0, comma))?.groups?.['model'] ?? null;
  return tokenType === null || model === null ? NOTHING : { model, token_type: tokenType };
}
