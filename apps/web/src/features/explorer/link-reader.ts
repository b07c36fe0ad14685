/** Reading of a link: what makes no sense is replaced and listed, never taken for something else in silence. */
import type { SearchParams } from '../../lib/search-params.js';
import type { Grouping } from './group-menus.js';
import { SORTS, type TableSort } from './group-rows.js';

/** A part of a link that made no sense and was replaced: shown to the reader, so that no figure is taken for another. */
export interface Repair {
  parameter: string;
  seen: string;
}

const LONGEST_VALUE = 500;

export class LinkReader {
  readonly repairs: Repair[] = [];

  /** @param names parameters that the page knows; others are refused */
  constructor(
    private readonly search: SearchParams,
    names: readonly string[],
  ) {
    const unknown = Object.keys(search).filter((name) => !names.includes(name));
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

  accepted(name: string, accepts: (text: string) => boolean): string | null {
    const text = this.one(name);
    return text === undefined || accepts(text) ? (text ?? null) : this.refuse(name, text);
  }

  dimensions<T extends string>(name: string, allowed: readonly T[]): T[] {
    const known = new Set<T>();
    for (const value of this.values(name)) {
      const found = allowed.find((each) => each === value);
      if (found === undefined) this.refuse(name, value);
      else known.add(found);
    }
    return [...known];
  }

  /** `none` means: not grouped. */
  grouping<T extends string>(allowed: readonly T[], usual: T): Grouping & { groupBy: T | null; thenBy: T | null } {
    const values = this.values('group_by');
    if (values.length === 0) return { groupBy: usual, thenBy: null };
    if (values.length === 1 && values[0] === 'none') return { groupBy: null, thenBy: null };
    const [first, second, ...rest] = this.dimensions('group_by', allowed);
    if (rest.length > 0) this.refuse('group_by', rest.join(', '));
    return { groupBy: first ?? usual, thenBy: second ?? null };
  }

  filters<T extends string>(dimensions: readonly T[]): Partial<Record<T, readonly string[]>> {
    const filters: Partial<Record<T, readonly string[]>> = {};
    for (const dimension of dimensions) {
      const values = this.filter(dimension);
      if (values.length > 0) filters[dimension] = values;
    }
    return filters;
  }

  sort(): TableSort | null {
    const text = this.one('sort');
    if (text === undefined) return null;
    const descending = text.startsWith('-');
    const column = SORTS.find((each) => each === text.slice(descending ? 1 : 0));
    return column === undefined ? this.refuse('sort', text) : { column, descending };
  }

  private filter(dimension: string): string[] {
    return [...new Set(this.values(dimension))].filter((value) => value !== '' && value.length <= LONGEST_VALUE);
  }
}

interface SharedView extends Grouping {
  filters: Readonly<Partial<Record<string, readonly string[]>>>;
  without: readonly string[];
  sort: TableSort | null;
}

/** The parts of a link that all explorers spell alike; what is usual is left out. */
export function writeShared({ groupBy, thenBy, filters, without, sort }: SharedView, usual: string): SearchParams {
  const search: SearchParams = {};
  if (groupBy === null) search['group_by'] = 'none';
  else if (thenBy !== null) search['group_by'] = [groupBy, thenBy];
  else if (groupBy !== usual) search['group_by'] = groupBy;
  for (const [dimension, values = []] of Object.entries(filters)) {
    if (values.length > 0) search[dimension] = [...values];
  }
  if (without.length > 0) search['without'] = [...without];
  if (sort !== null) search['sort'] = `${sort.descending ? '-' : ''}${sort.column}`;
  return search;
}
