// How fast the verdict is: worlds a second in the worker, for the links of benches/explorer-links.txt, and in the page
// the time from a toggle to all six verdicts, over every change of one control from every story. The last line is the
// rate, as a geometric mean.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { open } from './harness.mjs';
import { root } from './packages.mjs';

const REPEATS = 15;
// Searches before the first that counts: the browser compiles what is hot a second time, in the background.
const WARMING = 8;
const links = readFileSync(path.join(root, 'benches', 'explorer-links.txt'), 'utf8').trim().split('\n');
const percentile = (sorted, part) => sorted[Math.floor((sorted.length - 1) * part)];
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

console.log(await toggles());
console.log(await large('messages=3&publish=confirm&durable=true&persistent=true&ack=after_effect&faults=all:2'));
const all = await rates();
links.forEach((link, place) => console.log(`${all[place].toFixed(0).padStart(9)} worlds a second in wasm   ${link}`));
console.log(Math.exp(all.reduce((sum, rate) => sum + Math.log(rate), 0) / all.length).toFixed(0));
process.exit(0);

/** Worlds a second in a worker of its own, per link. */
async function rates() {
  const { page, server, close } = await open({ link: '' });
  // A page that plays beside it would take its share of the machine.
  await page.goto(`${server.url}worker.js`);
  const found = await page.evaluate(
    async ({ links, repeats, warming }) => {
      const worker = new Worker('./worker.js?bench', { type: 'module' });
      await new Promise((done) => { worker.onmessage = done; });
      let number = 0;
      const explore = (link) => new Promise((done) => {
        number += 1;
        const asked = number;
        const start = performance.now();
        worker.onmessage = ({ data }) => {
          const [of, kind, state, states] = data.split('\n')[0].split('\t');
          if (Number(of) === asked && kind === 'verdict' && state !== 'going') done(Number(states) / (performance.now() - start) * 1000);
        };
        worker.postMessage([asked, 'verdict', 5_000_000, 500_000_000, link].join('\t'));
      });
      const rates = [];
      for (const link of links) {
        const of = [];
        for (let repeat = 0; repeat < warming; repeat += 1) await explore(link);
        for (let repeat = 0; repeat < repeats; repeat += 1) of.push(await explore(link));
        rates.push(of.sort((a, b) => a - b)[Math.floor(repeats / 2)]);
      }
      return rates;
    },
    { links, repeats: REPEATS, warming: WARMING },
  );
  await close();
  return found;
}

/** From each story with two messages: every change of one control, and back. */
async function toggles() {
  const { page, close } = await open({ link: '' });
  await page.addInitScript(() => {
    window.frameTimes = [];
    const ask = window.requestAnimationFrame.bind(window);
    const after = (depth, done) => (depth === 0 ? done() : queueMicrotask(() => after(depth - 1, done)));
    window.requestAnimationFrame = (callback) =>
      ask((time) => {
        const start = performance.now();
        callback(time);
        after(32, () => window.frameTimes.push(performance.now() - start));
      });
  });
  await page.reload();
  await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'));
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  const { times, frames, slowest } = await page.evaluate(async () => {
    const strip = document.querySelector('.verdicts');
    const searching = () => strip.querySelector('[data-verdict="searching"]');
    const settled = () => new Promise((done) => {
      const look = () => !searching() && (observer.disconnect(), done(performance.now()));
      const observer = new MutationObserver(look);
      observer.observe(strip, { attributes: true, childList: true, characterData: true, subtree: true });
      setTimeout(() => (searching() ? null : look()), 40);
    });
    const measure = async (change) => {
      const start = performance.now();
      change();
      return (await settled()) - start;
    };
    const home = async (link) => {
      location.hash = link;
      await new Promise((done) => setTimeout(done, 20));
      await settled();
    };
    const select = (control, value) => {
      control.value = value;
      control.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const stories = [...document.querySelectorAll('[data-preset]')].map((option) => option.dataset.preset);
    const changes = (control) => {
      if (control.disabled || ['seed', 'broker', 'messages', 'budget'].includes(control.dataset.field)) return [];
      if (control.getAttribute('role') === 'switch') return [() => control.click()];
      if (control.tagName === 'SELECT') {
        const others = [...control.options].filter((option) => !option.selected && !option.disabled);
        return others.map(({ value }) => () => select(control, value));
      }
      return control.tagName === 'INPUT' ? [() => select(control, String(Number(control.value) + 1))] : [];
    };
    const controls = () => [...document.querySelectorAll('[data-field]')];
    const times = [];
    for (const story of stories) {
      const link = `scenario=${story}&messages=2`;
      await home(link);
      for (let place = 0; place < controls().length; place += 1) {
        const count = changes(controls()[place]).length;
        for (let one = 0; one < count; one += 1) {
          const name = controls()[place].dataset.field;
          times.push([await measure(changes(controls()[place])[one]), story, name]);
          await home(link);
        }
      }
    }
    const slowest = times.reduce((a, b) => (a[0] > b[0] ? a : b));
    return { times: times.map(([time]) => time), frames: window.frameTimes.slice(20), slowest };
  });
  const worked = processorTimes(JSON.parse(await browser.stopTracing()).traceEvents);
  await close();
  const [t, f, w] = [sorted(times), sorted(frames), sorted(worked.frames)];
  const ms = (time) => time.toFixed(1);
  return (
    `${t.length} changes of one control: all six verdicts after ${ms(percentile(t, 0.5))} ms in the median, ` +
    `95 of 100 below ${ms(percentile(t, 0.95))} ms, the slowest ${ms(slowest[0])} ms (${slowest[1]}, ${slowest[2]})\n` +
    `script time of ${f.length} frames meanwhile: median ${ms(percentile(f, 0.5))} ms, the longest ${ms(f.at(-1))} ms\n` +
    `of that on the processor (${w.length} frames): median ${ms(percentile(w, 0.5))} ms, the longest ${ms(w.at(-1))} ms; ` +
    `the longest script between frames ${ms(Math.max(...worked.others))} ms`
  );
}

/** What the page's scripts took of the processor, without the time in which something else had it: in frames, and outside. */
function processorTimes(events) {
  const scripts = events.filter(({ name, tdur }) => tdur && ['FireAnimationFrame', 'RunMicrotasks', 'EventDispatch', 'FunctionCall'].includes(name));
  const frames = scripts.filter(({ name }) => name === 'FireAnimationFrame');
  const ofPage = ({ pid, tid }) => pid === frames[0].pid && tid === frames[0].tid;
  const own = scripts.filter(ofPage).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  // Of scripts that lie within each other the outermost counts.
  let end = 0;
  const outermost = own.filter(({ ts, dur }) => ts >= end && (end = ts + dur));
  const times = (inFrames) => outermost.filter(({ name }) => (name === 'FireAnimationFrame') === inFrames).map(({ tdur }) => tdur / 1000);
  return { frames: times(true), others: times(false) };
}

/** The time to the end of a larger question. */
async function large(link) {
  const { page, close } = await open({ link, reducedMotion: 'reduce' });
  const start = Date.now();
  await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'), null, { timeout: 60_000 });
  const seconds = (Date.now() - start) / 1000;
  const said = await page.locator('.bounds .progress').innerText();
  await close();
  return `3 messages and 2 faults, from the page's opening: ${said} after ${seconds.toFixed(1)} s`;
}
