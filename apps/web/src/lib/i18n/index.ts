/** The catalogue of words: typed keys, whole sentences, one object per language. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { everyday } from './everyday.js';

export const LANGUAGE = 'en';

/** Ready when it returns: these words are part of the program, and pages bring their own. */
export function startWords(): typeof i18next {
  if (!i18next.isInitialized) {
    void i18next.use(initReactI18next).init({
      lng: LANGUAGE,
      fallbackLng: LANGUAGE,
      resources: { [LANGUAGE]: { bursar: everyday } },
      ns: ['bursar'],
      defaultNS: 'bursar',
      initAsync: false,
      // React escapes what it shows; a second time would spell & as &amp;.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  return i18next;
}
