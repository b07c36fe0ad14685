/** Models and what they cost. Names and prices are made up, in the spelling of OpenAI's. */
import type { Unit } from '@bursar/contract';

/** What one line item of a model bills. */
export interface PricedItem {
  /** Follows the model's name: `, cached input`, ` image, output`. */
  suffix: string;
  /** Measures that it bills, by their finest names; a capability that meters coarser is billed by the coarser one. */
  measures: readonly string[];
  /** `quantity_unit` of the cost row. */
  unit: string;
  /** US dollars for a million, oldest first. */
  prices: readonly { from: string; usdPerMillion: string }[];
}

export interface Model {
  name: string;
  released: string;
  /** What it is metered in: the unit of the headline measure of its capability. */
  unit: Unit;
  /** Whether its capability meters output as well. */
  generates: boolean;
  /** Average amounts of one request, by the finest names of measures. */
  perRequest: Readonly<Record<string, number>>;
  items: readonly PricedItem[];
}

const BEGINNING = '2020-01-01';
const ever = (usdPerMillion: string) => [{ from: BEGINNING, usdPerMillion }];
const tokens = (suffix: string, measures: readonly string[], usdPerMillion: string): PricedItem => ({
  suffix,
  measures,
  unit: 'tokens',
  prices: ever(usdPerMillion),
});

interface TextPrices {
  input: string;
  cached: string;
  /** Absent: writing to the cache costs nothing of its own and is not metered. */
  write?: string;
  output: string;
  change?: { from: string; factor: 'half' | 'double' };
}

function changed(item: PricedItem, change: TextPrices['change']): PricedItem {
  const [first] = item.prices;
  if (!change || !first) return item;
  const factor = change.factor === 'half' ? 0.5 : 2;
  const usdPerMillion = String(Number(first.usdPerMillion) * factor);
  return { ...item, prices: [first, { from: change.from, usdPerMillion }] };
}

function textModel(name: string, released: string, prices: TextPrices): Model {
  const items = [
    tokens(', input', ['input_text_tokens', 'input_image_tokens'], prices.input),
    tokens(', cached input', ['input_cached_text_tokens', 'input_cached_image_tokens'], prices.cached),
    tokens(', output', ['output_text_tokens'], prices.output),
  ];
  const writes = ['input_cache_write_30m_tokens', 'input_cache_write_12h_tokens'];
  if (prices.write) items.splice(2, 0, tokens(', cache write', writes, prices.write));
  const perRequest = {
    input_text_tokens: 1400,
    input_image_tokens: 90,
    input_cached_text_tokens: 1100,
    output_text_tokens: 420,
    ...(prices.write ? { input_cache_write_30m_tokens: 160, input_cache_write_12h_tokens: 30 } : {}),
  };
  const priced = items.map((item) => changed(item, prices.change));
  return { name, released, unit: 'tokens', generates: true, perRequest, items: priced };
}

function imageModel(name: string, released: string, [text, image, cached, output]: [string, string, string, string]) {
  return {
    name,
    released,
    unit: 'tokens',
    generates: true,
    perRequest: {
      input_text_tokens: 220,
      input_image_tokens: 310,
      input_cached_text_tokens: 40,
      output_image_tokens: 2100,
    },
    items: [
      tokens(' text, input', ['input_text_tokens'], text),
      tokens(' image, input', ['input_image_tokens'], image),
      tokens(' text, cached input', ['input_cached_text_tokens'], cached),
      tokens(' image, output', ['output_image_tokens'], output),
    ],
  } satisfies Model;
}

function voiceModel(name: string, released: string, [text, audio, cached, output]: [string, string, string, string]) {
  return {
    name,
    released,
    unit: 'tokens',
    generates: true,
    perRequest: {
      input_text_tokens: 350,
      input_audio_tokens: 900,
      input_cached_audio_tokens: 500,
      output_text_tokens: 120,
      output_audio_tokens: 640,
    },
    items: [
      tokens(' text, input', ['input_text_tokens'], text),
      tokens(' audio, input', ['input_audio_tokens'], audio),
      tokens(' audio, cached input', ['input_cached_audio_tokens'], cached),
      tokens(' audio, output', ['output_audio_tokens'], output),
      tokens(' text, output', ['output_text_tokens'], text),
    ],
  } satisfies Model;
}

/** A model with one measure and one line item. */
function plainModel(name: string, released: string, unit: Unit, usdPerMillion: string, amount: number): Model {
  const own = {
    tokens: ['input_text_tokens', ', input', 'tokens'],
    images: ['images', ', image', 'images'],
    characters: ['characters', ', characters', 'characters'],
    seconds: ['seconds', ', duration', 'duration_seconds'],
  } as const;
  if (!(unit in own)) throw new RangeError(`No plain model is metered in ${unit}.`);
  // The line above proves it; TypeScript does not narrow a key by `in`.
  const [measure, suffix, quantityUnit] = own[unit as keyof typeof own];
  const items = [{ suffix, measures: [measure], unit: quantityUnit, prices: ever(usdPerMillion) }];
  return { name, released, unit, generates: false, perRequest: { [measure]: amount }, items };
}

/** A line of models: each replaces the one before it, some weeks after it is released. */
export type Lineage = readonly Model[];

/** What projects use models for. */
export const LINEAGES = {
  chat: [
    textModel('gpt-4o-2024-08-06', '2024-08-06', { input: '2.5', cached: '1.25', output: '10' }),
    textModel('gpt-5.4-2025-11-12', '2025-11-12', { input: '1.5', cached: '0.15', output: '12' }),
    textModel('gpt-6-astra-2026-08-01', '2026-08-01', {
      input: '2',
      cached: '0.2',
      write: '2.5',
      output: '16',
      change: { from: '2026-10-15', factor: 'half' },
    }),
  ],
  small: [
    textModel('gpt-4o-mini-2024-07-18', '2024-07-18', { input: '0.15', cached: '0.075', output: '0.6' }),
    textModel('gpt-5.4-mini-2025-11-12', '2025-11-12', { input: '0.25', cached: '0.025', output: '2' }),
    // Prices with many digits, so that whoever drops one is found out.
    textModel('gpt-6-astra-mini-2026-08-01', '2026-08-01', {
      input: '0.3141592653589793238462',
      cached: '0.0314159265358979323846',
      output: '2.7182818284590452353602',
    }),
  ],
  reasoning: [
    textModel('o3-2025-04-16', '2025-04-16', { input: '2', cached: '0.5', output: '8' }),
    textModel('o5-2026-03-24', '2026-03-24', { input: '3', cached: '0.3', write: '3.75', output: '18' }),
  ],
  tuned: [textModel('ft-gpt-4o-2024-08-06', '2024-09-01', { input: '3.75', cached: '1.875', output: '15' })],
  picture: [
    imageModel('gpt-image-1-2025-04-23', '2025-04-23', ['5', '10', '1.25', '40']),
    imageModel('gpt-image-2-2026-04-21', '2026-04-21', ['4', '8', '1', '30']),
  ],
  voice: [
    voiceModel('gpt-realtime-2025-08-28', '2025-08-28', ['4', '32', '0.4', '64']),
    voiceModel('gpt-realtime-2-2026-05-20', '2026-05-20', ['3', '24', '0.3', '48']),
  ],
  embed: [
    plainModel('text-embedding-3-large', '2024-01-25', 'tokens', '0.13', 900),
    plainModel('text-embedding-4-large', '2026-02-17', 'tokens', '0.0987654321098765432109', 900),
  ],
  moderate: [plainModel('omni-moderation-2024-09-26', '2024-09-26', 'tokens', '0', 300)],
  draw: [plainModel('dall-e-3', '2023-11-06', 'images', '40000', 1)],
  speak: [plainModel('tts-1-hd', '2023-11-06', 'characters', '30', 640)],
  transcribe: [plainModel('whisper-1', '2023-03-01', 'seconds', '100', 95)],
} as const satisfies Record<string, Lineage>;

export type Use = keyof typeof LINEAGES;
