// Appended to the page's loader, whose `wasm`, `__wbg_get_imports` and `__wbg_load` it uses: how the second half of the
// page's code gets in. The build puts the name of its file here.
const restFile = new URL('REST_FILE', import.meta.url);
let restIsHere = false;
let restIsComing;

function restIsMissing() {
  return !restIsHere;
}

/** What the second half needs of the first and of the browser. */
function restImports() {
  return { ...__wbg_get_imports(), first: wasm };
}

function tellOfRest() {
  // Not within the call that waited for it.
  queueMicrotask(() => dispatchEvent(new Event('rest')));
}

/** Fetches the rest: in its own time, or while the browser waits, for somebody calls a function that is in it. */
function fetchRest(atOnce) {
  if (!atOnce && restIsHere) tellOfRest();
  else if (!atOnce) restIsComing ??= fetchRestSoon();
  else if (!restIsHere) fetchRestNow();
}

async function fetchRestSoon() {
  for (const pause of [1000, 3000, 0]) {
    try {
      const response = await fetch(restFile);
      if (!response.ok) throw new Error(response.status);
      if (!restIsHere) {
        await __wbg_load(response, restImports());
        restIsHere = true;
        tellOfRest();
        setTimeout(keepAll, 5000);
      }
      return;
    } catch (error) {
      console.warn(`${restFile}: ${error.message}`);
      if (pause) await new Promise((done) => setTimeout(done, pause));
    }
  }
  restIsLost();
}

function fetchRestNow() {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', restFile, false);
    // A request that is waited for can't give bytes, but text with a byte in each letter.
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    if (request.status !== 200) throw new Error(request.status);
    const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
    new WebAssembly.Instance(new WebAssembly.Module(bytes), restImports());
  } catch (error) {
    restIsLost();
    throw error;
  }
  restIsHere = true;
  tellOfRest();
}

/** Says so; the link in the address keeps what is shown. */
function restIsLost() {
  const banner = document.getElementById('incomplete');
  for (const button of banner.querySelectorAll('button')) button.onclick = () => location.reload();
  banner.hidden = false;
}

/** Keeps the page for visits without a network, where the browser can; not for a figure in somebody else's page. */
function keepAll() {
  if (self === top) navigator.serviceWorker?.register(new URL('sw.js', import.meta.url)).catch(() => {});
}
