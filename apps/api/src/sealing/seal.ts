/** Small secrets that have to be read again, sealed with BURSAR_SECRET. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Each use has a key of its own, so that what is sealed for one cannot be passed off as the other. */
export type SealUse = 'second-factor' | 'admin-key' | 'proof';

function keyFor(secret: string, use: SealUse): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `bursar:${use}`, 32));
}

/** AES-256-GCM; `v1.` and nonce, tag and text in base64url. */
export function seal(text: string, secret: string, use: SealUse): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, use), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** @throws SealError when it was sealed with another secret, for another use, or was changed since. */
export function unseal(sealed: string, secret: string, use: SealUse): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, use), bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  } catch (error) {
    throw new SealError({ cause: error });
  }
}

export class SealError extends Error {
  override readonly name = 'SealError';

  constructor(options: ErrorOptions) {
    super('Something sealed cannot be opened: BURSAR_SECRET is another one than when it was sealed.', options);
  }
}
