/** What OpenAI shows of a key, as short as it is told apart: `sk-proj-…x7Qa`. */
export const shownValue = (redacted: string | null): string | null =>
  redacted?.replace(/\*{2,}|\.{3,}/, '\u2026') ?? null;
