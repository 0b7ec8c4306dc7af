// Figures in a page of another origin: what they cost, how they rest, what they hear and tell, and that they leave the
// page around them alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './harness.mjs';
import { host } from './hosts.mjs';
import { violations } from './axe.mjs';

const MOST_BYTES = 300_000;
const STORIES = [
  'lost-on-the-wire',
  'saved-by-a-confirm',
  'auto-ack-and-a-crash',
  'manual-ack-and-a-repeat',
  'restart-without-persistence',
  'only-half-persistent',
  'crash-before-the-flush',
  'crash-before-the-commit',
];
/** The picture and the words of an author, for who can't see the figure. */
const FALLBACK = '<img alt="The picture" src="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' width=\'80\' height=\'40\'/%3E"><p>The caption</p>';

const figure = (attributes, inside = FALLBACK) => `<ack-scope ${attributes}>${inside}</ack-scope>`;

/** Runs in the host page before anything else: counts what keeps a page awake, and notes what figures tell. */
function watchPage() {
  window.calls = { frames: 0, timers: 0 };
  for (const [name, what] of [
    ['requestAnimationFrame', 'frames'],
    ['setTimeout', 'timers'],
    ['setInterval', 'timers'],
    ['requestIdleCallback', 'timers'],
  ]) {
    const own = window[name].bind(window);
    window[name] = (...all) => ((window.calls[what] += 1), own(...all));
  }
  window.told = [];
  for (const name of ['ready', 'step', 'flag', 'verdict']) {
    addEventListener(name, ({ target, detail }) => window.told.push({ name, id: target.id, detail }));
  }
  // This one does not bubble.
  addEventListener('error', ({ target, detail }) => detail && window.told.push({ name: 'error', id: target.id, detail }), true);
}

/** A test with a host page, whose body is made from the address of the page's folder. */
function hostTest(name, body, options, run) {
  test(name, { timeout: 120_000 }, async (t) => {
    const { server, browser } = await start();
    const { lang = 'en', theme = 'light', width = 1280, policy, scripts = true, reducedMotion, files = {} } = options;
    const script = `<script type="module" src="${server.url}embed.js"></script>`;
    const page = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>An article</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">${options.bare ? '' : script}</head>
<body><main><h1>An article</h1>${body(server.url)}</main></body></html>`;
    const headers = policy ? { 'content-security-policy': policy(server.origin) } : {};
    const other = await host({ '/article': page, ...files }, headers);
    const context = await browser.newContext({
      locale: lang,
      colorScheme: theme,
      viewport: { width, height: 800 },
      javaScriptEnabled: scripts,
      reducedMotion,
    });
    const opened = await context.newPage();
    opened.setDefaultTimeout(20_000);
    const problems = [];
    opened.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    opened.on('pageerror', (error) => problems.push(error.message));
    const from = server.log.length;
    try {
      if (scripts) await opened.addInitScript(watchPage);
      await opened.goto(`${other.origin}/article${options.link?.(other.origin) ?? ''}`);
      await run({ page: opened, problems, server, host: other, requests: () => server.log.slice(from) }, t);
      if (!options.complains) assert.deepEqual(problems, []);
    } finally {
      await context.close();
      await other.close();
    }
  });
}

const told = (page, name, id) =>
  page.evaluate(([name, id]) => window.told.filter((one) => one.name === name && (!id || one.id === id)), [name, id]);
const untilTold = (page, name, id, count = 1) =>
  page.waitForFunction(([name, id, count]) => window.told.filter((one) => one.name === name && one.id === id).length >= count, [name, id, count]);
const calls = (page) => page.evaluate(() => ({ ...window.calls }));
const inside = (page, id, selector) => page.locator(`#${id}`).locator(selector);
const show = (page, id) => page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: 'center' }), id);
const far = '<div style="height:4000px"></div>';

/** Before long half a second passes in which nothing is asked of the browser. */
async function rests(page, because) {
  let before;
  let after = await calls(page);
  for (let tries = 0; tries < 20; tries += 1) {
    before = after;
    await page.waitForTimeout(500);
    after = await calls(page);
    if (after.frames === before.frames && after.timers === before.timers) return;
  }
  assert.deepEqual(after, before, because);
}

const article = () => far + STORIES.map((story, place) => figure(`id="f${place}" story="${story}" link="messages=2" controls="play step${place < 2 ? ' verdict' : ''}"`) + far).join('');

hostTest('eight figures share one download and rest while nobody sees them', article, {}, async ({ page, requests }, t) => {
  await page.waitForFunction(() => customElements.get('ack-scope'));
  await rests(page, 'before the first figure is near');
  assert.deepEqual(requests().map((one) => one.path.split('/').pop()), ['embed.js']);
  for (const [place, story] of STORIES.entries()) {
    await show(page, `f${place}`);
    await untilTold(page, 'step', `f${place}`, 3);
    assert.equal(await inside(page, `f${place}`, 'svg[role="group"]').count(), 1, story);
  }
  await untilTold(page, 'verdict', 'f0');
  await untilTold(page, 'verdict', 'f1');
  const all = requests();
  const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
  t.diagnostic(`${all.length} requests, ${bytes} bytes gzip: ${all.map((one) => `${one.path.split('/').pop()} ${one.bytes}`).join(', ')}`);
  assert.equal(all.filter((one) => one.path.endsWith('.wasm')).length, 1);
  assert(all.every((one) => [200, 304].includes(one.status)));
  assert(bytes <= MOST_BYTES, `${bytes} bytes`);
  await page.evaluate(() => scrollTo(0, 0));
  await rests(page, 'eight figures out of sight');
  const { step } = (await told(page, 'step', 'f7')).at(-1).detail;
  await show(page, 'f7');
  await page.waitForFunction((step) => document.getElementById('f7').position > step, step);
  // A tab in the background.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await rests(page, 'a hidden tab');
});

hostTest('a figure tells what happens', () => figure('id="f" story="auto-ack-and-a-crash"') + figure('id="v" link="messages=2" controls="play verdict"'), {}, async ({ page }) => {
  await untilTold(page, 'ready', 'f');
  await page.evaluate(() => document.getElementById('f').pause());
  await page.evaluate(() => document.getElementById('f').seek(0));
  const steps = await page.evaluate(() => document.getElementById('f').length);
  for (let step = 1; step <= steps; step += 1) {
    await page.evaluate(() => document.getElementById('f').step());
    await page.waitForFunction((step) => document.getElementById('f').position === step, step);
  }
  await untilTold(page, 'step', 'f', steps);
  const heard = (await told(page, 'step', 'f')).map(({ detail }) => detail).slice(-steps);
  assert.deepEqual(heard.map(({ step }) => step), Array.from({ length: steps }, (_, index) => index + 1));
  assert(heard.every(({ sentence, steps: all }) => sentence.length > 10 && all === steps));
  const flags = (await told(page, 'flag', 'f')).map(({ detail }) => detail.flag);
  assert(flags.includes('lost'), flags.join());
  await page.evaluate(() => document.getElementById('f').step(-2));
  await page.evaluate(() => document.getElementById('f').play());
  await page.waitForFunction(() => document.getElementById('f').playing);
  await show(page, 'v');
  await untilTold(page, 'verdict', 'v');
  const [{ detail }] = await told(page, 'verdict', 'v');
  assert.deepEqual([detail.complete, detail.flags.lost.verdict], [true, 'possible']);
  assert(detail.flags.lost.steps >= 1 && detail.states > 10);
  // The verdict plays the shortest run, and there is a way back.
  const all = await page.evaluate(() => document.getElementById('v').length);
  await inside(page, 'v', '[data-find="lost"]').click();
  await page.waitForFunction((steps) => document.getElementById('v').length === steps, detail.flags.lost.steps);
  await inside(page, 'v', '[data-do="return"]').click();
  await page.waitForFunction((steps) => document.getElementById('v').length === steps, all);
});

hostTest('attributes change at any time, and what is wrong is said', () => figure('id="f" story="lost-on-the-wire" steps="2-4" lang="en"'), {}, async ({ page }) => {
  await untilTold(page, 'ready', 'f');
  const set = (name, value) => page.evaluate(([name, value]) => (document.getElementById('f')[name] = value), [name, value]);
  await page.waitForFunction(() => document.getElementById('f').position >= 1);
  await set('theme', 'dark');
  await inside(page, 'f', '.ackscope[data-theme="dark"]').waitFor();
  await set('caption', 'What happens <b>here</b>');
  await inside(page, 'f', '.about').getByText('What happens <b>here</b>').waitFor();
  await set('lang', 'zh-CN');
  await inside(page, 'f', '[aria-label="播放控制"]').waitFor();
  await set('controls', 'play');
  assert.equal(await inside(page, 'f', '[data-do="step"]').isVisible(), false);
  assert.equal(await inside(page, 'f', '[data-do="play"]').isVisible(), true);
  await set('story', 'saved-by-a-confirm');
  await untilTold(page, 'ready', 'f', 2);
  await set('steps', null);
  for (const [name, value, allowed] of [
    ['steps', '9-3', '3-9'],
    ['theme', 'pink', 'light'],
    ['controls', 'fly', 'verdict'],
    ['link', 'window=0', '1'],
    ['story', 'no-such-story', ''],
  ]) {
    const before = (await told(page, 'error', 'f')).length;
    const good = await page.evaluate((name) => document.getElementById('f').getAttribute(name), name);
    await set(name, value);
    await untilTold(page, 'error', 'f', before + 1);
    const { detail } = (await told(page, 'error', 'f')).at(-1);
    assert.deepEqual([detail.field, detail.value], [name, value]);
    assert(detail.message.includes(allowed) && detail.message.startsWith(name), detail.message);
    const said = await inside(page, 'f', '.troubles').innerText();
    assert(said.includes(detail.message), said);
    await set(name, good);
    await inside(page, 'f', '.troubles p').waitFor({ state: 'detached' });
  }
  await page.evaluate(() => document.getElementById('f').seek('somewhere'));
  await untilTold(page, 'error', 'f', 6);
  // A language that is not given is the page's.
  await set('lang', '');
  await page.evaluate(() => document.getElementById('f').removeAttribute('lang'));
  await inside(page, 'f', '[aria-label="Player"]').waitFor();
});

hostTest('a figure leaves the page alone, and goes when it is removed', () => figure('id="f" story="lost-on-the-wire"') + far, {}, async ({ page }) => {
  await untilTold(page, 'step', 'f', 2);
  const left = await page.evaluate(() => ({
    names: Object.keys(window).filter((name) => !['calls', 'told'].includes(name)).filter((name) => !(name in (document.createElement('iframe').contentWindow ?? window))),
    sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    focus: document.activeElement === document.body,
    attributes: document.documentElement.getAttributeNames().join(),
    title: document.title,
  }));
  assert.deepEqual(left, { names: [], sheets: 0, focus: true, attributes: 'lang', title: 'An article' });
  await page.evaluate(() => {
    window.kept = document.getElementById('f');
    window.kept.remove();
  });
  await page.waitForFunction(() => !window.kept.shadowRoot.querySelector('.ackscope'));
  await rests(page, 'a figure that was removed');
  // Put in elsewhere, it plays again; moved at once, it plays on.
  await page.evaluate(() => document.querySelector('main').prepend(window.kept));
  await untilTold(page, 'ready', 'f', 2);
  await page.evaluate(() => document.querySelector('main').append(window.kept));
  await page.waitForTimeout(200);
  assert.equal((await told(page, 'ready', 'f')).length, 2);
});

hostTest(
  'where a policy forbids workers, the verdict is found in idle moments',
  () => figure('id="f" link="messages=2" controls="verdict"'),
  { policy: (origin) => `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; worker-src 'none'; img-src data: ${origin}`, complains: true },
  async ({ page, problems }) => {
    await untilTold(page, 'verdict', 'f');
    const [{ detail }] = await told(page, 'verdict', 'f');
    assert.deepEqual([detail.complete, detail.flags.lost.verdict], [true, 'possible']);
    // The browser complains of the worker, and of nothing else.
    assert(problems.every((problem) => problem.includes('worker')), problems.join('\n'));
  },
);

hostTest(
  'where programs are forbidden, the author’s picture stays, and the host is told',
  () => figure('id="f" story="lost-on-the-wire"'),
  { policy: (origin) => `default-src 'none'; script-src ${origin}; connect-src ${origin}; img-src data:`, complains: true },
  async ({ page }) => {
    await untilTold(page, 'error', 'f');
    assert.equal((await told(page, 'error', 'f'))[0].detail.field, 'program');
    assert(await page.getByAltText('The picture').isVisible());
    assert(await page.getByText('The caption').isVisible());
  },
);

hostTest('without scripts a figure is its picture and caption', () => figure('id="f" story="lost-on-the-wire"'), { scripts: false }, async ({ page }) => {
  assert(await page.getByAltText('The picture').isVisible());
  assert(await page.getByText('The caption').isVisible());
});

hostTest('with less motion nothing starts by itself', () => figure('id="f" story="lost-on-the-wire"'), { reducedMotion: 'reduce' }, async ({ page }) => {
  await untilTold(page, 'ready', 'f');
  await rests(page, 'less motion');
  assert.equal(await page.evaluate(() => document.getElementById('f').position), 0);
});

hostTest('the keyboard drives a figure while it is in it', () => '<p><a href="#x">A link before it</a></p>' + figure('id="f" story="lost-on-the-wire"') + far, {}, async ({ page }) => {
  await untilTold(page, 'ready', 'f');
  await page.evaluate(() => document.getElementById('f').pause());
  const position = () => page.evaluate(() => document.getElementById('f').position);
  // Outside of the figure keys are the page's own.
  await page.getByText('A link before it').focus();
  const before = await position();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(100);
  assert.equal(await position(), before);
  const within = () => page.evaluate(() => document.activeElement.id === 'f' && document.activeElement.shadowRoot.activeElement?.dataset.do);
  for (let tries = 0; tries < 60 && (await within()) !== 'play'; tries += 1) await page.keyboard.press('Tab');
  assert.equal(await within(), 'play');
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.getElementById('f').position === document.getElementById('f').length);
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.getElementById('f').position === document.getElementById('f').length - 1);
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.getElementById('f').playing || document.getElementById('f').position === document.getElementById('f').length);
});

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    const figures = () =>
      figure('id="f" story="auto-ack-and-a-crash" controls="play step scrub speed faults verdict" caption="A caption"') +
      figure('id="g" story="crash-before-the-commit"') +
      figure('id="h" story="none-of-this-name"');
    for (const width of [1280, 390]) {
      hostTest(`axe finds nothing in figures: ${theme}, ${lang}, ${width} px`, figures, { theme, lang, width }, async ({ page }) => {
        for (const id of ['f', 'g']) {
          await show(page, id);
          await untilTold(page, 'ready', id);
          await page.evaluate((id) => document.getElementById(id).pause(), id);
        }
        await show(page, 'h');
        await untilTold(page, 'error', 'h');
        assert.deepEqual(await violations(page), []);
        // Nothing is wider than its place.
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      });
    }
  }
}
