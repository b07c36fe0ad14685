/** Reads variables one by one and collects what is wrong, so that all of it is told at once. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isErrno } from './database/processes.js';
import { type VariableName, VARIABLES } from './variables.js';

/** Such as `process.env`. */
export type Source = Readonly<Record<string, string | undefined>>;

/** Those that may stand in a file instead: NAME_FILE is a variable as well. */
export type FileableName = {
  [Name in VariableName]: `${Name}_FILE` extends VariableName ? Name : never;
}[VariableName];

export interface FoundText {
  text: string;
  /** The variable that it came from; the one to name where the text is wrong. */
  name: VariableName;
}

type WholeName = 'PORT' | 'BURSAR_BACKFILL_MONTHS' | 'BURSAR_AUDIT_MONTHS' | 'BURSAR_TRUST_PROXY';

export class Reader {
  readonly mistakes: string[] = [];
  readonly warnings: string[] = [];

  readonly source: Source;
  private readonly projectRoot: string;

  /** @param projectRoot what relative paths start from */
  constructor(source: Source, projectRoot: string) {
    this.source = source;
    this.projectRoot = projectRoot;
  }

  text(name: VariableName): string | null {
    const text = this.source[name]?.trim() ?? '';
    return text === '' ? null : text;
  }

  /** Whether the operator named one, here or in a file; the file may turn out not to hold any. */
  isSet(name: FileableName): boolean {
    return (this.text(name) ?? this.text(`${name}_FILE`)) !== null;
  }

  /**
   * A text that may stand in a file, such as a secret of Docker's or systemd's. Blanks around it are no part of it.
   *
   * @returns null where neither variable is set, or where the file is a mistake, which is noted with its path
   */
  textOrFile(name: FileableName): FoundText | null {
    const direct = this.text(name);
    const file = this.text(`${name}_FILE`);
    if (file === null) return direct === null ? null : { text: direct, name };
    if (direct !== null) {
      this.mistakes.push(`${name} and ${name}_FILE are both set: keep one of them.`);
      return null;
    }
    const text = this.readFile(`${name}_FILE`, resolve(this.projectRoot, file));
    return text === null ? null : { text, name: `${name}_FILE` };
  }

  whole(name: WholeName, least: number, most: number): number {
    const text = this.text(name) ?? VARIABLES[name].default ?? '';
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least || value > most) {
      this.mistakes.push(`${name} is "${text}": a whole number from ${least} to ${most} is needed.`);
    }
    return value;
  }

  private readFile(name: VariableName, path: string): string | null {
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (text !== '') return text;
      this.mistakes.push(`${name} names ${path}, which is empty.`);
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR')) throw error;
      this.mistakes.push(`${name} names ${path}, which cannot be read (${error.code}).`);
    }
    return null;
  }
}
