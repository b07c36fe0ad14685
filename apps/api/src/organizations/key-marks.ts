/** What may be kept and shown of a key. */
import { createHmac, hkdfSync } from 'node:crypto';

/** What people know a key by. */
export const lastFourOf = (key: string): string => key.slice(-4);

/** Its last four characters behind dots. */
export const redacted = (lastFour: string): string => `…${lastFour}`;

/**
 * By which a key is recognised that is not kept.
 *
 * Keyed, so that whoever has the database alone cannot try keys against it. Without a secret it is keyed with nothing:
 * then what protects it is that a key is long and random.
 */
export function fingerprintOf(key: string, secret: string | null): Buffer {
  const mark = Buffer.from(hkdfSync('sha256', secret ?? '', '', 'bursar:key-fingerprint', 32));
  return createHmac('sha256', mark).update(key).digest();
}

/** Keys of projects begin like this; they read nothing of an organization. */
export const isProjectKey = (key: string): boolean => /^sk-(proj|svcacct)-/.test(key);
