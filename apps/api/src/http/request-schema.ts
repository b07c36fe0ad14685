import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { type FieldError, invalidRequest } from './problem.js';

/**
 * Checks what a request brings against the zod schema of its parameter: `@Query({ schema })`, `@Body({ schema })`,
 * `@Param('id', { schema })`.
 *
 * Nest's own pipe sees the issues only; this one also knows the schema and so can list the parameters that exist.
 */
export class RequestSchemaPipe implements PipeTransform {
  transform(value: unknown, { schema, type, data }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    // A write without a body is one that leaves every choice open.
    const result = schema.safeParse(type === 'body' && value === undefined ? {} : value, { reportInput: true });
    if (result.success) return result.data;
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const errors = result.error.issues.flatMap((issue) => describe(issue, { known, type, data }));
    throw invalidRequest(...firstOfEachPlace(errors));
  }
}

/** What fails one check often fails the next for the same reason. */
function firstOfEachPlace(errors: readonly FieldError[]): FieldError[] {
  const places = errors.map(({ parameter, pointer }) => `${parameter} ${pointer}`);
  return errors.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

type Place = Pick<ArgumentMetadata, 'type' | 'data'> & { known: string[] };

function describe(issue: z.core.$ZodIssue, place: Place): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = issue.path.length === 0 ? { allowed: place.known } : {};
    return issue.keys.map((key) => ({ ...locate([...issue.path, key], place), message: 'is unknown', ...allowed }));
  }
  if (place.type !== 'body' && Array.isArray(issue.input)) {
    return [{ ...locate(issue.path, place), message: 'may be given once' }];
  }
  return [{ ...locate(issue.path, place), message: sentence(issue), ...allowedValues(issue) }];
}

/** A query or path parameter by its name, a place in the body as a JSON pointer. */
function locate(path: readonly PropertyKey[], { type, data }: Place): Pick<FieldError, 'parameter' | 'pointer'> {
  if (type === 'body') return { pointer: path.map((part) => `/${escapePointer(String(part))}`).join('') };
  return { parameter: String(path[0] ?? data ?? type) };
}

const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : `has to be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `has to be ${issue.message}`;
    case 'too_small':
      return issue.origin === 'number' ? `has to be at least ${issue.minimum}` : tooShort(issue);
    case 'too_big':
      return issue.origin === 'number' ? `has to be at most ${issue.maximum}` : `is longer than ${issue.maximum}`;
    case 'custom':
      return `has to be ${issue.message}`;
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `has to be ${article(issue.expected)}`;
    default:
      return issue.message;
  }
}

function tooShort({ origin, minimum }: z.core.$ZodIssueTooSmall): string {
  if (minimum === 1 || minimum === 1n) return 'may not be empty';
  return origin === 'string' ? `needs at least ${minimum} characters` : `needs at least ${minimum}`;
}

function article(expected: string): string {
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function allowedValues(issue: z.core.$ZodIssue): Pick<FieldError, 'allowed'> {
  return issue.code === 'invalid_value' ? { allowed: issue.values.map(String) } : {};
}
