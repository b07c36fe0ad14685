/** Text that comes from OpenAI, where anyone in the organization can write it: shown as it is, but it cannot act. */

/** Control characters and those that turn the direction of the text around them. */
const ACTING = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** The name with its invisible controls made visible: "evil" + override + "gpj.exe" must not read as a picture. */
export const plainName = (name: string): string => name.replace(ACTING, '\uFFFD');

/** Keeps a right-to-left name from reordering the text around it, in sentences and attributes without elements. */
export const isolated = (name: string): string => `\u2068${plainName(name)}\u2069`;
