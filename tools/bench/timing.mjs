// How times become one number.

/** The value that so large a share of a list does not exceed. @param {readonly number[]} list @param {number} share */
export function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** @param {readonly number[]} list */
export const median = (list) => percentile(list, 0.5);

/** @param {() => Promise<unknown>} call @returns {Promise<number>} milliseconds */
export async function timed(call) {
  const startedAt = performance.now();
  await call();
  return performance.now() - startedAt;
}
