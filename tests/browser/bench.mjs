// How fast the page is: steps of the machine a second in wasm, by the same drill as benches/steps.rs, and the script time
// of a frame. The page is built with its benchmarks in it, which put 500 movers into every frame. The last line is the
// rate of steps.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { open } from './harness.mjs';
import { untilMoving } from './hooks.mjs';
import { root } from './packages.mjs';

const ROUNDS = 400;
const REPEATS = 7;
const FRAMES = 400;
// As many as the page puts into a frame when it is built for this.
const MOVERS = 500;
// Something is on its way all the time.
const BUSY = 'messages=64&ack=auto';

const links = readFileSync(path.join(root, 'benches', 'drill-links.txt'), 'utf8').trim().split('\n');
const percentile = (sorted, part) => sorted[Math.floor((sorted.length - 1) * part)];

console.log(await frames());
const rates = await steps();
console.log(`wasm steps a second, median of ${REPEATS}:`);
console.log(percentile(rates, 0.5).toFixed(0));
process.exit(0);

/** The script time of frames while the page plays: the frame's callback and all that it leads to before drawing. */
async function frames() {
  const { page, close } = await open({ link: BUSY });
  // The script takes effect from the next loading on.
  await page.addInitScript((movers) => {
    window.frameTimes = [];
    // Only frames that paint all of them count.
    let painted = 0;
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...all) {
      painted += 1;
      return draw.apply(this, all);
    };
    const ask = window.requestAnimationFrame.bind(window);
    const after = (depth, done) => (depth === 0 ? done() : queueMicrotask(() => after(depth - 1, done)));
    window.requestAnimationFrame = (callback) =>
      ask((time) => {
        const start = performance.now();
        painted = 0;
        callback(time);
        // What the callback has put off runs in microtasks, some of which put off more.
        after(32, () => painted >= movers && window.frameTimes.push(performance.now() - start));
      });
  }, MOVERS);
  await page.reload();
  await untilMoving(page);
  await page.waitForFunction((count) => window.frameTimes.length > count, FRAMES, { timeout: 120_000 });
  const times = (await page.evaluate(() => window.frameTimes)).slice(20).sort((a, b) => a - b);
  await close();
  const [median, slow] = [percentile(times, 0.5), percentile(times, 0.95)].map((time) => time.toFixed(2));
  return `script time of a frame with ${MOVERS} movers: median ${median} ms, 95 of 100 below ${slow} ms (${times.length} frames)`;
}

async function steps() {
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
  return rates.sort((a, b) => a - b);
}
