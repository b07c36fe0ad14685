/** Reads what is sent to the control path. */

export type Body = Readonly<Record<string, unknown>>;

/** @throws RangeError where it is missing or no text. */
export function textOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new RangeError(`"${name}" is missing; write "${name}": "…".`);
  return value;
}

/** @throws RangeError for a text that is no time. */
export function timeOf(body: Body, name: string): Date | undefined {
  if (body[name] === undefined) return undefined;
  const at = new Date(textOf(body, name));
  if (Number.isNaN(at.getTime())) throw new RangeError(`"${name}" is no time; write "2026-11-21T14:00:00Z".`);
  return at;
}
