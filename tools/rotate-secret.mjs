// `npm run rotate-secret`: seals everything in the database anew, under BURSAR_NEW_SECRET. Shows no secret.
import { fail, Mistake, onOwnDatabase } from './own-database.mjs';
import { onSupportedNode, root } from './supported-node.mjs';

await onSupportedNode();
const { buildApi } = await import('./build.mjs');
await buildApi();
const { readProcessEnvironment } = await import('../apps/api/dist/env.js');
const { keepSecret, makeSecret, replaceKeptSecret } = await import('../apps/api/dist/secret.js');
const { countServers, rotateSecret } = await import('../apps/api/dist/sealing/rotate-secret.js');

const RUNNING =
  'Bursar runs on this database and would go on with the old secret. Stop it, every server of it, before.';

try {
  const refusals = { whenRunning: RUNNING, whenMissing: 'There is nothing that is sealed' };
  await onOwnDatabase(refusals, run);
} catch (error) {
  fail(error);
}

/** @param {string} databaseUrl */
async function run(databaseUrl) {
  const environment = readProcessEnvironment(root);
  const { secret, newSecret, dataDirectory } = environment;
  const isKept = environment.databaseUrl === null && secret === null;
  if (!isKept && secret === null) throw new Mistake('BURSAR_SECRET is not set: it has to be the secret of now.');
  if (!isKept && newSecret === null) {
    throw new Mistake('BURSAR_NEW_SECRET is not set. Make one with: openssl rand -hex 32');
  }
  if ((await countServers(databaseUrl)) > 0) throw new Mistake(RUNNING);
  const from = secret ?? keepSecret(dataDirectory);
  const to = newSecret ?? makeSecret();
  if (from === to) throw new Mistake('BURSAR_NEW_SECRET is the secret of now: nothing to do.');
  const work = () => rotateSecret(databaseUrl, { from, to });
  const count = isKept ? await replaceKeptSecret(dataDirectory, to, work) : await work();
  console.log(`${count} sealed ${count === 1 ? 'text is' : 'texts are'} sealed anew.`);
  console.log(
    isKept
      ? `The new secret is kept in ${dataDirectory}. Copies of the database that were made before need the old one.`
      : 'Now set BURSAR_SECRET to what BURSAR_NEW_SECRET is, take BURSAR_NEW_SECRET away and start Bursar again. Copies of the database that were made before need the old one.',
  );
}
