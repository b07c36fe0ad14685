import { Inject, Injectable, Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { Environment } from '../env.js';
import type { MailSettings } from '../mail-settings.js';
import { ENVIRONMENT } from '../tokens.js';
import type { Message } from './messages.js';

/** Long enough for a slow server, short enough for who waits for the answer. */
const PATIENCE_MS = 8_000;

/** What came of it; where it did not go out, a sentence for who wanted it to. */
export type Sent = { isSent: true } | { isSent: false; why: string };

/** Sends by the configured mail server. What fails is told, and fails nothing else. */
@Injectable()
export class MailService {
  private readonly logger = new Logger('Mail');

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** Whether there is a mail server. */
  get isThere(): boolean {
    return this.environment.mail !== null;
  }

  /** @returns after the mail server took it, or in a few seconds; null where there is none. Never throws. */
  async send(message: Message): Promise<Sent | null> {
    const { mail } = this.environment;
    if (mail === null) return null;
    const transport = createTransport(optionsOf(mail));
    try {
      await inTime(
        transport.sendMail({ ...message, from: mail.from, disableFileAccess: true, disableUrlAccess: true }),
      );
      return { isSent: true };
    } catch (error) {
      const why = whyNot(error, mail);
      this.logger.warn(`A message could not be sent: ${why}`);
      return { isSent: false, why };
    } finally {
      transport.close();
    }
  }
}

function optionsOf({ host, port, isEncryptedAtOnce, isThisMachine, login }: MailSettings) {
  return {
    host,
    port,
    secure: isEncryptedAtOnce,
    // Without it a password and a link that opens something would travel as they are, if somebody on the way says so.
    requireTLS: !isEncryptedAtOnce && !isThisMachine,
    ignoreTLS: !isEncryptedAtOnce && isThisMachine,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    ...(login !== null && { auth: { user: login.user, pass: login.password } }),
  };
}

/** A server that answers byte by byte never times out by itself. */
async function inTime(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateError('The mail server took too long.')), PATIENCE_MS);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

class LateError extends Error {
  override readonly name = 'LateError';
}

/** In words of ours: what a mail server says may hold anything. */
function whyNot(error: unknown, { host, port }: MailSettings): string {
  const where = `${host}:${port}`;
  if (error instanceof LateError) return `the mail server ${where} took too long`;
  if (typeof error !== 'object' || error === null) return `the mail server ${where} failed`;
  const code = 'code' in error ? String(error.code) : '';
  const status = 'responseCode' in error ? ` (${Number(error.responseCode)})` : '';
  switch (code) {
    case 'EAUTH':
      return `the mail server ${where} refused user or password of BURSAR_SMTP_URL${status}`;
    case 'ETLS':
      return `the mail server ${where} offers no encryption, which is needed unless it is on this machine`;
    case 'EENVELOPE':
      return `the mail server ${where} refused the sender or the recipient${status}`;
    case 'ETIMEDOUT':
      return `the mail server ${where} did not answer in time`;
    default:
      return `the mail server ${where} cannot be reached or failed${/^E[A-Z]+$/.test(code) ? `, ${code}` : ''}${status}`;
  }
}
