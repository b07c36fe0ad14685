// Runs one prepared statement as often as it can on so many connections: where there is no pgbench. Arguments: address of
// the database, file of the statement, connections, seconds. Prints transactions per second.
import { readFileSync } from 'node:fs';
import pg from 'pg';

const [connectionString = '', file = '', connections = '', seconds = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const clients = Array.from({ length: Number(connections) }, () => new pg.Client({ connectionString }));
await Promise.all(clients.map((client) => client.connect()));
const startedAt = performance.now();
const until = startedAt + Number(seconds) * 1000;
let answered = 0;
await Promise.all(
  clients.map(async (client) => {
    for (; performance.now() < until; answered++) await client.query({ name: 'asked', text });
  }),
);
console.log(answered / ((performance.now() - startedAt) / 1000));
await Promise.all(clients.map((client) => client.end()));
