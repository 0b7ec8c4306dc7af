// Steps of the machine a second in wasm: the same drill as benches/steps.rs. The last line is the figure.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { open } from './harness.mjs';
import { untilMoving } from './hooks.mjs';
import { root } from './packages.mjs';

const ROUNDS = 400;
const REPEATS = 7;

const links = readFileSync(path.join(root, 'benches', 'drill-links.txt'), 'utf8').trim().split('\n');
const { page, close } = await open({ link: '' });
await untilMoving(page);
const rates = await page.evaluate(
  ({ links, rounds, repeats }) => {
    document.querySelector('[data-do="step"]').click();
    const rate = () => {
      const start = performance.now();
      const steps = links.reduce((sum, link) => sum + window.wasmBindings.drill(link, rounds), 0);
      return (steps / (performance.now() - start)) * 1000;
    };
    return Array.from({ length: repeats }, rate);
  },
  { links, rounds: ROUNDS, repeats: REPEATS },
);
await close();
rates.sort((a, b) => a - b);
console.log(`wasm steps a second, median of ${REPEATS}:`);
console.log(rates[Math.floor(REPEATS / 2)].toFixed(0));
process.exit(0);
