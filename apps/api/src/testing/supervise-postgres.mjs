// A process of its own that runs the embedded Postgres until it is killed: DATA_DIRECTORY namespaces|no-namespaces
import '../../../../tools/typescript-sources.mjs';

const { startEmbeddedPostgres } = await import('../database/embedded-postgres.ts');
const [, , dataDirectory = '', namespaces] = process.argv;
const postgres = await startEmbeddedPostgres({
  dataDirectory,
  userNamespaces: namespaces === 'namespaces',
  // Killing a process, unlike a power cut, loses nothing that was handed to the system.
  settings: { fsync: 'off' },
});
process.on('SIGINT', () => void postgres.stop().then(() => process.exit(0)));
console.log(`${postgres.socketDirectory} ${postgres.pid}`);
