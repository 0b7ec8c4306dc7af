// Live figures in any page: defines <ack-scope>. docs/embedding.md is the manual.
//
// All figures of a page share one compiled program and one style sheet, which are fetched when the first figure comes
// near the visible part of the page.

/** The files beside this one; what stands behind the ? tells new ones from old. */
const file = (name) => new URL(`./${name}?BUILD`, import.meta.url);
/** What the host can say; `lang` is every element's. */
const ATTRIBUTES = ['story', 'link', 'lang', 'steps', 'controls', 'theme', 'caption'];

// The page: what all figures share.

/** The program: its loader, once it runs. */
let program;
let styles;

function load() {
  program ??= (async () => {
    const [loader, module, style] = await Promise.all([import(file('figure.js')), compile(file('figure_bg.wasm')), text(file('figure.css'))]);
    await loader.default({ module_or_path: module });
    styles = new CSSStyleSheet();
    styles.replaceSync(style);
    return { loader, module };
  })();
  // A host that is back in reach gets another try with the next figure.
  program.catch(() => (program = undefined));
  return program;
}

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

async function compile(url) {
  const response = await fetched(url);
  const typed = response.headers.get('content-type')?.startsWith('application/wasm');
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

async function text(url) {
  return (await fetched(url)).text();
}

/** Whoever looks at the page does not see it while its tab is hidden. */
const figures = new Set();
const isShown = () => document.visibilityState === 'visible';

// One thinker for all figures: a worker from the same compiled program, or idle moments where none can be had.

const thinker = {
  /** Questions that are open, by number: who hears the answer, and the link. */
  open: new Map(),
  count: 0,
  worker: undefined,

  ask(hear, fragment) {
    const id = (this.count += 1);
    this.open.set(id, { hear, fragment, awake: true });
    this.worker ??= startWorker();
    this.worker.then((worker) => {
      if (!this.open.has(id)) return;
      if (worker) worker.postMessage({ id, fragment });
      else idle.wake();
    });
    return id;
  },

  /** Goes on, or rests: nobody sees the figure. */
  wake(id, awake) {
    const one = this.open.get(id);
    if (!one || one.awake === awake) return;
    one.awake = awake;
    this.worker?.then((worker) => (worker ? worker.postMessage({ id, awake }) : idle.wake()));
  },

  end(id) {
    if (!this.open.has(id)) return;
    this.open.get(id).search?.free();
    this.open.delete(id);
    this.worker?.then((worker) => worker?.postMessage({ id, end: true }));
  },
};

/** The worker; nothing where the host's policy forbids one. */
function startWorker() {
  return new Promise((done) => {
    const program = file('search.js');
    // A worker's file must be of the host's own origin, but what it imports need not be.
    const own = program.origin === location.origin;
    const source = `import ${JSON.stringify(program)}`;
    const address = own ? program.href : URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const finish = (worker) => {
      if (!own) URL.revokeObjectURL(address);
      done(worker);
    };
    let worker;
    try {
      worker = new Worker(address, { type: 'module', name: 'ackscope' });
    } catch {
      return finish();
    }
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      finish();
    };
    worker.onmessage = ({ data }) => {
      if (data.ready) return finish(worker);
      if (data.broken) {
        worker.terminate();
        return finish();
      }
      thinker.open.get(data.id)?.hear(data.found);
    };
    load().then(({ module }) => worker.postMessage({ module }));
  });
}

/** Without a worker: a few milliseconds of each idle moment, while a figure that asked can be seen. */
const idle = {
  asked: undefined,

  wake() {
    if (this.asked || ![...thinker.open.values()].some((one) => one.awake && !one.over)) return;
    const work = (deadline) => this.work(deadline);
    this.asked = window.requestIdleCallback?.(work) ?? setTimeout(work, 50);
  },

  async work(deadline) {
    const [{ loader }, { slice }] = await Promise.all([load(), import(file('search.js'))]);
    this.asked = undefined;
    const next = [...thinker.open].find(([, one]) => one.awake && !one.over);
    if (!next) return;
    const [id, one] = next;
    one.search ??= loader.Search.of(one.fragment);
    const left = deadline?.timeRemaining?.() ?? 6;
    const found = one.search && slice(one.search, Math.min(left, 6));
    if (!one.search || one.search.over) {
      one.over = true;
      one.search?.free();
      one.search = undefined;
    } else {
      thinker.open.delete(id);
      thinker.open.set(id, one);
    }
    if (found) one.hear(found);
    this.wake();
  },
};

// The element.

/** Near: worth loading. */
const NEAR = '600px 0px';
/** So much of a figure, or of the window, must be a figure that is to start. */
const PART = 0.25;

class AckScope extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #root = this.attachShadow({ mode: 'open' });
  /** What stands in the element is shown until the figure is, and for good where it can't be. */
  #slot = document.createElement('slot');
  #figure;
  #begun = false;
  #near = false;
  #visible = false;
  #question;
  /** What was asked for before the program was there. */
  #early = [];
  #wished = false;
  #position = { step: 0, last: 0 };

  constructor() {
    super();
    this.#root.append(this.#slot);
  }

  connectedCallback() {
    // What a script has set before it knew this element.
    for (const name of ATTRIBUTES.filter((name) => Object.hasOwn(this, name))) {
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    figures.add(this);
    near.observe(this);
    visible.observe(this);
  }

  disconnectedCallback() {
    // Whoever moves an element takes it out and puts it in again.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  attributeChangedCallback() {
    this.#wish();
  }

  /** The step at which the run stands. */
  get position() {
    return this.#now()[0];
  }

  /** How many steps the run has. */
  get length() {
    return this.#now()[1];
  }

  /** Whether it plays. */
  get playing() {
    return this.#now()[2];
  }

  play() {
    this.#do((figure) => figure.play());
  }

  pause() {
    this.#do((figure) => figure.pause());
  }

  /** So many steps on; with a negative number back. */
  step(count = 1) {
    const steps = Math.trunc(Number(count)) || 0;
    this.#do((figure) => {
      if (Math.abs(steps) === 1) figure.step(steps > 0);
      else if (steps) figure.seek(Math.max(0, figure.position[0] + steps));
    });
  }

  /** To a step, at once. */
  seek(step) {
    const to = Number(step);
    if (!Number.isInteger(to) || to < 0 || to > 1e6) {
      this.#tell('error', { field: 'seek', value: shown(step), message: `seek: ${shown(step)} is not allowed; a whole number from 0 is` });
      return;
    }
    this.#do((figure) => figure.seek(to));
  }

  // For the observers below.

  isNear() {
    this.#near = true;
    this.#begin();
  }

  isVisible(visible) {
    this.#visible = visible;
    this.rest();
  }

  rest() {
    const awake = this.#visible && isShown();
    this.#figure?.seen(awake);
    if (this.#question) thinker.wake(this.#question, awake);
  }

  #now() {
    return this.#figure?.position ?? [0, 0, false];
  }

  #do(what) {
    if (this.#figure) what(this.#figure);
    else this.#early.push(what);
  }

  async #begin() {
    if (this.#begun || !this.isConnected) return;
    this.#begun = true;
    let loader;
    try {
      ({ loader } = await load());
    } catch (error) {
      this.#begun = false;
      // What stands in the element stays.
      this.#tell('error', { field: 'program', value: import.meta.url, message: `The figure can't run here: ${error.message}` });
      return;
    }
    if (!this.#begun || this.#figure) return;
    this.#root.adoptedStyleSheets = [styles];
    const place = document.createElement('div');
    this.#root.append(place);
    const page = new URL('.', import.meta.url).href;
    // Later, so that a host that removes the figure when it hears something does not do it while the figure speaks.
    this.#figure = new loader.Figure(place, page, (name, detail) => queueMicrotask(() => this.#hear(name, detail)));
    this.#say();
    this.rest();
    for (const what of this.#early.splice(0)) what(this.#figure);
  }

  #end() {
    figures.delete(this);
    near.unobserve(this);
    visible.unobserve(this);
    if (this.#question) thinker.end(this.#question);
    this.#question = undefined;
    this.#figure?.end();
    this.#figure = undefined;
    this.#begun = this.#visible = this.#near = false;
    this.#root.replaceChildren(this.#slot);
  }

  /** Several attributes that change at once are one wish. */
  #wish() {
    if (this.#wished || !this.#figure) return;
    this.#wished = true;
    queueMicrotask(() => {
      this.#wished = false;
      this.#say();
    });
  }

  #say() {
    const values = {};
    for (const name of ATTRIBUTES) if (this.hasAttribute(name)) values[name] = this.getAttribute(name);
    // A page in any other language reads English.
    const around = values.lang ?? this.parentElement?.closest('[lang]')?.lang;
    if (around !== undefined && values.lang === undefined) values.lang = /^zh\b/i.test(around) ? 'zh-CN' : 'en';
    this.#figure?.wish(values);
  }

  #hear(name, detail) {
    if (!this.#figure) return;
    if (name === 'search') this.#search(detail);
    else if (name === 'shown') this.#showOrNot(detail);
    else this.#tell(name, detail);
  }

  #showOrNot(shown) {
    if (shown) this.#slot.remove();
    else this.#root.prepend(this.#slot);
    if (shown) this.#tell('ready', { steps: this.length });
  }

  #search({ number, fragment }) {
    if (this.#question) thinker.end(this.#question);
    this.#question = thinker.ask((found) => this.#figure?.hear(number, found), fragment);
  }

  /** An error does not bubble, as that of a picture does not: the host's window would take it for one of its own. */
  #tell(name, detail) {
    const bubbles = name !== 'error';
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles, composed: bubbles }));
  }
}

/** A text for a person, of whatever it is. */
function shown(value) {
  const text = typeof value === 'string' ? value : value === null || typeof value !== 'object' ? String(value) : typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

let near;
let visible;

function define() {
  near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        target.isNear();
      }
    },
    { rootMargin: NEAR },
  );
  visible = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect } of entries) {
        target.isVisible(intersectionRatio >= PART || intersectionRect.height > innerHeight / 2);
      }
    },
    { threshold: [0, PART, 0.5] },
  );
  document.addEventListener('visibilitychange', () => figures.forEach((figure) => figure.rest()));
  for (const name of ATTRIBUTES.filter((name) => name !== 'lang')) {
    Object.defineProperty(AckScope.prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(name);
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  }
  customElements.define('ack-scope', AckScope);
}

if (!customElements.get('ack-scope')) define();
