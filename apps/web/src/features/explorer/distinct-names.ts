import type { Group } from './answers.js';
import { groupId } from './report.js';

type NameOf = (group: Group) => string;

const TAIL = 4;

/**
 * Names groups so that those of one name can be told apart: by the end of the id that they differ in.
 *
 * Two projects of an organization may have one name, and so may those of two organizations.
 *
 * @param shown every group that is named anywhere on the page
 */
export function distinctNames(nameOf: NameOf, shown: readonly Group[]): NameOf {
  const byName = new Map<string, Map<string, Group>>();
  for (const group of shown) {
    const name = nameOf(group);
    const alike = byName.get(name) ?? new Map<string, Group>();
    byName.set(name, alike.set(groupId(group), group));
  }
  return (group) => {
    const name = nameOf(group);
    const alike = byName.get(name);
    if (alike === undefined || alike.size < 2) return name;
    const marks = Object.entries(group.key).flatMap(([dimension, value]) => {
      const differs = [...alike.values()].some((other) => other.key[dimension] !== value);
      return differs && value !== null ? [`\u2026${value.slice(-TAIL)}`] : [];
    });
    return marks.length === 0 ? name : `${name} (${marks.join(', ')})`;
  };
}

/** The groups of all answers that are there. */
export const groupsOf = (...answers: readonly ({ groups: readonly Group[] } | null | undefined)[]): Group[] =>
  answers.flatMap((answer) => answer?.groups ?? []);
