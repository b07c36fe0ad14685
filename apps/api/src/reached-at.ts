/** Where Bursar listens, and the address that browsers know it by. */
import type { Reader } from './variable-reader.js';
import { VARIABLES } from './variables.js';

/** The hosts that mean this machine, in the spellings that HOST and URLs use. */
export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'] as const;

export interface ReachedAt {
  host: string;
  /** 0: any free one. */
  port: number;
  /** An origin, such as `https://bursar.example`; null: reached on this machine only. */
  publicOrigin: string | null;
  /** How many proxies add to X-Forwarded-For; what stands there before theirs anybody may have written. */
  trustedProxies: number;
}

/** Reads it; what does not go together is a mistake, what is likely to be one a warning. */
export function readReachedAt(reader: Reader): ReachedAt {
  const host = (reader.text('HOST') ?? VARIABLES.HOST.default).replace(/^\[(.*)\]$/, '$1');
  const publicOrigin = readPublicOrigin(reader);
  if (!LOOPBACK_HOSTS.some((known) => known === host) && reader.text('BURSAR_URL') === null) {
    const own = LOOPBACK_HOSTS.join(', ');
    reader.mistakes.push(
      `HOST is "${host}", so that other machines may ask: set BURSAR_URL to the address that browsers reach Bursar at, such as https://bursar.example, or use ${own}.`,
    );
  }
  const port = reader.whole('PORT', 0, 65_535);
  const trustedProxies = reader.whole('BURSAR_TRUST_PROXY', 0, 10);
  if (publicOrigin?.startsWith('https:') && trustedProxies === 0) {
    reader.warnings.push(
      'BURSAR_URL is https, which a proxy has to speak, and BURSAR_TRUST_PROXY is 0: everybody seems to come from the address of that proxy. Set it to 1.',
    );
  }
  return { host, port, publicOrigin, trustedProxies };
}

/** Whether a host, as HOST or a URL spells it, is this machine. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return LOOPBACK_HOSTS.some((host) => host === bare) || /^127(\.\d{1,3}){3}$/.test(bare);
}

function readPublicOrigin(reader: Reader): string | null {
  const text = reader.text('BURSAR_URL');
  if (text === null) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    // Not repeated in the message: it may hold a password.
    reader.mistakes.push('BURSAR_URL is not an address such as https://bursar.example (no path, no user, no query).');
    return null;
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    reader.warnings.push(
      `BURSAR_URL is not https: passwords and sessions cross the network to ${url.host} as they are. Put a proxy with TLS before Bursar.`,
    );
  }
  return url.origin;
}
