import { InvalidAnswer } from './errors.js';

export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
export const OPEN_LIST = 91;
const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;

class TextEnds extends Error {}

/** Thrown where the text ends before the value does: the same value is read again once more text has come. */
export const TEXT_ENDS = new TextEnds('the text ends in the middle of a value');

/** Walks over JSON text value by value. `at` is where it stands; set both fields to begin. */
export class JsonReader {
  text = '';
  at = 0;
  #escaped = false;

  begin(text: string): void {
    this.text = text;
    this.at = 0;
    this.#escaped = text.includes('\\');
  }

  /** The code of the next character that is no blank. @throws TEXT_ENDS */
  peek(): number {
    const text = this.text;
    let code = text.charCodeAt(this.at);
    while (code <= 32) code = text.charCodeAt(++this.at);
    if (this.at >= text.length) throw TEXT_ENDS;
    return code;
  }

  take(wanted: number): void {
    if (this.peek() !== wanted) throw this.unexpected(`${JSON.stringify(String.fromCharCode(wanted))} is missing`);
    this.at++;
  }

  /** The string that begins here. */
  string(): string {
    if (this.peek() !== QUOTE) throw this.unexpected('a string is missing');
    const start = this.at;
    let end = this.text.indexOf('"', start + 1);
    if (this.#escaped) while (end >= 0 && this.#isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end < 0) throw TEXT_ENDS;
    this.at = end + 1;
    const text = this.text.slice(start + 1, end);
    if (!this.#escaped || !text.includes('\\')) return text;
    // Postgres keeps no NUL in text; a name with one stays readable and distinct this way.
    return String(parsedJson(this.text.slice(start, end + 1))).replaceAll('\0', '\uFFFD');
  }

  #isEscaped(end: number): boolean {
    let at = end - 1;
    while (this.text.charCodeAt(at) === BACKSLASH) at--;
    return (end - at) % 2 === 0;
  }

  /** The number, `true`, `false` or `null` that begins here, as its text, unchecked. */
  bare(): string {
    const text = this.text;
    this.peek();
    const start = this.at;
    let at = start;
    let code = text.charCodeAt(at);
    while (code > 32 && code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST) code = text.charCodeAt(++at);
    if (at >= text.length) throw TEXT_ENDS;
    this.at = at;
    return text.slice(start, at);
  }

  /** Passes over any value. @returns its text, brackets matched and otherwise unchecked. */
  skip(): string {
    const first = this.peek();
    const start = this.at;
    if (first === QUOTE) this.string();
    else if (first === OPEN_OBJECT || first === OPEN_LIST) this.#skipBrackets();
    else this.bare();
    return this.text.slice(start, this.at);
  }

  #skipBrackets(): void {
    let depth = 0;
    do {
      const code = this.peek();
      if (code === QUOTE) {
        this.string();
        continue;
      }
      if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
      this.at++;
    } while (depth > 0);
  }

  unexpected(problem: string): InvalidAnswer {
    const seen = JSON.stringify(this.text.slice(this.at, this.at + 60));
    return new InvalidAnswer(`the body is not the JSON that was expected: ${problem} at ${seen}`);
  }
}

/** `JSON.parse` that speaks of the answer. Not for values with decimals: its numbers are doubles. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The engine's own message repeats the text without saying whose it is.
    throw new InvalidAnswer(`the body holds ${JSON.stringify(json.slice(0, 60))}, which is not JSON`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
