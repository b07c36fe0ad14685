/** Which addresses are Bursar's own, and whether a browser came to one by https. */
import type { WebRequest } from './web-request.js';

const HOST_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

export class OwnAddress {
  private readonly publicUrl: URL | null;

  /** @param publicOrigin such as `https://bursar.example`; null: reached on this machine only */
  constructor(publicOrigin: string | null) {
    this.publicUrl = publicOrigin === null ? null : new URL(publicOrigin);
  }

  /** The hosts that are answered, as they stand in a Host header. */
  hosts(request: WebRequest): string[] {
    return this.publicUrl === null ? loopbackHosts(request) : [this.publicUrl.host, ...loopbackHosts(request)];
  }

  isOwnHost(request: WebRequest): boolean {
    return this.isPublicHost(request) || loopbackHosts(request).includes(hostOf(request));
  }

  /**
   * Whether a page of this origin may write at the address that it asked.
   *
   * A page of this machine's may not write at the public address, for on a visitor's machine it is anybody's. The
   * other way round is right: many proxies put their own name for Bursar into Host.
   */
  isOwnOrigin(request: WebRequest, origin: string): boolean {
    if (origin === this.publicUrl?.origin) return true;
    return !this.isPublicHost(request) && loopbackHosts(request).some((host) => origin === `http://${host}`);
  }

  /**
   * By configuration, so that a proxy that forgets to say so weakens no cookie; else as a trusted proxy says.
   */
  isEncrypted(request: WebRequest): boolean {
    return request.secure || (this.publicUrl?.protocol === 'https:' && this.isPublicHost(request));
  }

  /** Browsers leave the usual port away, some proxies add it. */
  private isPublicHost(request: WebRequest): boolean {
    if (this.publicUrl === null) return false;
    const asked = URL.parse(`${this.publicUrl.protocol}//${hostOf(request)}`);
    return asked?.origin === this.publicUrl.origin && asked.href === `${asked.origin}/`;
  }
}

function hostOf({ headers }: WebRequest): string {
  return headers.host?.toLowerCase() ?? '';
}

function loopbackHosts({ socket }: WebRequest): string[] {
  const withPort = HOST_NAMES.map((name) => `${name}:${socket.localPort}`);
  return socket.localPort === 80 ? [...withPort, ...HOST_NAMES] : withPort;
}

const encrypted = new WeakSet<WebRequest>();

/** Noted once, before anything else looks at the request. */
export function noteEncrypted(request: WebRequest): void {
  encrypted.add(request);
}

/** Whether what is sent to the browser now travels by https. */
export function cameEncrypted(request: WebRequest): boolean {
  return encrypted.has(request);
}

/**
 * The address that the browser reaches Bursar at, for links that lead back: as configured, else as it asked, which on
 * this machine is one of the names that the request guard lets through.
 */
export function originAskedAt({ headers }: WebRequest, publicOrigin: string | null): string {
  return publicOrigin ?? `http://${headers.host}`;
}
