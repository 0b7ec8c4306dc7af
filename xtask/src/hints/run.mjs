// Runs the explorer with counters in it as a browser would, and writes down what was counted.
import { readFileSync, writeFileSync } from 'node:fs';
import start from './explorer.mjs';

const [first, branches, ...links] = process.argv.slice(2);
const WORLDS = 100_000;
const BYTES = 200_000_000;

// The program only works where it is a worker.
globalThis.DedicatedWorkerGlobalScope = class {
  static [Symbol.hasInstance](scope) {
    return scope === globalThis;
  }
};
// It listens after a while by the clock, and counts should not depend on that.
Date.now = () => 0;
let heard = () => {};
globalThis.postMessage = (text) => heard(text);

const { memory } = await start({ module_or_path: readFileSync('explorer.wasm') });

/** Explores a setup to its end. */
const explore = (number, link) =>
  new Promise((done, failed) => {
    heard = (text) => {
      const [of, kind, state, states] = text.split('\n')[0].split('\t');
      if (Number(of) !== number || kind !== 'verdict' || state === 'going') return;
      if (Number(states) > 1) done();
      else failed(new Error(`Nothing is explored for ${link}.`));
    };
    globalThis.onmessage({ data: [number, 'verdict', WORLDS, BYTES, link].join('\t') });
    setTimeout(() => failed(new Error(`The explorer has no answer for ${link}.`)), 60_000);
  });

for (const [number, link] of links.entries()) await explore(number, link);
writeFileSync('counts', new Uint8Array(memory.buffer, Number(first), 8 * Number(branches)));
process.exit(0);
