/** Answers of Bursar's own API that are not figures: what happened, what to do. */
export const problems = {
  retry: 'Try again',
  requestId: 'Request {{requestId}}',
  field: '{{name}}: {{message}}',
  web: { title: 'The page could not show these figures' },
  offline: {
    title: 'Bursar does not answer',
    text: 'The server may be restarting, or the network is interrupted. Nothing stored is lost; figures already shown stay as they are.',
  },
  unreadable: {
    title: 'The answer was not from Bursar (status {{status}})',
    text: 'Something between this browser and Bursar answered instead, such as a proxy. Check the address, then try again.',
  },
  invalidRequest: { title: 'Bursar refused the question' },
  tooLarge: { title: 'The answer would be too large' },
  address: {
    title: 'Bursar refused this address',
    text: 'It answers only under the host names it is configured for. Open it as http://127.0.0.1 or http://localhost with its port.',
  },
  severalOrganizations: { title: 'Several organizations are connected' },
  signInNeeded: { title: 'You are not signed in' },
  signInRefused: { title: 'The sign-in was refused' },
  notAllowed: { title: 'This is not allowed to you' },
  secondFactorNeeded: { title: 'A second factor is needed first' },
  tooManyAttempts: { title: 'Too many attempts' },
  unavailable: {
    title: 'Bursar cannot reach its database',
    text: 'Figures come back by themselves when it answers again. Nothing stored is lost.',
  },
  other: { title: 'Bursar failed ({{code}}, status {{status}})' },
} as const;
