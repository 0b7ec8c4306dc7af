// A host page of another origin: an article with figures in it, under a content policy if one is wanted.
import { createServer } from 'node:http';

/** Serves `pages`, a map from paths to HTML, on a free port of this machine: another origin than the figures'. */
export async function host(pages, headers = {}, port = 0) {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url, 'http://localhost').pathname];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(page ?? '');
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(Number(port), '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}
