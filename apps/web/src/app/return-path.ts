/**
 * Where to go after signing in: a path of this application, whatever a link says.
 *
 * A link that leads elsewhere after signing in would be believed to be Bursar's. Browsers read `/\` as `//` and drop
 * tabs and line ends, so that what begins with one slash may still name another host.
 */
export function pathToReturnTo(wanted: unknown): string {
  return typeof wanted === 'string' && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(wanted) ? wanted : '/';
}
