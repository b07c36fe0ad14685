/** Looking into what OpenAI sends, of which nothing but the id, type and time of an event is certain. */

export type Json = Readonly<Record<string, unknown>>;

/** The value if it is an object, else an empty one. */
export function objectOf(value: unknown): Json {
  // What is an object and no list has its own fields by name.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A text that says something, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What an event says under its own type; an empty object where it says nothing. */
export function payloadOf(event: Json): Json {
  return objectOf(event[textOf(event['type']) ?? '']);
}

/** Every text below a value, with the name of the field that it stands in; the names of lists are those of their field. */
export function* textsBelow(value: unknown, field = ''): Generator<{ field: string; text: string }> {
  if (typeof value === 'string') yield { field, text: value };
  if (Array.isArray(value)) for (const part of value) yield* textsBelow(part, field);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) yield* textsBelow(part, name);
  }
}
