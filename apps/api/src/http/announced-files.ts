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
 * @returns for the path of an address and whether a session was sent; null where nothing is known of the page
 */
export function announcements(directory: string): (path: string, hasSession: boolean) => Announced | null {
  const file = join(directory, '.vite', 'pages.json');
  const pages = existsSync(file) ? readPages(readFileSync(file, 'utf8')) : [];
  return (path, hasSession) => {
    const isEntrance = ENTRANCES.includes(path);
    // Without a session every page but these leads to the sign-in.
    const shown = hasSession || isEntrance ? path : '/sign-in';
    const page = pages.find(({ pattern }) => pattern.test(shown));
    if (page === undefined) return null;
    const answers = hasSession && !isEntrance ? [WHO, SYNC] : [WHO];
    return { answers: answers.map(answerLine).join(NEXT_LINE), files: page.files.map(fileLine).join(NEXT_LINE) };
  };
}

/**
 * The text of a page with what is announced.
 *
 * The database takes longer than files do, and a browser asks for few things at once: answers come before the scripts.
 */
export function withAnnounced(page: string, { answers, files }: Announced): string {
  return page
    .replace('<script', (script) => `${answers}${NEXT_LINE}${script}`)
    .replace('</head>', (end) => `  ${files}\n  ${end}`);
}

const NEXT_LINE = '\n    ';

/** Lines for the head of a page. */
export interface Announced {
  answers: string;
  files: string;
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
