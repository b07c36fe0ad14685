/** Serves the built web pages: a handful of files that are known when the server starts. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Announced, announcements, withAnnounced } from './announced-files.js';
import { acceptsGzip } from './compress-json.js';
import { ProblemError, sendProblem } from './problem.js';
import type { Next } from './request-guard.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

interface WebFile {
  path: string;
  type: string;
  /** The name changes with the contents, so that it may be kept for ever. */
  hashed: boolean;
  compressible: boolean;
}

/**
 * Middleware that answers everything outside /api: a file, or the page itself for any other address, for addresses
 * are the router's in the browser.
 *
 * @param directory what Vite built; where it does not exist, every page says so.
 */
export function webFiles(directory: string): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
  const files = listFiles(directory);
  const announce = announcements(directory);
  const texts = new Map<string, Text>();
  const textOf = (file: WebFile, announced: Announced | null): Text => {
    const name = `${file.path} ${announced?.answers} ${announced?.files}`;
    const text = texts.get(name) ?? readText(file.path, announced);
    texts.set(name, text);
    return text;
  };
  return (request, response, next) => {
    const path = request.url?.split('?', 1)[0] ?? '/';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || path === '/api' || path.startsWith('/api/')) return next();
    const wantsPage = path === '/' || (request.headers.accept?.includes('text/html') ?? false);
    const page = files.get('/index.html');
    const file = files.get(path) ?? (wantsPage ? page : undefined);
    if (file === undefined) return sendProblem(response, missing(path, files.size > 0));
    response.setHeader('content-type', file.type);
    response.setHeader('cache-control', file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    const announced = file === page ? announce(path, hasSession(request)) : null;
    if (file.compressible) sendText(request, response, textOf(file, announced));
    else if (request.method === 'HEAD') response.end();
    else createReadStream(file.path).on('error', next).pipe(response);
  };
}

/** Whether it is still good is for the routes to say; here it only tells which page will most likely be drawn. */
const hasSession = ({ headers }: IncomingMessage): boolean => /(^|;\s*)(__Host-)?sid=[^;]/.test(headers.cookie ?? '');

function missing(path: string, built: boolean): ProblemError {
  return built
    ? new ProblemError('not-found', 404, `There is no ${path}.`)
    : new ProblemError('not-found', 404, 'The web pages are not built. `npm start` builds them.');
}

function listFiles(directory: string): ReadonlyMap<string, WebFile> {
  if (!existsSync(directory)) return new Map();
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // What begins with a dot, or lies in a folder that does, is the build's own.
  const urls = paths.map((path) => [path, `/${relative(directory, path).split(sep).join('/')}`] as const);
  return new Map(
    urls
      .filter(([, url]) => !url.includes('/.'))
      .map(([path, url]) => {
        const type = TYPES[extname(path)] ?? 'application/octet-stream';
        const compressible = /^text|json|svg/.test(type);
        return [url, { path, type, hashed: url.startsWith('/assets/'), compressible }];
      }),
  );
}

interface Text {
  plain: Buffer;
  compressed: Buffer;
  tag: string;
}

function readText(path: string, announced: Announced | null): Text {
  const contents = readFileSync(path);
  const plain = announced === null ? contents : Buffer.from(withAnnounced(contents.toString(), announced));
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { plain, compressed: gzipSync(plain, { level: 9 }), tag };
}

function sendText(request: IncomingMessage, response: ServerResponse, { plain, compressed, tag }: Text): void {
  response.setHeader('etag', tag);
  response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === tag) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const gzipped = acceptsGzip(request);
  if (gzipped) response.setHeader('content-encoding', 'gzip');
  const body = gzipped ? compressed : plain;
  response.setHeader('content-length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}
