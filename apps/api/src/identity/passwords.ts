import { hash, verify } from '@node-rs/argon2';

/** argon2id with what OWASP asks of it at least: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobodys: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Whether it is the password of that hash.
 *
 * Takes as long where there is none, so that the time of an answer does not tell whether somebody exists.
 */
export async function isPassword(passwordHash: string | null, typed: string): Promise<boolean> {
  nobodys ??= hashPassword('a password that nobody has');
  const fits = await verify(passwordHash ?? (await nobodys), typed);
  return passwordHash !== null && fits;
}
