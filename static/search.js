// The verdict's search in slices: imported by a worker, this file is that worker; on a page it is what idle moments call.

/** Calls the search to work for so many milliseconds; answers with what is new. */
export function slice(search, milliseconds) {
  let found;
  const end = performance.now() + milliseconds;
  do found = search.work(500) ?? found;
  while (!search.over && performance.now() < end);
  return found;
}

/** Searches, each known by its number. One works at a time, and between two slices the worker listens. */
function serve() {
  const searches = new Map();
  let ready;
  let working = false;
  const bell = new MessageChannel();
  const ring = () => {
    working ||= [...searches.values()].some((one) => one.awake);
    if (working) bell.port2.postMessage(0);
  };
  bell.port1.onmessage = () => {
    working = false;
    const next = [...searches].find(([, one]) => one.awake);
    if (!next) return;
    const [id, one] = next;
    const found = slice(one.search, 15);
    if (one.search.over) {
      searches.delete(id);
      one.search.free();
    } else {
      // The next slice is another's turn.
      searches.delete(id);
      searches.set(id, one);
    }
    if (found) postMessage({ id, found });
    ring();
  };
  onmessage = async ({ data }) => {
    if (data.module) {
      ready = import(new URL(`./figure.js${new URL(import.meta.url).search}`, import.meta.url)).then(async (loader) => (await loader.default({ module_or_path: data.module }), loader));
      ready.then(() => postMessage({ ready: true }), () => postMessage({ broken: true }));
      return;
    }
    const { Search } = await ready;
    const one = searches.get(data.id);
    if (data.fragment !== undefined) {
      const search = Search.of(data.fragment);
      if (search) searches.set(data.id, { search, awake: true });
    } else if (data.end) {
      one?.search.free();
      searches.delete(data.id);
    } else if (one) {
      one.awake = data.awake;
    }
    if (!working) ring();
  };
}

if (typeof document === 'undefined') serve();
