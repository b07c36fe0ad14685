/** Words of the pages in front of the sign-in. */
export const signIn = {
  title: 'Sign in',
  to: 'to {{host}}',
  email: 'E-mail',
  password: 'Password',
  show: 'Show the password',
  hide: 'Hide the password',
  submit: 'Sign in',
  busy: 'Signing in\u2026',
  field: {
    missing: '{{field}} is missing.',
    wrong: '{{field}} {{message}}.',
  },
  forgotten: {
    open: 'Forgot the password?',
    title: 'A new password',
    text: 'Enter your mail address. Where somebody has a password for it, a link goes there by which a new one is chosen.',
    submit: 'Send the link',
    busy: 'Sending\u2026',
    done: 'Look into your mailbox',
    doneText: 'If somebody here has a password for {{email}}, a link is on its way. It works once, for four hours.',
    back: 'Back to the sign-in',
  },
  signOn: {
    with: 'Sign in with {{name}}',
    or: 'or by a password',
    only: 'People come in by {{name}} here. Who may come, and what they may do, is decided there.',
  },
  /** Keys are those of the contract. */
  refused: {
    title: 'You are not signed in',
    titleAccount: 'Your account is as it was',
    unreachable:
      'The identity provider does not answer, or Bursar may not call it. Try again in a while; the log of the server says more.',
    cancelled: 'The sign-in was broken off at the identity provider.',
    failed: 'The identity provider did not accept what Bursar asked of it. The log of the server says why.',
    stale: 'This sign-in was begun in another window or took longer than a quarter of an hour. Begin again.',
    untrusted:
      'What the identity provider answered could not be verified. Begin again; should it happen twice, the log of the server says why.',
    no_role: 'None of your groups has a role in Bursar. Ask whoever runs it for one.',
    no_projects: 'None of your groups may see a project in Bursar. Ask whoever runs it.',
    no_mail: 'The identity provider does not tell your mail address. Ask whoever runs Bursar.',
    mail_unverified: 'Your mail address is not verified at the identity provider. Verify it there first.',
    mail_taken:
      'Somebody with your mail address is known here already, by a password or another account. Sign in as before, and let yourself in by the provider on your account page.',
    identity_taken: 'That account of the identity provider belongs to somebody else here, or you have another one.',
    disabled: 'You were disabled in Bursar. Ask an owner or an admin.',
    second_factor:
      'Your role needs a second factor, and the identity provider did not ask you for one. Ask whoever runs it.',
    not_set_up: 'Nobody owns this Bursar yet. An owner has to sign in first.',
    too_many: 'Too many attempts came from your address. Wait a quarter of an hour.',
  },
  over: {
    title: 'You were signed out, for the session is over',
    text: 'It ends 12 hours after the sign-in, after 2 hours without use, or when somebody ends it. Sign in to go on where you were.',
  },
  demo: {
    to: 'to the demo on {{host}}',
    text: 'A simulator plays OpenAI: all numbers, keys and names are invented. Choose who you want to be.',
    roles: 'Who to be',
  },
  code: {
    title: 'Enter the code',
    text: 'The password was right. Your authenticator shows a code of six digits for Bursar.',
    recoveryText: 'Enter one of the ten recovery codes that you were given with the second factor. Each works once.',
    code: 'Code',
    recovery: 'Recovery code',
    submit: 'Sign in',
    busy: 'Signing in\u2026',
    useRecovery: 'Use a recovery code',
    useAuthenticator: 'Use the authenticator',
    back: 'Back to the password',
    backFailed: 'You are still between password and code',
  },
  welcome: {
    title: 'Welcome to Bursar',
    to: 'on {{host}}',
    invited: '{{name}}, you are invited. Choose a password; you sign in with it and your address {{email}}.',
    reset:
      '{{name}}, choose a new password for {{email}}. The old one works no more, and you are signed out elsewhere.',
    submit: 'Set the password and sign in',
    incompleteHead: 'You came by a link that lets you choose a password.',
    incomplete: 'A part of the link is missing',
    incompleteText:
      'Open it again as a whole, from the message that it came in. A page that was reloaded needs it again as well.',
    toBursar: 'Go to Bursar',
  },
  setUp: {
    title: 'Set up Bursar',
    text: 'Nobody can sign in here yet. Become the first owner; you may invite everybody else afterwards.',
    on: 'on {{host}}',
    where:
      'The code stands in the log of the server, in the line that begins with \u201cNobody can sign in yet\u201d: where you started Bursar, or in the log of its container. Each start writes a new one.',
    code: 'Set-up code',
    name: 'Your name',
    passwordHint: 'At least 12 characters.',
    submit: 'Become the first owner',
    busy: 'Setting up\u2026',
    toSignIn: 'Go to the sign-in',
  },
} as const;
