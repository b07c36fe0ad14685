import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
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
