// Asks one address as often as it can, by so many clients at once that each keep their connection. A process of its own,
// so that what it costs is not the server's. Arguments: address, clients, seconds; BENCH_COOKIE in the environment, where every user
// of the machine cannot see it. Prints requests per second.
import { Agent, get } from 'node:http';

const [address = '', clients = '', seconds = ''] = process.argv.slice(2);
const headers = { cookie: process.env['BENCH_COOKIE'] ?? '' };
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const until = performance.now() + Number(seconds) * 1000;
let answered = 0;
const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(clients) }, askOn));
console.log(answered / ((performance.now() - startedAt) / 1000));
agent.destroy();

async function askOn() {
  while (performance.now() < until) {
    await ask();
    answered++;
  }
}

/** @returns {Promise<void>} */
function ask() {
  return new Promise((settle, refuse) => {
    get(address, { agent, headers }, (response) => {
      if (response.statusCode !== 200) refuse(new Error(`${address} answered ${response.statusCode}`));
      response.on('end', settle).on('error', refuse).resume();
    }).on('error', refuse);
  });
}
