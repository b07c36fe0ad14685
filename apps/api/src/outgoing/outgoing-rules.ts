/** Whom Bursar may call, of those that somebody else names. */
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './inside-addresses.js';

/** Hosts of one's own network that may be called, and without encryption; by name, or all of them. */
export type AllowedInside = 'all' | readonly string[];

export interface OutgoingRules {
  allowedInside: AllowedInside;
  /** Names to addresses; default: as the system does. */
  lookup: LookupFunction;
  /** Until the whole answer is there. */
  timeoutMs: number;
}

export const DEFAULT_RULES: OutgoingRules = {
  allowedInside: [],
  // Node's own takes more kinds of options than a socket ever passes.
  lookup: lookup as LookupFunction,
  timeoutMs: 5_000,
};

/** An address that Bursar does not call; the message says which, why, and what to set. */
export class OutgoingRefusedError extends Error {
  override readonly name = 'OutgoingRefusedError';
}

/** @throws OutgoingRefusedError for what is no web address, or holds a password. */
export function refuseUrl({ protocol, username, password, host }: URL): void {
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new OutgoingRefusedError(`${protocol} is not called: only https addresses are.`);
  }
  if (username !== '' || password !== '') {
    throw new OutgoingRefusedError(
      `The address of ${host} holds a user or a password: addresses with one are not called.`,
    );
  }
}

/**
 * Whether a host may be reached at an address: at one of the internet's by https, at one of the own network's where
 * the setting names the host.
 *
 * @throws OutgoingRefusedError
 */
export function refuseAddress(url: URL, address: string, allowed: AllowedInside): void {
  const host = hostOf(url);
  if (isPublicAddress(address)) {
    if (url.protocol === 'https:') return;
    throw new OutgoingRefusedError(`http://${url.host} is not called: it is not encrypted. Use its https address.`);
  }
  if (allowed === 'all' || allowed.includes(host)) return;
  const where = address === host ? '' : ` (${address})`;
  throw new OutgoingRefusedError(
    `${host}${where} is not called: it is an address of the own network. BURSAR_ALLOW_PRIVATE_ADDRESSES=${host} allows it.`,
  );
}

/** Without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * A lookup for a socket that answers nothing which is refused.
 *
 * The socket connects to what it answers and asks nobody again: a name that means another address a moment later (DNS
 * rebinding) gains nothing. A socket does not look up what is an address already; `refuseLiteral` is for that.
 */
export function guardedLookup(url: URL, { allowedInside, lookup }: OutgoingRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (error !== null) return callback(error, address, family);
      const found: readonly Pick<LookupAddress, 'address'>[] = typeof address === 'string' ? [{ address }] : address;
      try {
        // One that is refused refuses all: a name that means both is not one to trust.
        for (const one of found) refuseAddress(url, one.address, allowedInside);
      } catch (refusal) {
        if (!(refusal instanceof OutgoingRefusedError)) throw refusal;
        return callback(refusal, '', 0);
      }
      callback(null, address, family);
    });
  };
}

/** @throws OutgoingRefusedError where the host is an address that may not be called. */
export function refuseLiteral(url: URL, allowed: AllowedInside): void {
  const host = hostOf(url);
  if (isIP(host) !== 0) refuseAddress(url, host, allowed);
}
