// How fast the verdict is: in the page the time from a toggle to all six verdicts, over some changes of one control from
// every story, all of them with ACKSCOPE_TOGGLES=1; and worlds a second in the worker, for the links of
// benches/explorer-links.txt, in turns with the native program of benches/searches.rs. The ratio is the median of those of
// each turn, with the middle half of them.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { open } from './harness.mjs';
import { root } from './packages.mjs';

const TURNS = 15;
// Milliseconds of one turn, as natively.
const WHILE = 250;
// Searches before the first that counts: the browser compiles what is hot a second time, in the background.
const WARMING = 8;
// Of the changes of one control, counted over all stories, each so-manieth is measured.
const EVERY = Number(process.env.ACKSCOPE_TOGGLES ?? 40);
// Milliseconds after which a verdict is left, and counts as this late.
const PATIENCE = 5_000;
const links = readFileSync(path.join(root, 'benches', 'explorer-links.txt'), 'utf8').trim().split('\n');
const percentile = (sorted, part) => sorted[Math.floor((sorted.length - 1) * part)];
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

const ratios = await turns(searches(process.env.ACKSCOPE_SEARCHES));
const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
console.log(`wasm to native, as a geometric mean of the medians: ${mean.toFixed(3)}`);
console.log(await large('messages=3&publish=confirm&durable=true&persistent=true&ack=after_effect&faults=all:2'));
console.log(await toggles());
process.exit(0);

/** The native program: asked for a link, it answers with worlds a second. */
function searches(program) {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (link) => {
    child.stdin.write(`${link}\n`);
    const rate = Number((await lines.next()).value);
    if (!(rate > 0)) throw new Error(`${program} has no rate for ${link}`);
    return rate;
  };
}

/** For each link the native program and a worker in turns; the medians of their ratios. */
async function turns(native) {
  const { wasm, close } = await worker();
  console.log('   native        wasm  ratio, worlds a second');
  const ratios = [];
  for (const link of links) {
    await wasm(link, WARMING);
    const pairs = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const first = turn % 2 === 0 ? await native(link) : null;
      const rate = await wasm(link, 1);
      pairs.push([first ?? (await native(link)), rate]);
    }
    const middle = (numbers) => percentile(sorted(numbers), 0.5);
    const of = sorted(pairs.map(([native, wasm]) => wasm / native));
    const rates = [0, 1].map((side) => middle(pairs.map((pair) => pair[side])).toFixed(0));
    const half = `${percentile(of, 0.25).toFixed(3)} to ${percentile(of, 0.75).toFixed(3)}`;
    console.log(`${rates[0].padStart(9)}${rates[1].padStart(12)}  ${middle(of).toFixed(3)} (${half})  ${link}`);
    ratios.push(middle(of));
  }
  await close();
  return ratios;
}

/** A worker of its own: asked for a link, it answers with worlds a second over so many searches and so many milliseconds. */
async function worker() {
  const { page, server, close } = await open({ link: '' });
  // A page that plays beside it would take its share of the machine.
  await page.goto(`${server.url}worker.js`);
  await page.evaluate(async () => {
    const worker = new Worker('./worker.js?bench', { type: 'module' });
    await new Promise((done) => { worker.onmessage = done; });
    let number = 0;
    const explore = (link) => new Promise((done) => {
      number += 1;
      const asked = number;
      worker.onmessage = ({ data }) => {
        const [of, kind, state, states] = data.split('\n')[0].split('\t');
        if (Number(of) === asked && kind === 'verdict' && state !== 'going') done(Number(states));
      };
      worker.postMessage([asked, 'verdict', 5_000_000, 500_000_000, link].join('\t'));
    });
    window.rate = async (link, searches, milliseconds) => {
      const start = performance.now();
      const passed = () => performance.now() - start;
      let worlds = 0;
      for (let search = 0; search < searches || passed() < milliseconds; search += 1) worlds += await explore(link);
      return worlds / passed() * 1000;
    };
  });
  const wasm = (link, searches) => page.evaluate((asked) => window.rate(...asked), [link, searches, WHILE]);
  return { wasm, close };
}

/** From each story, with two messages and one fault of any kind: changes of one control, and back. */
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
        after(32, () => window.measuring && window.frameTimes.push(performance.now() - start));
      });
  });
  await page.reload();
  await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'));
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing'] });
  const { times, all, frames, slowest } = await page.evaluate(async ({ every, patience }) => {
    const strip = document.querySelector('.verdicts');
    const searching = () => strip.querySelector('[data-verdict="searching"]');
    const settled = () => new Promise((done) => {
      const end = () => (observer.disconnect(), done(performance.now()));
      const look = () => !searching() && end();
      const observer = new MutationObserver(look);
      observer.observe(strip, { attributes: true, childList: true, characterData: true, subtree: true });
      setTimeout(look, 40);
      setTimeout(end, patience);
    });
    const measure = async (change) => {
      performance.mark('measured');
      window.measuring = true;
      const start = performance.now();
      change();
      const end = await settled();
      window.measuring = false;
      performance.mark('left');
      return end - start;
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
    let all = 0;
    for (const story of stories) {
      const link = `scenario=${story}&messages=2&faults=all:1`;
      await home(link);
      const broker = document.querySelector('[data-field="publish"]') ? 'RabbitMQ' : 'Kafka';
      for (let place = 0; place < controls().length; place += 1) {
        const count = changes(controls()[place]).length;
        for (let one = 0; one < count; one += 1) {
          all += 1;
          if (all % every !== 0) continue;
          const name = controls()[place].dataset.field;
          times.push([await measure(changes(controls()[place])[one]), story, name, broker]);
          await home(link);
        }
      }
    }
    const slowest = times.reduce((a, b) => (a[0] > b[0] ? a : b));
    return { times, all, frames: window.frameTimes, slowest };
  }, { every: EVERY, patience: PATIENCE });
  const worked = processorTimes(JSON.parse(await browser.stopTracing()).traceEvents);
  await close();
  const ms = (time) => time.toFixed(1);
  const [t, f, w] = [sorted(times.map(([time]) => time)), sorted(frames), sorted(worked.frames)];
  const of = (wanted) => sorted(times.filter(([, , , broker]) => broker === wanted).map(([time]) => time));
  const medians = ['RabbitMQ', 'Kafka'].map((broker) => `${broker} ${ms(percentile(of(broker), 0.5))} ms (${of(broker).length})`);
  return (
    `${t.length} of ${all} changes of one control: all six verdicts after ${ms(percentile(t, 0.5))} ms in the median, ` +
    `${medians.join(', ')}; ` +
    `95 of 100 below ${ms(percentile(t, 0.95))} ms, the slowest ${ms(slowest[0])} ms (${slowest[1]}, ${slowest[2]})\n` +
    `script time of ${f.length} frames meanwhile: median ${ms(percentile(f, 0.5))} ms, the longest ${ms(f.at(-1))} ms\n` +
    `of that on the processor (${w.length} frames): median ${ms(percentile(w, 0.5))} ms, the longest ${ms(w.at(-1))} ms; ` +
    `the longest script between frames ${ms(Math.max(...worked.others))} ms`
  );
}

/** What the page's scripts took of the processor from a change to its verdicts, without the time in which something else had it: in frames, and outside. */
function processorTimes(events) {
  const marks = events.filter(({ name }) => ['measured', 'left'].includes(name)).sort((a, b) => a.ts - b.ts);
  const isMeasured = ({ ts }) => marks.findLast((mark) => mark.ts <= ts)?.name === 'measured';
  const scripts = events.filter(({ name, tdur }) => tdur && ['FireAnimationFrame', 'RunMicrotasks', 'EventDispatch', 'FunctionCall'].includes(name));
  const frames = scripts.filter(({ name }) => name === 'FireAnimationFrame');
  const ofPage = ({ pid, tid }) => pid === frames[0].pid && tid === frames[0].tid;
  const own = scripts.filter(ofPage).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  // Of scripts that lie within each other the outermost counts.
  let end = 0;
  const outermost = own.filter(({ ts, dur }) => ts >= end && (end = ts + dur));
  const measured = outermost.filter(isMeasured);
  const times = (inFrames) => measured.filter(({ name }) => (name === 'FireAnimationFrame') === inFrames).map(({ tdur }) => tdur / 1000);
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
