/** A browser that is led from server to server, for specs of what happens on the way. */

/** A browser: it goes where it is led and keeps what it is given, for each origin apart. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();
  /** Every address that it was led to. */
  readonly seen: string[] = [];

  cookies(origin: string): Map<string, string> {
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    return jar;
  }

  /** One step; the address that it is led to, or null where a page is shown. */
  async step(url: string): Promise<{ response: Response; next: string | null }> {
    const { origin } = new URL(url);
    const cookie = [...this.cookies(origin)].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie, connection: 'close' } });
    this.take(origin, response);
    const location = response.headers.get('location');
    const next = location === null ? null : new URL(location, url).href;
    if (next !== null) this.seen.push(next);
    return { response, next };
  }

  /** Keeps the cookies of an answer. */
  take(origin: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split(/=(.*)/s) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies(origin).delete(name);
      else this.cookies(origin).set(name, value);
    }
  }

  /** Goes on until it is led to an address that begins so; that one is not asked. */
  async until(url: string, ends: readonly string[]): Promise<string> {
    let here = url;
    for (let steps = 0; steps < 12; steps++) {
      const { next, response } = await this.step(here);
      if (next === null) throw new Error(`${here} answered ${response.status}: ${await response.text()}`);
      if (ends.some((end) => next.startsWith(end))) return next;
      here = next;
    }
    throw new Error(`It was led round and round: ${this.seen.join(' ')}`);
  }
}
