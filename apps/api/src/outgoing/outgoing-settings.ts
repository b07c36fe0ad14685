import { isIPv6 } from 'node:net';
import type { Reader } from '../variable-reader.js';
import type { AllowedInside } from './outgoing-rules.js';

/** A name or an IPv4 address. */
const HOST_NAME = /^[a-z0-9_][a-z0-9_.-]{0,252}$/;

/** `off`, `on`, or the hosts of the own network that Bursar may call. */
export function readAllowedInside(reader: Reader): AllowedInside {
  const text = reader.text('BURSAR_ALLOW_PRIVATE_ADDRESSES')?.toLowerCase() ?? 'off';
  if (text === 'off') return [];
  if (text === 'on') return 'all';
  const hosts = text
    .split(',')
    .map((host) => host.trim().replace(/^\[|\]$/g, ''))
    .filter((host) => host !== '');
  const wrong = hosts.filter((host) => !HOST_NAME.test(host) && !isIPv6(host));
  if (wrong.length > 0) {
    reader.mistakes.push(
      `BURSAR_ALLOW_PRIVATE_ADDRESSES has ${wrong.join(', ')}: off, on or hosts such as login.internal,10.1.2.3 are needed (no port, no path).`,
    );
  }
  return hosts;
}
