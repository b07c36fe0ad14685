/** Reading of a link: what makes no sense is replaced and listed, never taken for something else in silence. */
import { ORGANIZATION_PARAMETER } from './organization-parameter.js';
import type { SearchParams } from './search-params.js';

/** A part of a link that made no sense and was replaced: shown to the reader, so that no figure is taken for another. */
export interface Repair {
  parameter: string;
  seen: string;
}

/** The longest value of a filter that the API takes. */
const LONGEST_VALUE = 500;
/** The longest text that the API searches for. */
const LONGEST_SEARCH = 200;

export class LinkReader {
  readonly repairs: Repair[] = [];

  /** @param names parameters that the page knows; others are refused, but what the shell reads */
  constructor(
    private readonly search: SearchParams,
    names: readonly string[],
  ) {
    const unknown = Object.keys(search).filter((name) => !names.includes(name) && name !== ORGANIZATION_PARAMETER);
    for (const name of unknown) this.refuse(name, this.values(name).join(', '));
  }

  refuse(parameter: string, seen: string): null {
    this.repairs.push({ parameter, seen });
    return null;
  }

  values(name: string): string[] {
    const value = this.search[name];
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  }

  one(name: string): string | undefined {
    return this.values(name)[0];
  }

  among<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.one(name);
    if (text === undefined) return null;
    return allowed.find((each) => each === text) ?? this.refuse(name, text);
  }

  /** Those of several values that are allowed, each once. */
  allAmong<T extends string>(name: string, allowed: readonly T[]): T[] {
    const known = new Set<T>();
    for (const value of this.values(name)) {
      const found = allowed.find((each) => each === value);
      if (found === undefined) this.refuse(name, value);
      else known.add(found);
    }
    return [...known];
  }

  accepted(name: string, accepts: (text: string) => boolean): string | null {
    const text = this.one(name);
    return text === undefined || accepts(text) ? (text ?? null) : this.refuse(name, text);
  }

  /** A text to search for; empty where there is none. */
  searched(name: string): string {
    return this.accepted(name, (text) => text.length <= LONGEST_SEARCH) ?? '';
  }

  /** Values that are not known beforehand, such as ids. */
  open(name: string): string[] {
    const values = [...new Set(this.values(name))].filter((value) => value !== '');
    for (const value of values) if (value.length > LONGEST_VALUE) this.refuse(name, value);
    return values.filter((value) => value.length <= LONGEST_VALUE);
  }

  /** `name`, or `-name` for the largest or newest first. */
  sort<T extends string>(columns: readonly T[]): { column: T; descending: boolean } | null {
    const text = this.one('sort');
    if (text === undefined) return null;
    const descending = text.startsWith('-');
    const column = columns.find((each) => each === text.slice(descending ? 1 : 0));
    return column === undefined ? this.refuse('sort', text) : { column, descending };
  }
}
