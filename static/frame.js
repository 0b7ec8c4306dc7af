// The plain frame: one figure that fills it, steered by its address and by messages of the page around it.
// docs/embedding.md describes both.

/** The version of the messages. */
const VERSION = 1;
/** What the address and a `set` can say of the figure. */
const WISHES = ['story', 'link', 'lang', 'steps', 'controls', 'theme', 'caption'];
/** Nobody means a longer text than this. */
const LONGEST = 20_000;
/** No run has as many steps. */
const MOST = 100_000;

const figure = document.querySelector('ack-scope');
/** The origin of the page around, as the address names it. Without it nobody is listened to, and nothing of the run is told. */
let host;

// The address.

/** The parts of the address that are the frame's own; the others make the link. */
const OWN = { scenario: 'story', story: 'story', lang: 'lang', steps: 'steps', controls: 'controls', theme: 'theme', caption: 'caption', host: 'host' };

function read() {
  const said = new Map();
  const rest = [];
  for (const part of location.hash.slice(1).split('&').filter(Boolean)) {
    const [key, ...value] = part.split('=');
    if (Object.hasOwn(OWN, key)) said.set(OWN[key], decoded(value.join('=')));
    else if (part !== 'embed=1') rest.push(part);
  }
  said.set('link', rest.length > 0 ? rest.join('&') : undefined);
  host = originOf(said.get('host'));
  for (const name of WISHES) {
    const value = said.get(name);
    if (value === undefined) figure.removeAttribute(name);
    else figure.setAttribute(name, value);
  }
  document.documentElement.lang = /^zh\b/i.test(said.get('lang') ?? navigator.language) ? 'zh-CN' : 'en';
}

/** A text of the address. A + is a space in lists of controls, as everywhere in addresses. */
function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function originOf(text) {
  if (text === undefined) return undefined;
  try {
    const { protocol, origin } = new URL(text);
    if (origin === text && ['http:', 'https:'].includes(protocol)) return origin;
  } catch {
    // It is no address at all.
  }
  refuse('host', text, 'an origin such as https://example.org, without a path');
  return undefined;
}

/** The picture for where the program can't be fetched or started. */
function standIn() {
  const story = figure.getAttribute('story')?.replaceAll('-', '_') ?? '';
  if (!/^\w+$/.test(story)) return;
  const picture = document.createElement('img');
  picture.alt = document.title;
  picture.onerror = () => picture.remove();
  picture.src = new URL(`./figures/${story}.${document.documentElement.lang}.svg`, import.meta.url);
  figure.replaceChildren(picture);
}

// What the page around is told.

/** `ready` and `size` say nothing of what is shown, so anybody may know; the rest is for the named origin alone. */
function post(type, detail) {
  if (window.parent === window) return;
  const open = type === 'ready' || type === 'size';
  if (host ?? open) window.parent.postMessage({ ackscope: VERSION, type, ...detail }, host ?? '*');
}

function refuse(field, value, allowed) {
  const said = shown(value);
  post('error', { field, value: said, allowed, message: `${field}: ${said} is not allowed; ${allowed} is` });
}

/** A short text for a person, of whatever a message can carry. */
function shown(value) {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text || 'an empty text';
}

for (const name of ['ready', 'step', 'flag', 'verdict']) figure.addEventListener(name, ({ detail }) => post(name, detail));
figure.addEventListener('error', ({ detail }) => {
  post('error', detail);
  if (detail.field === 'program') standIn();
});
new ResizeObserver(() => post('size', { height: Math.ceil(document.documentElement.getBoundingClientRect().height) })).observe(
  document.documentElement,
);

// What it asks for. What is wrong is answered by name; what is no message of ours is somebody else's.

const ORDERS = {
  play: () => figure.play?.(),
  pause: () => figure.pause?.(),
  step({ count = 1 }) {
    if (whole(count, -MOST)) figure.step?.(count);
    else refuse('count', count, `a whole number from -${MOST} to ${MOST}`);
  },
  seek({ step }) {
    if (whole(step, 0)) figure.seek?.(step);
    else refuse('step', step, `a whole number from 0 to ${MOST}`);
  },
  set({ ackscope, type, ...wishes }) {
    const wrong = Object.entries(wishes).find(([name, value]) => !isWish(name, value));
    if (wrong) return refuseWish(...wrong);
    for (const [name, value] of Object.entries(wishes)) {
      if (value === null) figure.removeAttribute(name);
      else figure.setAttribute(name, value);
    }
  },
};

const FIELDS = { play: [], pause: [], step: ['count'], seek: ['step'], set: WISHES };

function whole(number, least) {
  return Number.isInteger(number) && number >= least && number <= MOST;
}

function isWish(name, value) {
  return WISHES.includes(name) && (value === null || (typeof value === 'string' && value.length <= LONGEST));
}

function refuseWish(name, value) {
  if (!WISHES.includes(name)) refuse(shown(name), value, `a field of ${WISHES.join(', ')}`);
  else refuse(name, value, `a text of at most ${LONGEST} characters, or null,`);
}

function hear({ source, origin, data }) {
  if (source !== window.parent || window.parent === window || host === undefined || origin !== host) return;
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'ackscope')) return;
  const { ackscope, type } = data;
  if (ackscope !== VERSION) return refuse('ackscope', ackscope, `${VERSION}, the version of these messages,`);
  if (typeof type !== 'string' || !Object.hasOwn(ORDERS, type)) {
    return refuse('type', type, `one of ${Object.keys(ORDERS).join(', ')}`);
  }
  const other = Object.keys(data).find((name) => !['ackscope', 'type', ...FIELDS[type]].includes(name));
  if (other !== undefined && type !== 'set') {
    return refuse(shown(other), data[other], FIELDS[type].length > 0 ? `a field of ${FIELDS[type].join(', ')}` : 'no other field');
  }
  ORDERS[type](data);
}

document.body.style.margin = '0';
// For who listens to the page; the drawing says it to who looks.
document.querySelector('h1').style.cssText = 'position:absolute;clip-path:inset(50%);width:1px;height:1px;margin:0;overflow:hidden';
addEventListener('message', hear);
addEventListener('hashchange', read);
read();
