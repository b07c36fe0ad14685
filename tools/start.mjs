// `npm start`: builds what has changed, then becomes the server.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onSupportedNode, root } from './supported-node.mjs';

await onSupportedNode();
const { buildApi, buildWeb, BuildError } = await import('./build.mjs');
const settings = join(root, '.env');
if (existsSync(settings)) process.loadEnvFile(settings);
try {
  await buildApi();
  await buildWeb();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exit(1);
}
await import('../apps/api/dist/main.js');
