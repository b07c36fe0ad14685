import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a body was signed with a secret, as GitHub does: `sha256=` and the HMAC of its bytes in hexadecimal.
 *
 * Source: GitHub Docs, "Validating webhook deliveries".
 */
export function isSigned(body: Buffer, header: unknown, secret: string): boolean {
  if (typeof header !== 'string') return false;
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(header);
  // How long a signature is is no secret; what it is must not show in how long it is compared.
  return given.length === expected.length && timingSafeEqual(given, expected);
}
