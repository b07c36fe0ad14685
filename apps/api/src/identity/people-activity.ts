/** How the trail tells of people: never by what they prove themselves with. */
import type { ActivityTarget, ActivityWord, PersonChange } from '@bursar/contract';
import type { StoredPerson } from './people.store.js';

export const targetOf = ({ id, name }: { id: number | string; name: string }): ActivityTarget => ({
  kind: 'person',
  id: String(id),
  name,
});

/** All of a person that somebody else can change. */
export function standingOf({ name, role, projectIds, disabledAt }: StoredPerson): Required<PersonChange> {
  return { name, role, project_ids: projectIds, is_disabled: disabledAt !== null };
}

/** That somebody was disabled is looked for as such, whatever else was changed with it. */
export function wordOfChange({ is_disabled: isDisabled }: PersonChange): ActivityWord {
  if (isDisabled === undefined) return 'person.change';
  return isDisabled ? 'person.disable' : 'person.enable';
}
