/** Which addresses belong to a network of somebody's own, and not to the internet. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Special-purpose blocks of IPv4 (IANA): what is not one host of the internet. */
const INSIDE_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  // Carrier-grade NAT; some clouds answer for their metadata here.
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Link-local; 169.254.169.254 tells a cloud's machines their credentials.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** All that is handed out to hosts of the internet; NAT64 (64:ff9b::/96), mapped and local addresses lie outside. */
const GLOBAL_IPV6 = ['2000::/3'];

/** Within it: protocols (Teredo among them), documentation, and 6to4, which holds an IPv4 address. */
const INSIDE_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const insideIpv4 = blocks(INSIDE_IPV4, 'ipv4');
const globalIpv6 = blocks(GLOBAL_IPV6, 'ipv6');
const insideIpv6 = blocks(INSIDE_IPV6, 'ipv6');

/**
 * Whether an address is one of the internet's, so that whoever asks it reaches nothing that is only reached from here.
 *
 * @param address as DNS answers it or a URL spells it, without brackets; what is no address is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !insideIpv4.check(address, 'ipv4');
  // A zone (`fe80::1%eth0`) means an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalIpv6.check(address, 'ipv6') && !insideIpv6.check(address, 'ipv6');
}

function blocks(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
