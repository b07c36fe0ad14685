import 'i18next';
import type { en } from './en.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'bursar';
    resources: { bursar: typeof en };
    returnNull: false;
    /** A key that is missing in the catalogue does not compile. */
    strictKeyChecks: true;
  }
}
