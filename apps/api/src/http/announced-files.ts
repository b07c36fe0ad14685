/** What the page of an address will need, said in its head: the browser fetches it beside the first script, not after it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Answered to whoever asks: who is signed in. */
const WHO = '/api/auth/state';
/** The state of collecting, which every page shows. */
const SYNC = '/api/v1/sync';

/** Pages of those who have not signed in. */
const ENTRANCES = ['/sign-in', '/set-up', '/welcome'];

/**
 * Reads which files the build has written down for each page.
 *
 * @param directory what Vite built; where nothing is written down, nothing is announced.
 * @returns for the path of an address and whether a session was sent, lines for the head of the page
 */
export function announcements(directory: string): (path: string, hasSession: boolean) => string {
  const file = join(directory, '.vite', 'pages.json');
  const pages = existsSync(file) ? readPages(readFileSync(file, 'utf8')) : [];
  return (path, hasSession) => {
    const isEntrance = ENTRANCES.includes(path);
    // Without a session every page but these leads to the sign-in.
    const shown = hasSession || isEntrance ? path : '/sign-in';
    const page = pages.find(({ pattern }) => pattern.test(shown));
    if (page === undefined) return '';
    const answers = hasSession && !isEntrance ? [WHO, SYNC] : [WHO];
    // The database takes longer than the files do: answers are asked for first.
    return [...answers.map(answerLine), ...page.files.map(fileLine)].join('\n    ');
  };
}

interface AnnouncedPage {
  pattern: RegExp;
  files: readonly string[];
}

function readPages(text: string): AnnouncedPage[] {
  const pages: unknown = JSON.parse(text);
  // The build has written it, not a person.
  return Object.entries(pages as Record<string, string[]>).map(([path, files]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`),
    files,
  }));
}

// `crossorigin` is how the page itself asks for all of these; asked for otherwise they would be fetched twice.
const fileLine = (file: string): string => `<link ${kindOf(file)} crossorigin href="${file}">`;

function kindOf(file: string): string {
  if (file.endsWith('.css')) return 'rel="preload" as="style"';
  if (file.endsWith('.woff2')) return 'rel="preload" as="font" type="font/woff2"';
  return 'rel="modulepreload"';
}

const answerLine = (address: string): string => `<link rel="preload" as="fetch" crossorigin href="${address}">`;
