import { ApiError } from '../../lib/api.js';

/** What the server says of single fields, by the name of the field: a problem points into the body, `/email`. */
export function fieldMessages(error: Error | null): ReadonlyMap<string, string> {
  const fields = error instanceof ApiError ? error.fields : [];
  return new Map(
    fields.flatMap(({ pointer, message }) => (pointer === undefined ? [] : [[pointer.slice(1), message]])),
  );
}
