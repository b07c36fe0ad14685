/** Words of events of OpenAI's log below a chart. */
export const chartEvents = {
  label: 'Events of the chart',
  reading: 'Reading events\u2026',
  none: 'OpenAI logged no change of keys, limits, members or projects in this time.',
  event: '{{at}}: {{what}}',
  eventBy: '{{at}}: {{what}} by {{who}}',
  named: '{{what}} ({{name}})',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  andMore_one: '{{text}}, and {{count}} more',
  andMore_other: '{{text}}, and {{count}} more',
  earlier_one: 'Show {{count}} earlier mark',
  earlier_other: 'Show {{count}} earlier marks',
  leftOut: 'Only the newest {{count}} events are drawn; earlier ones are left out.',
  ofProject: 'What an admin key does OpenAI books on the default project, so it is not among these.',
  log: 'All in the audit log',
} as const;
