/** Tells the server which files each page begins with, see page-files.ts. */
import type { Plugin, Rolldown } from 'vite';
import { PAGE_FILES } from './src/app/page-files.js';

/** What nearly all text is set in. Its styles name it, and are read late: text would be laid out twice. */
const FONT = /\/ibm-plex-sans-latin-wght-normal-[\w-]+\.woff2$/;

/** Writes `.vite/pages.json`: `{"/costs": ["/assets/costs-page-….js", …], …}`, without what index.html names itself. */
export function announcedFiles(): Plugin {
  return {
    name: 'announced-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const filesOf = (source: string): Set<string> => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${source}`));
        if (chunk === undefined) this.error(`No chunk of its own has ${source}, which page-files.ts names.`);
        return withImports(chunk, bundle);
      };
      const first = chunks.filter(({ isEntry }) => isEntry).map((entry) => withImports(entry, bundle));
      const everywhere = new Set(first.flatMap((files) => [...files]));
      const fonts = Object.keys(bundle).filter((name) => FONT.test(name));
      if (fonts.length !== 1) this.error(`${fonts.length} files are the font of the pages: one is needed.`);
      const pages = Object.entries(PAGE_FILES).map(([path, sources]) => {
        const files = new Set([...fonts, ...sources.flatMap((source) => [...filesOf(`src/${source}`)])]);
        return [path, [...files].filter((file) => !everywhere.has(file)).map((file) => `/${file}`)];
      });
      this.emitFile({ type: 'asset', fileName: '.vite/pages.json', source: JSON.stringify(Object.fromEntries(pages)) });
    },
  };
}

/** A chunk, all that it imports statically, and their styles. */
function withImports(
  chunk: Rolldown.OutputChunk,
  bundle: Rolldown.OutputBundle,
  found = new Set<string>(),
): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === 'chunk') withImports(imported, bundle, found);
  }
  return found;
}
