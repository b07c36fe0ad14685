import { isIPv6 } from 'node:net';

/**
 * By which tries from one address are counted.
 *
 * Whoever has one address of IPv6 has all of its /64, and could try from each; so what counts is the network.
 */
export function countedAddress(address: string | null): string {
  const plain = address?.split('%', 1)[0] ?? 'unknown';
  const inIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (inIpv4 !== undefined) return inIpv4;
  return isIPv6(plain) ? `${networkOf(plain)}::/64` : plain;
}

/** The first four groups, however the address is abbreviated. */
function networkOf(address: string): string {
  // As a URL spells it: in small letters, without leading zeros, and with no part in IPv4.
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [left = '', right] = spelled.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(left), groups(right ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
