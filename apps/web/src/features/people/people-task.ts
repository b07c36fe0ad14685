import type { Person, PersonLink } from '@bursar/contract';

/** What an admin is about: a dialog each. */
export type PeopleTask =
  | { kind: 'invite' }
  | { kind: 'change' | 'link' | 'disable' | 'enable' | 'remove-factor' | 'erase'; person: Person }
  | { kind: 'show-link'; link: PersonLink };

export type PersonTaskKind = Extract<PeopleTask, { person: Person }>['kind'];

/** Who looks, as far as it decides what they may do to others. */
interface Looker {
  id: string;
  permissions: readonly string[];
}

/** What may be done to a person; nothing where only owners may touch them. */
export function tasksFor(person: Person, { id, permissions }: Looker): PersonTaskKind[] {
  if (person.state === 'erased') return [];
  if (person.role === 'owner' && !permissions.includes('owners.write')) return [];
  const isDisabled = person.state === 'disabled';
  return [
    'change',
    ...(isDisabled ? [] : (['link'] as const)),
    ...(person.has_second_factor ? (['remove-factor'] as const) : []),
    ...(isDisabled ? (['enable'] as const) : person.id === id ? [] : (['disable'] as const)),
    // What cannot be undone stands last.
    ...(isDisabled && person.id !== id && permissions.includes('personal_data.erase') ? (['erase'] as const) : []),
  ];
}
