import type { Organization } from '@bursar/contract';

export const ORGANIZATION_TASKS = [
  'rename',
  'replace',
  'add-write',
  'replace-write',
  'forget-write',
  'disconnect',
  'remove',
] as const;
export type OrganizationTaskKind = (typeof ORGANIZATION_TASKS)[number];

/** What an admin is about: a dialog each. */
export type OrganizationTask = { kind: 'connect' } | { kind: OrganizationTaskKind; organization: Organization };

/** What may be done to an organization; what the environment sets is changed there, and the demo's not at all. */
export function tasksFor({ state, keys: { read, write } }: Organization): OrganizationTaskKind[] {
  if (state === 'removing' || read?.source === 'demo') return [];
  if (state === 'disconnected') return ['rename', 'remove'];
  const isReadSetHere = read?.source !== 'environment';
  const isWriteSetHere = write?.source === 'web';
  return [
    'rename',
    ...(isReadSetHere ? (['replace'] as const) : []),
    ...(write === null ? (['add-write'] as const) : []),
    ...(isWriteSetHere ? (['replace-write', 'forget-write'] as const) : []),
    ...(isReadSetHere ? (['disconnect'] as const) : []),
  ];
}
