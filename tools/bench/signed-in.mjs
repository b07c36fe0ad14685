// The bench asks as the owner of the server that it starts.

const OWNER = { email: 'owner@bench.example', password: 'Qz7-a-password-of-the-bench' };

/** Makes the owner at the first start on a database. */
export const OWNER_VARIABLES = { BURSAR_OWNER_EMAIL: OWNER.email, BURSAR_OWNER_PASSWORD: OWNER.password };

/** What the cookie of a server's owner holds, by the server's address. @type {Map<string, string>} */
const sessions = new Map();

/** @param {string} address of a server that was started with `OWNER_VARIABLES` */
export async function signIn(address) {
  const response = await fetch(`${address}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify(OWNER),
  });
  const session = /^sid=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1];
  if (session === undefined) {
    throw new Error(`${address} refused the owner of the bench (${response.status}): ${await response.text()}`);
  }
  sessions.set(address, session);
}

/** @param {string} url of a server that was signed in to */
export const sessionOf = (url) => sessions.get(new URL(url).origin) ?? '';

/** @param {string} url */
export const fetchSignedIn = (url) => fetch(url, { headers: { cookie: `sid=${sessionOf(url)}` } });
