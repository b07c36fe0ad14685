/** Those who are there in the demo, one for each role, so that each view can be looked at. */
import { type Role, ROLE_NAMES } from '@bursar/contract';
import type { NewPerson } from './people.store.js';

const NAMES: Record<Role, string> = {
  owner: 'Olivia Owner',
  admin: 'Adam Admin',
  finance: 'Fiona Finance',
  engineer: 'Eric Engineer',
  viewer: 'Vera Viewer',
};

export const demoEmail = (role: Role): string => `${role}@demo.example`;

/** Without passwords: they are signed in by one click, and by nothing else. */
export const DEMO_PEOPLE: readonly NewPerson[] = ROLE_NAMES.map((role) => ({
  email: demoEmail(role),
  name: NAMES[role],
  role,
  passwordHash: null,
}));
