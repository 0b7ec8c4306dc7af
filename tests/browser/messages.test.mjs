// What a frame makes of a hundred thousand messages that nobody should send, without a browser: frame.js itself with a
// figure that only notes what is set. frame.test.mjs sends thousands of them through a real one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { hostile } from './hostile.mjs';
import { root } from './packages.mjs';

const ORIGIN = 'https://my.site';
/** What the figure itself must see, for only it knows stories, links and steps. */
const FIGURE = ['story', 'link', 'lang', 'steps', 'controls', 'theme', 'caption'];
/** The globals that frame.js uses, and what was there before. */
const globals = {};

after(() => Object.entries(globals).forEach(([name, value]) => Object.defineProperty(globalThis, name, value ?? { value: undefined, configurable: true })));

function put(name, value) {
  globals[name] = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** frame.js in a window whose parent notes what is posted; the answer sends a message. */
async function frame() {
  const posted = [];
  const set = [];
  const heard = {};
  const element = {
    style: {},
    addEventListener() {},
    setAttribute: (name, value) => set.push([name, value]),
    removeAttribute: (name) => set.push([name, null]),
    ...Object.fromEntries(['play', 'pause', 'step', 'seek'].map((name) => [name, (value) => set.push([name, value])])),
  };
  const parent = { postMessage: (message, to) => posted.push({ message, to }) };
  put('document', { querySelector: () => element, body: { style: {} }, documentElement: {}, title: '' });
  put('window', { parent });
  put('location', { hash: `#scenario=lost_on_the_wire&host=${ORIGIN}` });
  put('navigator', { language: 'en' });
  put('addEventListener', (name, hear) => (heard[name] = hear));
  put('ResizeObserver', class { observe() {} });
  const source = readFileSync(path.join(root, 'static/frame.js'), 'utf8');
  await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  set.length = 0;
  return { posted, set, send: (data, origin = ORIGIN) => heard.message({ source: parent, origin, data }) };
}

test('a hundred thousand hostile messages: each wrong one is answered by name, and nothing else is done', async () => {
  const { posted, set, send } = await frame();
  let answered = 0;
  let passedOn = 0;
  for (const [message, field] of hostile(100_000)) {
    posted.length = set.length = 0;
    send(message);
    if (posted.length === 0) {
      // What only the figure can judge reaches it unchanged, as a text.
      assert(set.length > 0 && set.every(([name, value]) => FIGURE.includes(name) && typeof value === 'string'), JSON.stringify(set));
      passedOn += 1;
      continue;
    }
    const [{ message: answer, to }] = posted;
    assert.equal(posted.length, 1);
    assert.deepEqual(set, [], 'a refused message changes nothing');
    assert.equal(to, ORIGIN);
    assert.deepEqual([answer.ackscope, answer.type], [1, 'error']);
    if (field !== undefined) assert.equal(answer.field, field);
    assert(answer.message.startsWith(`${answer.field}: `) && answer.message.includes(answer.allowed), answer.message);
    assert(typeof answer.value === 'string' && answer.message.length < 600, answer.message);
    answered += 1;
  }
  assert(answered > 50_000 && passedOn > 10_000, `${answered} answered, ${passedOn} passed on`);
  // From anywhere else, and what is no message of ours.
  posted.length = set.length = 0;
  send({ ackscope: 1, type: 'fly' }, 'https://elsewhere.example');
  for (const other of [null, 5, 'ackscope', [], {}, { type: 'play' }, new Map(), undefined]) send(other);
  assert.deepEqual([posted, set], [[], []]);
});
