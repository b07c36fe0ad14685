import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WrongSecretError } from './sealing/secret-proof.js';
import { isErrno, readOptionalFile } from './database/processes.js';

/**
 * The secret that an embedded database's seals are made with: made once, kept beside the database, readable by its
 * owner only. A database without it could not be unsealed, so it belongs into every copy of the folder.
 */
export function keepSecret(dataDirectory: string, name: 'secret' | 'demo-secret' = 'secret'): string {
  const file = join(dataDirectory, name);
  const kept = readOptionalFile(file)?.trim();
  if (kept !== undefined) return kept;
  mkdirSync(dataDirectory, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${makeSecret()}\n`, { mode: 0o600 });
  try {
    // A link, unlike a rename, never replaces a secret that something may already be sealed with.
    linkSync(draft, file);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  return keepSecret(dataDirectory, name);
}

export function makeSecret(): string {
  return randomBytes(32).toString('hex');
}

/** The new secret of a rotation that broke off lies beside the one of before. */
export class BrokenRotationError extends Error {
  override readonly name = 'BrokenRotationError';
}

/**
 * Replaces the kept secret once everything was sealed anew.
 *
 * It stands in a file of its own before anything is sealed with it, so that a machine that stops midway loses neither.
 *
 * @param seal seals everything anew, or throws.
 * @throws BrokenRotationError where the file of an earlier try is still there.
 */
export async function replaceKeptSecret<T>(dataDirectory: string, to: string, seal: () => Promise<T>): Promise<T> {
  const file = join(dataDirectory, 'secret');
  const next = `${file}.new`;
  if (existsSync(next)) {
    throw new BrokenRotationError(
      `${next} is there: a rotation broke off. If Bursar starts, remove that file; if it says that the secret is wrong, ` +
        `rename it to ${file}.`,
    );
  }
  writeFileSync(next, `${to}\n`, { mode: 0o600, flag: 'wx', flush: true });
  let result: T;
  try {
    result = await seal();
  } catch (error) {
    // Only this one says for sure that nothing was changed; after a broken connection either secret may be the one.
    if (error instanceof WrongSecretError) rmSync(next);
    throw error;
  }
  renameSync(next, file);
  return result;
}
