/** Which measures of a capability are counted, and which are sums of those. */
import type { Capability } from '@bursar/contract';

/** Sums as OpenAI reports them: `input_tokens` includes what was cached. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  input_tokens: ['input_uncached_tokens', 'input_cached_tokens', 'input_cache_write_tokens'],
  input_uncached_tokens: ['input_text_tokens', 'input_audio_tokens', 'input_image_tokens'],
  input_cached_tokens: ['input_cached_text_tokens', 'input_cached_audio_tokens', 'input_cached_image_tokens'],
  input_cache_write_tokens: ['input_cache_write_30m_tokens', 'input_cache_write_12h_tokens'],
  output_tokens: ['output_text_tokens', 'output_audio_tokens', 'output_image_tokens'],
};

export interface CountedMeasures {
  /** Measures with a count of their own, in the order of the table. */
  base: readonly string[];
  /** Every measure of the capability with the places in `base` that it sums. */
  sums: readonly { measure: string; places: readonly number[] }[];
}

/** A measure is a sum where the capability meters all of its parts, otherwise it is counted itself. */
export function countedMeasures(capability: Capability): CountedMeasures {
  const names = Object.keys(capability.measures);
  const isSum = (name: string) => PARTS[name]?.every((part) => names.includes(part)) ?? false;
  const base = names.filter((name) => !isSum(name));
  const placesOf = (name: string): number[] => {
    return isSum(name) ? PARTS[name]!.flatMap(placesOf) : [base.indexOf(name)];
  };
  return { base, sums: names.map((measure) => ({ measure, places: placesOf(measure) })) };
}

/** The counted measure that a fine measure is part of: `input_text_tokens` is counted as `input_tokens` where no parts are metered. */
export function countedPlace(counted: CountedMeasures, fine: string): number {
  const own = counted.base.indexOf(fine);
  if (own >= 0) return own;
  const whole = Object.keys(PARTS).find((name) => PARTS[name]!.includes(fine));
  return whole === undefined ? -1 : countedPlace(counted, whole);
}

/** Whether a capability reports heights (stored bytes) instead of flows. */
export function isLevel(capability: Capability): boolean {
  return capability.measures[capability.headline]?.combine === 'level';
}

/** Whether a capability is the money itself, made from all others. */
export function isMoney(capability: Capability): boolean {
  return capability.measures[capability.headline]?.unit === 'currency';
}
