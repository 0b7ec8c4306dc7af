// A plain static file server below a path prefix, as a user's host would be. It sends the headers that the build's _headers
// asks for, and keeps a log of what was fetched.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const KINDS = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Serves `folder` below `prefix` on a free port of this machine; everything else is 404.
 * `log` holds one `{ path, status, bytes }` per request, the bytes as they travelled (gzip).
 */
export async function serve(folder, prefix) {
  const log = [];
  const headers = await headersFor(folder);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const file = fileFor(folder, prefix, decodeURIComponent(url.pathname));
    const content = file && (await readFile(file).catch(() => null));
    if (!content) {
      log.push({ path: url.pathname, status: 404, bytes: 0 });
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.\n');
      return;
    }
    // What was fetched before is asked about, not sent again, as hosts of static files do.
    const tag = `"${createHash('sha1').update(content).digest('base64')}"`;
    if (request.headers['if-none-match'] === tag) {
      log.push({ path: url.pathname, status: 304, bytes: 0 });
      response.writeHead(304, { ...headers, etag: tag, 'cache-control': 'no-cache' }).end();
      return;
    }
    // What the build has compressed, as a host would send it.
    const body = (await readFile(`${file}.gz`).catch(() => null)) ?? gzipSync(content);
    log.push({ path: url.pathname, status: 200, bytes: body.length });
    response.writeHead(200, {
      ...headers,
      'content-type': KINDS[path.extname(file)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
      'content-length': body.length,
      etag: tag,
      'cache-control': 'no-cache',
    });
    response.end(body);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    log,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

function fileFor(folder, prefix, pathname) {
  if (!pathname.startsWith(prefix)) return null;
  const inner = pathname.slice(prefix.length);
  const file = path.resolve(folder, inner === '' || inner.endsWith('/') ? `${inner}index.html` : inner);
  return file.startsWith(path.resolve(folder) + path.sep) ? file : null;
}

/** What _headers says of every file. How long files may be kept is no matter here: tests want to see each request. */
async function headersFor(folder) {
  const text = await readFile(path.join(folder, '_headers'), 'utf8').catch(() => '');
  const [, all = ''] = /^\/\*\n((?: .*\n)*)/m.exec(text) ?? [];
  return Object.fromEntries(all.trim().split('\n').filter(Boolean).map((line) => line.trim().split(/:\s+(.*)/s, 2)));
}
