/** Comma-separated values (RFC 4180) that no spreadsheet and no eye is led astray by. */

/** Control characters, and those that turn the direction of the text around them: shown, as the pages show them. */
const ACTING = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Where a spreadsheet would begin a formula: at the start, and after what many take for the end of a cell, for in half of
 * Europe it is the semicolon.
 */
const FORMULA = /(^|;)(\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** Text that somebody else wrote, as a cell that stays text: an apostrophe stands where a formula would begin. */
export const textCell = (text: string): string => quoted(text.replace(ACTING, '\uFFFD').replace(FORMULA, "$1$2'"));

const quoted = (text: string): string => (/[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line of cells that are written already: numbers as they are, text by `textCell`. */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;
