// `npm run verify-activity -- [HASH]`: whether the activity trail is still what was written. Ends with 1 where it is not.
import { fail, Mistake, onOwnDatabase } from './own-database.mjs';
import { onSupportedNode } from './supported-node.mjs';

await onSupportedNode();
const { buildApi } = await import('./build.mjs');
await buildApi();
const { verifyActivity } = await import('../apps/api/dist/activity/verify-activity.js');

try {
  await run(process.argv[2]);
} catch (error) {
  fail(error);
}

/** @param {string | undefined} knownHash */
async function run(knownHash) {
  if (knownHash !== undefined && !/^[0-9a-f]{64}$/i.test(knownHash)) {
    throw new Mistake(`${knownHash} is no hash of the trail: the log tells one at each start and each midnight (UTC).`);
  }
  const known = knownHash?.toLowerCase() ?? null;
  const refusals = { whenMissing: 'There is no trail to look at' };
  const { rows, newestHash, broken, knownRow, erased, unproven } = await onOwnDatabase(refusals, (url) =>
    verifyActivity(url, known),
  );
  const end = newestHash === null ? '' : `; the last of them has hash ${newestHash}`;
  console.log(`${rows} ${rows === 1 ? 'row is' : 'rows are'} as written${end}.`);
  if (erased.who !== '') console.log(`Who did it was erased of: ${erased.who}. The rest of these rows is proven.`);
  if (erased.text !== '')
    console.log(`What it says in words was erased of: ${erased.text}. The rest of these rows is proven.`);
  if (unproven !== '') {
    console.log(
      `But of ${unproven}, which are older than erasing: their place is proven, what is left of their text is not.`,
    );
  }
  if (knownRow !== null) console.log(`The hash that you gave is that of row ${knownRow}.`);
  if (broken !== null) console.error(`Row ${broken.id} is the first that is not: ${broken.reason}.`);
  const isLost = known !== null && knownRow === null;
  if (isLost)
    console.error('No row among these has the hash that you gave: rows were cut off, or the trail was made anew.');
  if (broken !== null || isLost) process.exitCode = 1;
}
