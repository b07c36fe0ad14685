/** Words for who signs in to Bursar, and for what they may do. */
export const people = {
  role: {
    owner: 'Owner',
    admin: 'Admin',
    finance: 'Finance',
    engineer: 'Engineer',
    viewer: 'Viewer',
  },
  /** All who have the role. */
  holders: {
    owner: 'owners',
    admin: 'admins',
    finance: 'finance',
    engineer: 'engineers',
    viewer: 'viewers',
  },
  mayDo: {
    owner: 'Sees and does everything, and makes other owners.',
    admin: 'Sees and does everything, but makes no owners.',
    finance: 'Sees costs, usage, members and projects.',
    engineer: 'Sees the same and the audit log; starts and pauses collecting.',
    viewer: 'Sees costs, usage, members and projects; changes nothing.',
  },
  menu: {
    label: '{{name}}, {{role}}',
    everything: 'Every project',
    projects_one: '{{count}} project only',
    projects_other: '{{count}} projects only',
    lookAs: 'Look as',
    chosen: 'you look as this now',
    lookFailed: 'The role was not changed',
    signOut: 'Sign out',
    signOutFailed: 'You are still signed in',
  },
  notAllowed: {
    /** Keys are permissions. */
    what: {
      costs: { read: 'costs' },
      usage: { read: 'usage' },
      directory: { read: 'members and projects' },
      audit_events: { read: 'the audit log' },
      sync: { read: 'how collecting goes' },
    },
    title: 'You may not see {{what}}',
    text: 'It is allowed to {{roles}}. You are signed in with the role {{role}}. Ask an owner or an admin of Bursar for another one.',
    limited:
      'It reaches beyond the projects that you are limited to. Ask an owner or an admin of Bursar to lift the limit.',
    action: 'Go to Overview',
  },
} as const;
