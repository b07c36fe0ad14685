/** The variables of the configuration: what each means, and what it is where nobody sets it. */

interface Variable {
  meaning: string;
  /** As it would be written; null: unset. */
  default: string | null;
}

/** Also the source of .env.example, which a spec holds against this table. */
export const VARIABLES = {
  OPENAI_ADMIN_KEY: {
    meaning:
      'Admin key of the OpenAI organization (Settings → Admin keys); of several, one key each, with commas. Without it Bursar shows a demo.',
    default: null,
  },
  OPENAI_ADMIN_KEY_FILE: {
    meaning: 'File that holds the admin key, for those who keep secrets in files. Instead of OPENAI_ADMIN_KEY.',
    default: null,
  },
  OPENAI_ADMIN_WRITE_KEY: {
    meaning:
      'Admin key that changes things at OpenAI, so that OPENAI_ADMIN_KEY needs to read only; of several organizations, one each.',
    default: null,
  },
  OPENAI_ADMIN_WRITE_KEY_FILE: {
    meaning: 'File that holds that key. Instead of OPENAI_ADMIN_WRITE_KEY.',
    default: null,
  },
  OPENAI_BASE_URL: {
    meaning: 'Address of the OpenAI API, with /v1. It receives the admin key.',
    default: 'https://api.openai.com/v1',
  },
  DATABASE_URL: {
    meaning:
      'PostgreSQL 15 or later, as postgres://user:password@host/database. Without it Bursar runs one of its own.',
    default: null,
  },
  DATABASE_URL_FILE: {
    meaning: 'File that holds the address of the database. Instead of DATABASE_URL.',
    default: null,
  },
  BURSAR_DATA_DIR: {
    meaning: 'Folder of the database that Bursar runs itself, relative to the project.',
    default: '.data',
  },
  HOST: {
    meaning: 'Address to listen on. Others than this machine (127.0.0.1, localhost, ::1) need BURSAR_URL.',
    default: '127.0.0.1',
  },
  PORT: { meaning: 'Port to listen on; 0 takes any free one.', default: '3000' },
  BURSAR_URL: {
    meaning:
      'Address that browsers reach Bursar at, such as https://bursar.example. Without it only this machine is answered.',
    default: null,
  },
  BURSAR_TRUST_PROXY: {
    meaning:
      'How many proxies stand before Bursar, each of which adds to X-Forwarded-For. With 0 those headers are not believed.',
    default: '0',
  },
  BURSAR_SECRET: {
    meaning:
      'At least 32 characters that seal secrets in the database. Made and kept in BURSAR_DATA_DIR where DATABASE_URL is not set.',
    default: null,
  },
  BURSAR_SECRET_FILE: {
    meaning: 'File that holds the secret. Instead of BURSAR_SECRET.',
    default: null,
  },
  BURSAR_NEW_SECRET: {
    meaning: 'Secret that npm run rotate-secret seals with from then on. Not read by the server.',
    default: null,
  },
  BURSAR_NEW_SECRET_FILE: {
    meaning: 'File that holds the new secret. Instead of BURSAR_NEW_SECRET.',
    default: null,
  },
  BURSAR_OWNER_EMAIL: {
    meaning: 'Mail address of the first owner. Without it the first start tells a code in the log that makes one.',
    default: null,
  },
  BURSAR_OWNER_PASSWORD: {
    meaning:
      'Password of the first owner, at least 12 characters. Read while nobody can sign in yet, then never again.',
    default: null,
  },
  BURSAR_OWNER_PASSWORD_FILE: {
    meaning: 'File that holds that password. Instead of BURSAR_OWNER_PASSWORD.',
    default: null,
  },
  BURSAR_SECOND_FACTOR_ROLES: {
    meaning: 'Roles that may do nothing before they have a second factor, such as owner,admin.',
    default: null,
  },
  BURSAR_OWNER_NAME: { meaning: 'Name of the first owner. Without it the mail address.', default: null },
  BURSAR_OIDC_ISSUER: {
    meaning: 'Issuer of an OpenID Connect provider, such as https://login.example.com. People can sign in by it.',
    default: null,
  },
  BURSAR_OIDC_CLIENT_ID: { meaning: 'Id of Bursar at that provider.', default: null },
  BURSAR_OIDC_CLIENT_SECRET: { meaning: 'Secret of Bursar at that provider.', default: null },
  BURSAR_OIDC_CLIENT_SECRET_FILE: {
    meaning: 'File that holds that secret. Instead of BURSAR_OIDC_CLIENT_SECRET.',
    default: null,
  },
  BURSAR_OIDC_NAME: { meaning: 'What the button says behind "Sign in with".', default: 'single sign-on' },
  BURSAR_OIDC_SCOPES: { meaning: 'What the provider is asked to tell.', default: 'openid profile email' },
  BURSAR_OIDC_CLAIM: {
    meaning: 'Claim that names groups or roles; realm_access.roles is one within another.',
    default: 'groups',
  },
  BURSAR_OIDC_ROLES: {
    meaning:
      'Which groups have which role, such as owner=it-admins;finance=controllers|audit;viewer=@acme.example (a mail domain) or viewer=* (everybody).',
    default: null,
  },
  BURSAR_OIDC_PROJECTS: {
    meaning:
      'Which groups see which projects, such as team-a=proj_1|proj_2;controllers=*. Who is in none of them does not get in.',
    default: null,
  },
  BURSAR_LOCAL_SIGN_IN: { meaning: 'off takes no passwords: people sign in by the provider alone.', default: 'on' },
  BURSAR_SMTP_URL: {
    meaning: 'Mail server that invitations and links for new passwords go out by, as smtps://user:password@host.',
    default: null,
  },
  BURSAR_SMTP_URL_FILE: { meaning: 'File that holds that address. Instead of BURSAR_SMTP_URL.', default: null },
  BURSAR_MAIL_FROM: { meaning: 'Mail address that they come from.', default: null },
  BURSAR_ALLOW_PRIVATE_ADDRESSES: {
    meaning:
      'Hosts of the own network that Bursar may call where somebody names them, such as login.internal,10.1.2.3; on allows all.',
    default: 'off',
  },
  BURSAR_GITHUB_WEBHOOK_SECRET: {
    meaning:
      'Secret of the webhook by which GitHub tells of leaked keys, at /api/hooks/github-secret-scanning. Without it none are taken.',
    default: null,
  },
  BURSAR_GITHUB_WEBHOOK_SECRET_FILE: {
    meaning: 'File that holds that secret. Instead of BURSAR_GITHUB_WEBHOOK_SECRET.',
    default: null,
  },
  BURSAR_BACKFILL_MONTHS: { meaning: 'Months of history to collect, 1 to 60.', default: '13' },
  BURSAR_AUDIT_MONTHS: {
    meaning: "Whole months that OpenAI's audit events are kept, 1 to 120; older ones are deleted. Without it for ever.",
    default: null,
  },
  BURSAR_ANSWER_CACHE: {
    meaning: 'off makes every answer anew, for measurements; on gives one again as long as what is stored is the same.',
    default: 'on',
  },
  BURSAR_DEMO: {
    meaning: '1 shows the demo although a key is configured; 0 never shows it. With BURSAR_URL only 1 does.',
    default: null,
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
