/** Has the browser run `src/start.ts` before anything else, see there. */
import type { Plugin, Rolldown } from 'vite';

export const FIRST_SCRIPT = 'src/start.ts';

/** Names it in the page before the script that imports it: it waits for nothing but its own few files. */
export function firstScript(): Plugin {
  return {
    name: 'first-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${FIRST_SCRIPT}`));
        if (chunk === undefined) throw new Error(`The build has no file of its own for ${FIRST_SCRIPT}.`);
        const lines = [
          `<script type="module" async crossorigin src="/${chunk.fileName}"></script>`,
          ...importsOf(chunk, bundle ?? {}).map((name) => `<link rel="modulepreload" crossorigin href="/${name}">`),
        ];
        return html.replace('<script', (others) => [...lines, others].join('\n    '));
      },
    },
  };
}

/** All that a file waits for. */
function importsOf(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, found = new Set<string>()): string[] {
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (found.has(name) || imported?.type !== 'chunk') continue;
    found.add(name);
    importsOf(imported, bundle, found);
  }
  return [...found];
}
