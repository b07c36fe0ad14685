/**
 * How long an answer asks to wait, from `retry-after-ms` or `retry-after` (seconds or an HTTP date); null where it does
 * not say. A date counts from the answer's own `date`, so that a wrong local clock does not matter.
 */
export function retryAfterMs(headers: Headers, receivedAt: Date): number | null {
  const milliseconds = amount(headers.get('retry-after-ms'));
  if (milliseconds !== null) return milliseconds;
  const text = headers.get('retry-after');
  const seconds = amount(text);
  if (seconds !== null) return seconds * 1000;
  const until = instant(text);
  return until === null ? null : Math.max(0, until - (instant(headers.get('date')) ?? receivedAt.getTime()));
}

function amount(text: string | null): number | null {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}

function instant(text: string | null): number | null {
  // Without the look at its first letter, "-5" would be a date of the year 2001.
  const time = text !== null && /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
