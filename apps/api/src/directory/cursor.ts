/** Where a page of a list ended: what the list was sorted by, and the row itself where several sort alike. */
import { z } from 'zod';
import { invalidRequest } from '../http/problem.js';

export interface Cursor {
  /** The sort it belongs to, as the caller wrote it: `-created_at`. */
  sort: string;
  /** The last row's sort value as text; null where it has none. */
  value: string | null;
  id: string;
  /** Whose list the row is in; '' unless an id may stand in several. */
  parentId?: string;
  organizationId: number;
}

export type SortValueType = 'text' | 'timestamptz' | 'numeric';

const storable = z.string().refine((text) => !text.includes('\0') && text.isWellFormed());
const VALUES: Readonly<Record<SortValueType, z.ZodType<string>>> = {
  text: storable,
  numeric: z
    .string()
    .max(200)
    .regex(/^-?\d+(\.\d+)?$/),
  timestamptz: z.iso.datetime({ precision: 3 }).refine((text) => text >= '0001'),
};

/** Opaque to callers: they hand it back as they got it. */
export function writeCursor({ sort, value, id, parentId = '', organizationId }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, value, id, parentId, organizationId])).toString('base64url');
}

/**
 * Reads a cursor that a caller hands back.
 *
 * @throws ProblemError 400 when it was not made by this list in this sort.
 */
export function readCursor(text: string, sort: string, type: SortValueType): Cursor {
  const schema = z.tuple([z.literal(sort), VALUES[type].nullable(), storable, storable, z.int32().min(1)]);
  const read = schema.safeParse(parse(text));
  if (!read.success) {
    throw invalidRequest({
      parameter: 'cursor',
      message: `is not a next_cursor of this list with sort=${sort}: begin again without it`,
    });
  }
  const [, value, id, parentId, organizationId] = read.data;
  return { sort, value, id, parentId, organizationId };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    // Not JSON: refused by the schema like everything else that is no cursor.
    return undefined;
  }
}
