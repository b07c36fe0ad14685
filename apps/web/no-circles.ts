/** Refuses files of the build that wait for each other: what is run first finds the other one empty. */
import type { Plugin, Rolldown } from 'vite';

/** How the modules are cut into files decides it, and nothing shows it but a page that stays blank. */
export function noCircles(): Plugin {
  return {
    name: 'no-circles',
    apply: 'build',
    generateBundle(_, bundle) {
      const done = new Set<string>();
      const follow = (name: string, path: readonly string[]): void => {
        const start = path.indexOf(name);
        if (start >= 0)
          this.error(`These files wait for each other: ${path.slice(start).map(saysWhat(bundle)).join('; ')}`);
        if (done.has(name)) return;
        const chunk = bundle[name];
        for (const imported of chunk?.type === 'chunk' ? chunk.imports : []) follow(imported, [...path, name]);
        done.add(name);
      };
      for (const name of Object.keys(bundle)) follow(name, []);
    },
  };
}

const saysWhat = (bundle: Rolldown.OutputBundle) => (name: string) => {
  const chunk = bundle[name];
  const modules = chunk?.type === 'chunk' ? Object.keys(chunk.modules) : [];
  return `${name} with ${modules.slice(0, 3).join(', ')}`;
};
