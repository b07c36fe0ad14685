/** One extra use, entered by a spec. */
export interface UsageEvent {
  /** The minute it belongs to. */
  at: Date;
  /** Name in the capability table. */
  capability: string;
  /** Dimensions as OpenAI spells them; absent ones are null. */
  dimensions: Readonly<Record<string, string | null>>;
  /** Measures as OpenAI spells them, those that are no sums of others: `{input_uncached_tokens: 100, output_text_tokens: 7}`. */
  measures: Readonly<Record<string, number>>;
}
