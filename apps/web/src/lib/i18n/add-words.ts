import type { en } from './en.js';
import { LANGUAGE, startWords } from './index.js';

/**
 * Adds the words of a page, by the module that is loaded with it: nobody waits for words of pages that are not open.
 *
 * To be called before anything is drawn with them, and to be imported by all that draws with them: a word that is not
 * there yet is shown as its key.
 */
export function addWords(words: Partial<typeof en>): void {
  startWords().addResourceBundle(LANGUAGE, 'bursar', words, true, true);
}
