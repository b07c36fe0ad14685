/** What the operating system says about a process, as far as the supervisor of the embedded Postgres needs it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessFacts {
  /** Opaque; together with the pid it names one process for ever, for pids are given out again. */
  startedAt: string;
  command: string;
}

/**
 * Facts about a living process, null when there is none.
 *
 * A zombie counts as gone: in many containers nobody reaps, and a dead process would look alive for ever.
 */
export function findProcess(pid: number): ProcessFacts | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): ProcessFacts | null {
  const stat = readOptionalFile(`/proc/${pid}/stat`);
  const command = readOptionalFile(`/proc/${pid}/cmdline`);
  if (stat === null || command === null) return null;
  // The name in parentheses may hold blanks; the fields after it do not: state, then 18 others, then the start time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startedAt] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || startedAt === undefined) return null;
  return { startedAt, command: command.replaceAll('\0', ' ') };
}

function fromPs(pid: number): ProcessFacts | null {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const match = /^\s*(?<state>\S+)\s+(?<start>(?:\S+\s+){4}\S+)\s+(?<command>.*)$/m.exec(stdout ?? '');
  const { state, start, command } = match?.groups ?? {};
  if (state === undefined || start === undefined || state.startsWith('Z')) return null;
  return { startedAt: start, command: command ?? '' };
}

/** The text of a file, null when it does not exist (or its process has just ended). */
export function readOptionalFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH')) return null;
    throw error;
  }
}

/** Whether this is one of the system's errors, by its code. Not by class: an error may come from another realm. */
export function isErrno(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}
