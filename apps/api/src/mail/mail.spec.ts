/** Links that go out by mail: over a real mail server on this machine. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoggerService } from '@nestjs/common';
import { linkAnswer, personLink } from '@bursar/contract';
import { SMTPServer } from 'smtp-server';
import { ConfigurationError, readEnvironment } from '../env.js';
import type { MailSettings } from '../mail-settings.js';
import { hashPassword } from '../identity/passwords.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { ENVIRONMENT } from '../tokens.js';

const SMTP_PASSWORD = 'p@ss/word-C4narY-77';
const PASSWORD = 'correct horse battery';

interface Received {
  from: string;
  to: string[];
  text: string;
}

let smtp: SMTPServer;
let server: TestApplication;
let mail: MailSettings;
let received: Received[] = [];
let arrived: () => void = () => undefined;
let accepts = true;
const logged: string[] = [];
const tokens: string[] = [];

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      username === 'bursar' && password === SMTP_PASSWORD
        ? done(null, { user: username })
        : done(new Error('Invalid username or password')),
    onRcptTo: (_, __, done) => (accepts ? done() : done(new Error('No such mailbox <script>'))),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        received.push({
          from,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
        arrived();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const read = readEnvironment(
    {
      BURSAR_SMTP_URL: `smtp://bursar:${encodeURIComponent(SMTP_PASSWORD)}@127.0.0.1:${port}`,
      BURSAR_MAIL_FROM: 'bursar@example.com',
    },
    '/nowhere',
  );
  if (read.mail === null) throw new Error('There are settings of a mail server.');
  mail = read.mail;
  const write = (...message: unknown[]) => void logged.push(message.map(String).join(' '));
  const logger: LoggerService = { log: write, warn: write, error: write };
  server = await startTestApplication({ environment: { mail: { ...mail } }, logger });
});
afterAll(async () => {
  await server.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});
beforeEach(async () => {
  received = [];
  accepts = true;
  await server.database.dataSource.query('DELETE FROM attempts');
});

const post = (path: string, body: unknown): Promise<Response> =>
  server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function invite(email: string, name = 'Ada'): Promise<ReturnType<typeof personLink.parse>> {
  const made = personLink.parse(await (await post('/api/v1/people', { email, name, role: 'viewer' })).json());
  tokens.push(made.link_token);
  return made;
}

/** Bodies travel in lines of 76 characters at most. */
const unfolded = (text: string): string => text.replaceAll('=\r\n', '').replaceAll('=3D', '=');

describe('an invitation', () => {
  it('goes out by mail, to whom it is for, and is answered as well', async () => {
    const made = await invite('ada@example.com');
    expect(made.mail).toEqual({ is_sent: true, problem: null });
    const [message] = received;
    expect(message).toMatchObject({ from: 'bursar@example.com', to: ['ada@example.com'] });
    const text = unfolded(message?.text ?? '');
    expect(text).toContain(`Subject: You are invited to Bursar on ${new URL(server.url).host}`);
    expect(text).toContain(`\r\n${server.url}/welcome#${made.link_token}\r\n`);
    expect(text).toContain(`<a href="${server.url}/welcome#${made.link_token}">`);
    const looked = await post('/api/auth/link/look', { token: made.link_token });
    expect(linkAnswer.parse(await looked.json()).purpose).toBe('invitation');
  });

  it('holds no header, no markup and no line that a name brings', async () => {
    await invite('eve@example.com', 'Eve\r\nBcc: all@example.com <img src=https://evil.example/pixel>');
    const text = unfolded(received[0]?.text ?? '');
    expect(text).not.toMatch(/^Bcc:/im);
    expect(text.slice(text.indexOf('text/html'))).not.toContain('<img');
    expect(text).toContain('&lt;img src=https://evil.example/pixel&gt;');
    expect(received[0]?.to).toEqual(['eve@example.com']);
  });

  it.each<[string, () => void, string]>([
    ['is not there', () => setMail({ port: 9 }), 'cannot be reached or failed'],
    ['refuses the recipient', () => (accepts = false), 'refused the sender or the recipient (550)'],
    ['refuses the password', () => setMail({ login: { user: 'bursar', password: 'x' } }), 'refused user or password'],
    ['offers no encryption and is on another machine', () => setMail({ isThisMachine: false }), 'offers no encryption'],
  ])('is made all the same where the mail server %s', async (what, change, problem) => {
    change();
    try {
      const made = await invite(`${what.replaceAll(' ', '-')}@example.com`);
      expect(made.mail).toEqual({ is_sent: false, problem: expect.stringContaining(problem) });
      expect(made.mail?.problem).not.toContain('script');
      expect((await post('/api/auth/link/look', { token: made.link_token })).status).toBe(200);
      expect(received).toEqual([]);
    } finally {
      setMail(mail);
    }
  });
});

/** Read at each message. */
function setMail(change: Partial<MailSettings>): void {
  Object.assign(server.application.nest.get<{ mail: object }>(ENVIRONMENT).mail, change);
}

describe('a forgotten password', () => {
  const forget = async (email: string): Promise<[number, string]> => {
    const response = await post('/api/auth/forgotten', { email });
    return [response.status, await response.text()];
  };
  const tokenOf = (text: string): string => /welcome#([\w-]{43})/.exec(unfolded(text))?.[1] ?? 'no token';

  it('is replaced by a link that works once, and nobody learns who is known', async () => {
    const passwordHash = await hashPassword(PASSWORD);
    await server.database.dataSource.query(
      `INSERT INTO people (email, name, role, password_hash, created_at) VALUES ('mika@example.com', 'Mika', 'viewer', $1, now())`,
      [passwordHash],
    );
    const came = new Promise<void>((resolve) => (arrived = resolve));
    const known = await forget('Mika@Example.com');
    await came;
    expect(await forget('nobody@example.com')).toEqual(known);
    expect(known).toEqual([204, '']);
    // Who is invited has no password that could be forgotten.
    expect(await forget('ada@example.com')).toEqual(known);
    expect(received.map(({ to }) => to)).toEqual([['mika@example.com']]);
    const token = tokenOf(received[0]?.text ?? '');
    tokens.push(token);
    const body = { token, password: 'staple of batteries' };
    const used = [await post('/api/auth/link', body), await post('/api/auth/link', body)];
    expect(used.map(({ status }) => status)).toEqual([200, 404]);
    expect((await post('/api/auth/sign-in', { email: 'mika@example.com', password: PASSWORD })).status).toBe(401);
  });

  it('is asked for three times at most for an address, whether somebody has it or not', async () => {
    for (const email of ['mika@example.com', 'nobody@example.com']) {
      const statuses: number[] = [];
      for (let times = 0; times < 4; times++) statuses.push((await forget(email))[0]);
      expect(statuses).toEqual([204, 204, 204, 429]);
    }
  });
});

describe('what is kept', () => {
  it('is that a mail went out or did not, and neither link nor password of the mail server', async () => {
    const rows: { text: string }[] = await server.database.dataSource.query(
      `SELECT activity::text AS text FROM activity UNION ALL SELECT o::text FROM one_time_codes o`,
    );
    const kept = [...logged, ...rows.map(({ text }) => text)].join('\n');
    expect(kept).toMatch(/mail\W+sent/);
    expect(kept).toContain('not sent: the mail server 127.0.0.1');
    expect([SMTP_PASSWORD, ...tokens].filter((secret) => kept.includes(secret))).toEqual([]);
    expect(tokens.length).toBeGreaterThan(4);
  });
});

describe('the settings of a mail server', () => {
  const read = (source: Record<string, string>) => readEnvironment(source, '/nowhere').mail;
  const from = { BURSAR_MAIL_FROM: 'bursar@example.com' };
  const mistakesOf = (source: Record<string, string>): string => {
    try {
      read(source);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.mistakes.join('\n');
      throw error;
    }
    return '';
  };

  it.each([
    [
      'smtps://u:p%40ss@mail.example.com',
      { port: 465, isEncryptedAtOnce: true, login: { user: 'u', password: 'p@ss' } },
    ],
    ['smtp://mail.example.com', { port: 587, isEncryptedAtOnce: false, isThisMachine: false, login: null }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, isThisMachine: true }],
  ])('are %s', (url, expected) => expect(read({ BURSAR_SMTP_URL: url, ...from })).toMatchObject(expected));

  it.each([
    'mail.example.com',
    'https://mail.example.com',
    'smtp://u@mail.example.com',
    'smtp://u:p%zz@mail.example.com',
    'smtp://u:hunter2@m/x',
  ])('are not %s', (url) => {
    const told = mistakesOf({ BURSAR_SMTP_URL: url, ...from });
    expect(told).toContain('BURSAR_SMTP_URL does not look like smtps://');
    expect(told).not.toContain('hunter2');
  });

  it('need a sender', () => {
    expect(mistakesOf({ BURSAR_SMTP_URL: 'smtp://127.0.0.1' })).toContain('BURSAR_MAIL_FROM is not a mail address');
    expect(mistakesOf({ BURSAR_SMTP_URL: 'smtp://127.0.0.1', BURSAR_MAIL_FROM: 'a b@x' })).toContain(
      'BURSAR_MAIL_FROM',
    );
    expect(mistakesOf(from)).toContain('BURSAR_SMTP_URL is not');
  });
});
