/** Random texts that open something once they are shown, and what is kept of them. */
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';

/** 256 random bits, as they stand in a cookie or a link. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A token of the API. It begins with what it is, so that whoever finds one in a file knows, and logs can hide it. */
export function makeApiToken(): string {
  return `brs_${makeToken()}`;
}

/** What the database keeps: enough to know the text by, of no use to whoever reads it. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Another text of 256 bits that only who has the token can make; each use has one of its own. */
export function derivedFrom(token: string, use: string): string {
  return createHmac('sha256', token).update(use).digest('base64url');
}

/** Without letters and digits that are taken for one another. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** For people to type: `7QFK-…`, 59 random bits. */
export function makeCode(): string {
  const group = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group()].join('-');
}

/** As it was made, however it was typed. */
export function normalCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return (letters.match(/.{1,4}/g) ?? []).join('-');
}
