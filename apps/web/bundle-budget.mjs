// Holds the promise about download size: run after `vite build`; exits 1 and names the files when over.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), 'dist');

/** Gzipped kilobytes of JavaScript; each stage counts all that must have arrived by then. */
const STAGES = [
  {
    name: 'sign-in usable',
    limit: 240,
    entries: ['index.html', 'src/features/sign-in/sign-in-page.tsx'],
  },
  {
    name: 'shell and table usable',
    limit: 300,
    entries: ['index.html', 'src/app/shell.tsx', 'src/features/costs/costs-page.tsx'],
  },
  {
    name: 'usage at a glance and its explorer usable',
    limit: 300,
    entries: [
      'index.html',
      'src/app/shell.tsx',
      'src/features/usage/usage-page.tsx',
      'src/features/usage/usage-explorer-page.tsx',
    ],
  },
  {
    name: 'chart drawn',
    limit: 400,
    entries: [
      'index.html',
      'src/app/shell.tsx',
      'src/features/costs/costs-page.tsx',
      'src/components/time-series-chart/chart.tsx',
    ],
  },
];

function readManifest() {
  try {
    return JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  } catch (cause) {
    throw new Error(`No manifest in ${dist}: build the web first (vite build).`, { cause });
  }
}

/** The chunk of a source file and all that it imports statically. */
function filesOf(manifest, source, found = new Set()) {
  const chunk = manifest[source];
  if (chunk === undefined) throw new Error(`${source} is not in the manifest: was it renamed or no longer split off?`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, found);
  return found;
}

function measure(manifest, { name, limit, entries }) {
  const files = new Set(entries.flatMap((entry) => [...filesOf(manifest, entry)]));
  const sizes = [...files]
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file, kilobytes: gzipSync(readFileSync(join(dist, file))).length / 1000 }))
    .sort((a, b) => b.kilobytes - a.kilobytes);
  const total = sizes.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  return { name, limit, sizes, total, over: total > limit };
}

const manifest = readManifest();
for (const stage of STAGES.map((each) => measure(manifest, each))) {
  console.log(`${stage.name}: ${stage.total.toFixed(1)} kB of ${stage.limit} kB gzipped JavaScript`);
  if (!stage.over) continue;
  for (const { file, kilobytes } of stage.sizes) console.error(`  ${kilobytes.toFixed(1).padStart(7)} kB  ${file}`);
  process.exitCode = 1;
}
