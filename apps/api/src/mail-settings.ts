/** The mail server that messages go out by. */
import { mailAddress } from '@bursar/contract';
import { isLoopback } from './reached-at.js';
import type { Reader } from './variable-reader.js';

export interface MailSettings {
  host: string;
  port: number;
  /** TLS from the first byte (smtps), or by STARTTLS, which is required unless the host is this machine. */
  isEncryptedAtOnce: boolean;
  isThisMachine: boolean;
  /** Never logged, stored or answered; null: the server asks for none. */
  login: { user: string; password: string } | null;
  /** What stands as the sender: the address alone. */
  from: string;
}

/** Null where none is configured. */
export function readMailSettings(reader: Reader): MailSettings | null {
  const found = reader.textOrFile('BURSAR_SMTP_URL');
  const from = reader.text('BURSAR_MAIL_FROM');
  if (found === null) {
    if (from !== null && !reader.isSet('BURSAR_SMTP_URL')) {
      reader.mistakes.push('BURSAR_MAIL_FROM is set and BURSAR_SMTP_URL is not: no mail could be sent.');
    }
    return null;
  }
  const sender = mailAddress.safeParse(from ?? '').data;
  // A sender goes into a header, and none of ours needs more than this.
  if (sender === undefined || !/^[\w.+-]+@[\w.-]+$/.test(sender)) {
    reader.mistakes.push('BURSAR_MAIL_FROM is not a mail address such as bursar@example.com.');
  }
  const server = readServer(found.text);
  if (server === null) {
    // Not repeated in the message: it holds a password.
    reader.mistakes.push(
      `${found.name} does not look like smtps://user:password@mail.example.com or smtp://mail.example.com:587; signs of a password such as @ or / are written as %40 and %2F.`,
    );
    return null;
  }
  return { ...server, from: sender ?? '' };
}

function readServer(text: string): Omit<MailSettings, 'from'> | null {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return null;
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return null;
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (user === null || password === null || (user === '') !== (password === '')) return null;
  const isEncryptedAtOnce = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isEncryptedAtOnce ? 465 : 587) : Number(url.port),
    isEncryptedAtOnce,
    isThisMachine: isLoopback(url.hostname),
    login: user === '' ? null : { user, password },
  };
}

/** Null: a `%` that is none of an encoding. */
function decoded(text: string): string | null {
  return /%(?![0-9a-f]{2})/i.test(text) ? null : decodeURIComponent(text);
}
