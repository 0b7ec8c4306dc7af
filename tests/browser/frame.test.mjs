// The plain frame: steered by its address and by messages of the page around it, and by nobody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './harness.mjs';
import { hostile } from './hostile.mjs';
import { host } from './hosts.mjs';
import { violations } from './axe.mjs';

/** Runs in the host page: keeps what frames post. */
function listen() {
  window.heard = [];
  addEventListener('message', ({ data, origin, source }) => {
    const frame = [...document.querySelectorAll('iframe')].find((one) => one.contentWindow === source);
    window.heard.push({ ...data, origin, from: frame?.id });
  });
  window.post = (message, id = 'f') => document.getElementById(id).contentWindow.postMessage(message, '*');
}

/** A test with frames in a page of another origin; `frames` maps ids to what stands behind the #, given that origin. */
function frameTest(name, frames, run, { theme = 'light', lang = 'en', width = 1000, heights = 700 } = {}) {
  test(name, { timeout: 180_000 }, async () => {
    const { server, browser } = await start();
    const other = await host({});
    const article = Object.entries(frames(other.origin)).map(
      ([id, link]) => `<iframe id="${id}" title="${id}" src="${server.url}embed.html#${link}" width="${width - 60}" height="${heights}"></iframe>`,
    );
    await other.close();
    const page = `<!doctype html><html lang="en"><head><title>An article</title><link rel="icon" href="data:,"><script>(${listen})()</script></head><body>${article.join('')}</body></html>`;
    // The same port again, for the address of the frames names the origin of this page.
    const around = await host({ '/article': page, '/empty': '<title>Empty</title>' }, {}, new URL(other.origin).port);
    const context = await browser.newContext({ locale: lang, colorScheme: theme, viewport: { width, height: 900 } });
    const opened = await context.newPage();
    opened.setDefaultTimeout(20_000);
    const problems = [];
    opened.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    opened.on('pageerror', (error) => problems.push(error.message));
    try {
      await opened.goto(`${around.origin}/article`);
      await run({ page: opened, server, around, context });
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
      await around.close();
    }
  });
}

const heard = (page, type, from = 'f') => page.evaluate(([type, from]) => window.heard.filter((one) => one.type === type && one.from === from), [type, from]);
const untilHeard = (page, type, from = 'f', count = 1) =>
  page.waitForFunction(([type, from, count]) => window.heard.filter((one) => one.type === type && one.from === from).length >= count, [type, from, count]);
const post = (page, message, id = 'f') => page.evaluate(([message, id]) => window.post(message, id), [message, id]);
const inFrame = (page, id = 'f') => page.frameLocator(`#${id}`).locator('ack-scope');

frameTest(
  'a frame is steered by messages and tells its host what happens',
  (origin) => ({ f: `scenario=auto_ack_and_a_crash&lang=en&controls=play+step+verdict&host=${origin}` }),
  async ({ page, server }) => {
    await untilHeard(page, 'ready');
    await untilHeard(page, 'step');
    const [ready] = await heard(page, 'ready');
    assert.deepEqual([ready.ackscope, ready.origin, ready.steps > 5], [1, server.origin, true]);
    assert((await heard(page, 'size')).at(-1).height > 200);
    await post(page, { ackscope: 1, type: 'pause' });
    await post(page, { ackscope: 1, type: 'seek', step: 0 });
    const before = (await heard(page, 'step')).length;
    await post(page, { ackscope: 1, type: 'step' });
    await page.waitForFunction((before) => window.heard.filter((one) => one.type === 'step').length > before, before);
    await page.waitForFunction(() => window.heard.filter((one) => one.type === 'step').at(-1).step === 1);
    await post(page, { ackscope: 1, type: 'seek', step: ready.steps });
    await untilHeard(page, 'flag');
    assert((await heard(page, 'flag')).some(({ flag, message, step }) => flag === 'lost' && message >= 1 && step >= 1));
    await post(page, { ackscope: 1, type: 'set', story: null, link: 'messages=2' });
    await untilHeard(page, 'verdict');
    assert.equal((await heard(page, 'verdict')).at(-1).flags.lost.verdict, 'possible');
    await post(page, { ackscope: 1, type: 'set', lang: 'zh-CN', theme: 'dark', caption: '<i>x</i>' });
    await inFrame(page).locator('.ackscope[data-theme="dark"] .about', { hasText: '<i>x</i>' }).waitFor();
    await post(page, { ackscope: 1, type: 'set', story: 'saved-by-a-confirm', link: null, caption: null });
    await untilHeard(page, 'ready', 'f', 3);
    await post(page, { ackscope: 1, type: 'set', story: 'nothing' });
    await untilHeard(page, 'error');
    const error = (await heard(page, 'error')).at(-1);
    assert.deepEqual([error.field, error.value], ['story', 'nothing']);
    await post(page, { ackscope: 1, type: 'set', story: 'saved-by-a-confirm' });
    await untilHeard(page, 'ready', 'f', 4);
    await post(page, { ackscope: 1, type: 'play' });
    await page.waitForFunction(() => window.heard.filter((one) => one.type === 'step').at(-1).step > 1);
  },
);

frameTest(
  'a frame listens to its host alone, and tells it alone',
  (origin) => ({
    named: `scenario=lost_on_the_wire&host=${origin}`,
    // Somebody else is named, and nobody.
    foreign: 'scenario=lost_on_the_wire&host=https://example.org',
    nobody: 'scenario=lost_on_the_wire',
    wrong: `scenario=lost_on_the_wire&host=${origin}/path`,
  }),
  async ({ page }) => {
    await untilHeard(page, 'ready', 'named');
    await untilHeard(page, 'step', 'named');
    await untilHeard(page, 'ready', 'nobody');
    await page.waitForTimeout(1500);
    const of = (id) => page.evaluate((id) => [...new Set(window.heard.filter((one) => one.from === id).map((one) => one.type))].sort(), id);
    assert.deepEqual(await of('foreign'), []);
    assert.deepEqual(await of('nobody'), ['ready', 'size']);
    assert.deepEqual(await of('wrong'), ['ready', 'size']);
    for (const id of ['foreign', 'nobody', 'wrong']) {
      await post(page, { ackscope: 1, type: 'set', theme: 'dark' }, id);
      await post(page, { ackscope: 1, type: 'fly' }, id);
    }
    // Another window of the host's own origin is not the page around the frame.
    await page.evaluate(() => {
      const other = document.createElement('iframe');
      other.src = '/empty';
      other.title = 'other';
      document.body.append(other);
      return new Promise((done) => (other.onload = done));
    });
    const other = page.frames().find((frame) => frame.url().endsWith('/empty'));
    await other.evaluate(() => parent.frames[0].postMessage({ ackscope: 1, type: 'set', theme: 'dark' }, '*'));
    await page.waitForTimeout(500);
    for (const id of ['named', 'foreign', 'nobody', 'wrong']) {
      assert.equal(await inFrame(page, id).getAttribute('theme'), null, id);
    }
    assert.deepEqual(await of('foreign'), []);
    assert.deepEqual(await of('nobody'), ['ready', 'size']);
  },
  // A frame that nobody sees loads nothing.
  { heights: 180 },
);

frameTest(
  'thousands of hostile messages are answered by name, and the figure goes on',
  (origin) => ({ f: `scenario=lost_on_the_wire&lang=en&host=${origin}` }),
  async ({ page }) => {
    await untilHeard(page, 'ready');
    const answered = await page.evaluate(async (source) => {
      const messages = new Function(`return (${source})(4000)`)();
      const faults = [];
      let answers = 0;
      for (const [message, field] of messages) {
        const from = window.heard.length;
        window.post(message);
        // Attributes are read in a later turn.
        const answer = await new Promise((done) => {
          const end = performance.now() + 4000;
          const look = () => {
            const found = window.heard.slice(from).find((one) => one.type === 'error');
            if (found || performance.now() > end) done(found);
            else setTimeout(look);
          };
          look();
        });
        const named = answer && (field === undefined || answer.field === field) && answer.message.startsWith(answer.field);
        if (named && answer.message.length < 600 && typeof answer.value === 'string') answers += 1;
        else faults.push([String(message.type), field, answer?.message]);
        if (faults.length > 5) break;
      }
      return { faults, answers };
    }, hostile.toString());
    assert.deepEqual(answered.faults, []);
    assert(answered.answers > 3500, `${answered.answers}`);
    // What is no message of ours is somebody else's business.
    const before = (await heard(page, 'error')).length;
    await page.evaluate(() => {
      for (const other of [null, 5, 'ackscope', [], {}, { type: 'play' }, new Map(), undefined]) window.post(other);
    });
    await post(page, { ackscope: 1, type: 'set', story: 'lost-on-the-wire', link: null, steps: null, theme: null });
    await inFrame(page).locator('.troubles p').first().waitFor({ state: 'detached' });
    assert.equal((await heard(page, 'error')).length, before);
    await post(page, { ackscope: 1, type: 'seek', step: 0 });
    await post(page, { ackscope: 1, type: 'step' });
    await page.waitForFunction(() => window.heard.filter((one) => one.type === 'step').at(-1).step === 1);
  },
);

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    frameTest(
      `axe finds nothing in a frame: ${theme}, ${lang}`,
      (origin) => ({ f: `scenario=auto_ack_and_a_crash&lang=${lang}&theme=${theme}&controls=play+step+scrub+speed+faults+verdict&host=${origin}` }),
      async ({ page, server }) => {
        await untilHeard(page, 'step');
        await post(page, { ackscope: 1, type: 'pause' });
        const frame = page.frames().find((one) => one.url().startsWith(server.url));
        assert.deepEqual(await violations(frame), []);
      },
      { theme, lang },
    );
  }
}
