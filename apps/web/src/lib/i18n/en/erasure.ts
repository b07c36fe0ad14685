/** Words for erasing people. */
export const erasure = {
  close: 'Close',
  cancel: 'Keep the name',
  typed: 'It cannot be undone. To confirm, type:',
  name: 'Name',
  nameWrong: 'This is not the name above.',
  reason: 'Reason',
  reasonHint: 'Stays in Activity for ever, so without name and mail address; 10 characters at least.',
  reasonShort: 'Write 10 characters at least.',
  submit: 'Erase for ever',
  busy: 'Erasing\u2026',
  member: {
    open: 'Erase name',
    title: 'Erase the name and the mail address of a member who left',
    goes: 'Both go from members, keys, invites, their history, audit events and Activity, and what OpenAI tells of them later is stored without them.',
    stays: 'Their id stays, so that costs, usage and keys stay whole; network addresses in audit events stay as well.',
    done: 'The name is erased',
  },
  person: {
    goes: 'Name, mail address and network addresses go from everywhere in Bursar, with sessions and tokens. They can never be enabled again.',
    stays:
      'What they did stays in Activity under their id, and the trail still proves it. Entries that name them lose what they say in words.',
    done: 'The person is erased',
  },
} as const;
