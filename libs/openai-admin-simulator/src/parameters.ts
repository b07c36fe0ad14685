/** Query parameters by name without brackets; lists may come as `x=a&x=b`, `x[]=a`, `x[0]=a` or `x=a,b`. */
export type Parameters = Readonly<Record<string, readonly string[]>>;

const BRACKETS = /\[\d*\]$/;
/** Opaque texts with commas of their own ("gpt-6-astra, input"), never split. */
const WHOLE = new Set(['line_items', 'page', 'after', 'before']);

export function readParameters(search: URLSearchParams): Parameters {
  const parameters: Record<string, string[]> = {};
  for (const [written, value] of search) {
    const name = written.replace(BRACKETS, '');
    const values = WHOLE.has(name) ? [value] : value.split(',');
    (parameters[name] ??= []).push(...values);
  }
  return parameters;
}
