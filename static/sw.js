// Keeps this build of the page for visits without a network. The build puts in its number, a digest of all files, and
// which files there are.
//
// Two builds are never mixed: a file is taken from what is kept only if it was compared with its digest, only for this
// build, and never once the host has shown a page of another build. That page is what a reader with a network always gets.
const BUILD = 'THIS_BUILD';
const CONTENT = 'THIS_CONTENT';
const DIGESTS = 'FILES';

const OWN = `ackscope ${registration.scope} `;
const KEPT = OWN + CONTENT;
/** A host that takes longer, in milliseconds, is not waited for if the page is there already. */
const PATIENCE = 4000;

addEventListener('install', (event) => event.waitUntil(keepAll()));
addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (name === undefined) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request, name));
  else event.respondWith(file(event.request, name));
});

/** Which of the kept files is asked for, if any is. */
function nameOf({ method, url }) {
  const { href, search } = new URL(url);
  if (method !== 'GET' || !href.startsWith(registration.scope)) return undefined;
  const name = href.slice(registration.scope.length).split(/[?#]/)[0];
  const names = [name, `${name}index.html`, `${name}.html`];
  return names.find((name) => Object.hasOwn(DIGESTS, name) && (search === '' || name.endsWith('.html') || search === `?${BUILD}`));
}

const addressOf = (name) => new URL(name, registration.scope).href;
const kept = async (name) => (await caches.open(KEPT)).match(addressOf(name));

async function keepAll() {
  const cache = await caches.open(KEPT);
  await Promise.all(
    Object.keys(DIGESTS).map(async (name) => {
      // What the browser has may be of another build.
      const response = await compared(name, 'default').catch(() => compared(name, 'reload'));
      // A host may lead from index.html to the folder; an answer that tells so can't be a page.
      const { status, headers } = response;
      await cache.put(addressOf(name), new Response(await response.blob(), { status, headers }));
    }),
  );
}

async function compared(name, cache) {
  const response = await fetch(addressOf(name), { cache, integrity: DIGESTS[name] });
  if (!response.ok) throw new Error(`${response.status}: ${name}`);
  return response;
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OWN) && name !== KEPT).map((name) => caches.delete(name)));
}

/** A page comes from the host, so that a new build shows at once. */
async function page(request, name) {
  const known = await kept(name);
  if (!known) return fetch(request);
  try {
    const response = await withPatience(fetch(request));
    if (response.status >= 500) return known;
    if (response.ok && (await response.clone().text()) !== (await known.clone().text())) await caches.delete(KEPT);
    return response;
  } catch {
    return known;
  }
}

/** A file whose address is of this build alone need not be asked for again. */
async function file(request, name) {
  const isOfThisBuild = request.url.endsWith(`?${BUILD}`) || /[-_][0-9a-f]{16}[._]/.test(name);
  if (isOfThisBuild) return (await kept(name)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const known = await kept(name);
    if (!known) throw error;
    return known;
  }
}

function withPatience(answer) {
  return Promise.race([answer, new Promise((_, tooLate) => setTimeout(() => tooLate(new Error('too late')), PATIENCE))]);
}
