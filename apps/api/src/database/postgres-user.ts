/** Which user the embedded Postgres runs as. It refuses to run as root; Bursar does not. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** `nobody` on Linux and the BSDs; the number is what counts, no entry in /etc/passwd is needed. */
const NOBODY = 65534;

/** The environment of Postgres and its tools: nothing of ours, so that no key is in it and no PG* variable misleads it. */
export const POSTGRES_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  TZ: 'UTC',
};

export interface PostgresUser {
  /** Goes before the command: makes it end with its parent, and changes its user. */
  prefix: readonly string[];
  /** For `spawn`, where no tool of the system can change the user. */
  ids: { uid: number; gid: number } | null;
  /** Who has to own the files; null: whoever runs Bursar. */
  owner: { uid: number; gid: number } | null;
}

/**
 * How to run Postgres on this directory.
 *
 * As a plain user: just so. As root: in a user namespace, in which root looks like nobody and files stay root's; where
 * that is not allowed (most containers), as nobody, who then owns the files. A directory that already belongs to
 * a plain user is run as that user, so that root and the user may take turns.
 */
export function choosePostgresUser(dataDirectory: string, userNamespaces = true): PostgresUser {
  // SIGINT makes Postgres shut down fast and clean when Node is gone, however Node ended.
  const withParent = ['setpriv', '--pdeathsig', 'INT'];
  const prefix = process.platform === 'linux' && works(withParent) ? withParent : [];
  if (process.getuid?.() !== 0) return { prefix, ids: null, owner: null };

  const present = existsSync(dataDirectory) ? statSync(dataDirectory) : null;
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if ((present?.uid ?? 0) === 0 && userNamespaces && works(namespace)) {
    return { prefix: [...namespace, ...prefix], ids: null, owner: null };
  }
  const owner =
    present === null || present.uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid: present.uid, gid: present.gid };
  // A checkout below /root is closed to everybody else: let this one process pass through closed folders.
  const change = ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups'];
  const pass = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  const changed = [...withParent, ...change, ...pass];
  if (prefix.length > 0 && works(changed)) return { prefix: changed, ids: null, owner };
  return { prefix, ids: owner, owner };
}

/** Hands a directory and all in it to the user that Postgres runs as. */
export function giveTo({ owner }: PostgresUser, directory: string): void {
  if (owner === null || statSync(directory).uid === owner.uid) return;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), owner.uid, owner.gid);
  }
  // Last, so that its owner says whether all of it was handed over.
  chownSync(directory, owner.uid, owner.gid);
}

function works(command: readonly string[]): boolean {
  const [program = '', ...args] = [...command, 'true'];
  return spawnSync(program, args, { stdio: 'ignore', env: POSTGRES_ENVIRONMENT }).status === 0;
}
