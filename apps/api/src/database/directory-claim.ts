/** One living Bursar per data directory: a lock file that survives kill -9 without blocking the next start. */
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findProcess, isErrno, readOptionalFile } from './processes.js';

export interface Claim {
  /** What the last holder left behind when it was killed: directories in the system's temporary folder. */
  leftovers: readonly string[];
  release(): void;
}

interface Holder {
  pid: number;
  startedAt: string;
  /** Made before the claim, removed by whoever finds the claim orphaned. */
  runtimeDirectory: string;
}

/** The directory is in use by a process that lives. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(
      `Bursar already runs on ${directory} (process ${pid}). Stop it first, or give this one a folder of its own with BURSAR_DATA_DIR.`,
    );
    this.pid = pid;
  }
}

/**
 * Claims a directory for this process until `release` or the process's death.
 *
 * The lock names process and start time, so that a lock left by a killed process is known as such even when its pid
 * has been given to another. Of several processes that find the same orphaned lock exactly one gets it.
 *
 * @throws DirectoryInUseError when the holder lives.
 */
export function claimDirectory(directory: string, runtimeDirectory: string): Claim {
  const lock = `${directory}.lock`;
  const mine = `${lock}.${process.pid}`;
  const leftovers: string[] = [];
  const holder: Holder = {
    pid: process.pid,
    startedAt: findProcess(process.pid)?.startedAt ?? '',
    runtimeDirectory,
  };
  writeFileSync(mine, JSON.stringify(holder));
  try {
    while (!tryLink(mine, lock)) {
      const abandoned = takeAwayIfAbandoned(directory, lock);
      if (abandoned !== null) leftovers.push(abandoned.runtimeDirectory);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return { leftovers, release: () => rmSync(lock, { force: true }) };
}

/** Whoever holds the directory and lives; null when nobody does. */
export function holderOf(directory: string): Holder | null {
  const holder = readHolder(`${directory}.lock`);
  return holder !== null && lives(holder) ? holder : null;
}

function takeAwayIfAbandoned(directory: string, lock: string): Holder | null {
  const seen = readHolder(lock);
  if (seen !== null && lives(seen)) throw new DirectoryInUseError(directory, seen.pid);
  const aside = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
  // Between reading and renaming, another process may have replaced the orphaned lock by its own: give it back.
  const taken = readHolder(aside);
  if (taken !== null && lives(taken)) {
    tryLink(aside, lock);
    rmSync(aside);
    throw new DirectoryInUseError(directory, taken.pid);
  }
  rmSync(aside);
  return taken;
}

function lives({ pid, startedAt }: Holder): boolean {
  return findProcess(pid)?.startedAt === startedAt;
}

function readHolder(path: string): Holder | null {
  const text = readOptionalFile(path);
  if (text === null) return null;
  // Checked field by field: the file may have been cut by a full disk.
  const value: unknown = text.startsWith('{') && text.endsWith('}') ? JSON.parse(text) : null;
  if (typeof value !== 'object' || value === null) return null;
  if (!('pid' in value) || !('startedAt' in value) || !('runtimeDirectory' in value)) return null;
  const { pid, startedAt, runtimeDirectory } = value;
  if (typeof pid !== 'number' || typeof startedAt !== 'string' || typeof runtimeDirectory !== 'string') return null;
  return { pid, startedAt, runtimeDirectory };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}
