import type { Offboarding } from '@bursar/contract';

/** Mail where there is no name, id where there is neither. */
export const leaverName = ({ name, email, id }: Offboarding['member']): string => name ?? email ?? id;
