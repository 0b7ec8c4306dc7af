// After the first visit the page opens without a network, and never with files of two builds.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { dist, open, PREFIX } from './harness.mjs';
import { untilWhole } from './hooks.mjs';
import { serve } from './serve.mjs';

// Only what thinks beside the page finds one.
const VERDICT = '[data-verdict="possible"], [data-verdict="impossible"]';

/** Waits until everything is kept. */
const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** In the page: looks for a newer build and waits until it is kept, beside the one that is there. */
async function newerKept() {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const next = registration.installing ?? registration.waiting;
  if (next.state === 'installing') await new Promise((done) => { next.onstatechange = done; });
  if (next.state !== 'installed') throw new Error(`the newer build is ${next.state}`);
}

/** In the page: whether only one build is left. */
async function oneBuildKept() {
  return !(await navigator.serviceWorker.getRegistration()).waiting && (await caches.keys()).length === 1;
}

/** A test with a folder of its own that is served as long as the test likes, and a page that may keep things. */
function visit(name, prepare, body) {
  test(name, { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ackscope-'));
    // Without the compressed copies: what a test changes would not be in them.
    cpSync(dist, folder, { recursive: true, filter: (name) => !/\.(gz|br)$/.test(name) });
    prepare(folder);
    const server = await serve(folder, PREFIX);
    const { page, close } = await open({ keeps: true });
    try {
      await page.goto(server.url);
      await untilWhole(page);
      await body({ page, server, folder, context: page.context() });
    } finally {
      await close();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
}

/** From now on nobody answers. */
async function cutOff({ context, server }) {
  await context.setOffline(true);
  await server.close();
}

visit('without a network the page opens, other stories, and what thinks beside it', () => {}, async (all) => {
  const { page, server, context } = all;
  await kept(page);
  await cutOff(all);
  await page.reload();
  await untilWhole(page);
  await page.waitForSelector(VERDICT, { state: 'attached' });
  // Another page of the same browser: nothing is left in memory.
  const other = await context.newPage();
  await other.goto(`${server.url}index.html?from=elsewhere#scenario=crash_before_the_commit&race=usual`);
  await untilWhole(other);
  await other.waitForSelector(VERDICT, { state: 'attached' });
  await other.waitForSelector('[data-lane]', { state: 'attached' });
});

visit('nothing is kept before the page has moved, nor by a page in a frame', () => {}, async ({ page, server }) => {
  assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistration()), undefined);
  // A page of the same host that is not part of this one.
  await page.goto(`${server.origin}/`).catch(() => {});
  const from = server.log.length;
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src })), server.url);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForSelector('[data-field="messages"]', { state: 'attached' });
  await page.waitForTimeout(6500);
  assert.deepEqual(server.log.slice(from).filter((request) => request.path.endsWith('sw.js')), []);
});

visit('a new build shows at once, and is never mixed with the old one', () => {}, async (all) => {
  const { page, server, folder, context } = all;
  await kept(page);
  renew(folder);
  await page.reload();
  await page.waitForSelector('meta[name=newer]', { state: 'attached' });
  // What the old build kept is not shown beside the new page.
  assert.match(await page.evaluate(() => fetch('worker.js').then((answer) => answer.text())), /newer/);
  await page.evaluate(newerKept);
  // The old build's page is gone, so the new one takes over.
  const later = await context.newPage();
  await page.close();
  for (let taken = false; !taken; ) {
    await later.goto('about:blank');
    await later.waitForTimeout(500);
    await later.goto(server.url);
    taken = await later.evaluate(oneBuildKept);
  }
  await cutOff(all);
  await later.reload();
  await untilWhole(later);
  await later.waitForSelector('meta[name=newer]', { state: 'attached' });
  assert.match(await later.evaluate(() => fetch('worker.js').then((answer) => answer.text())), /newer/);
});

const damage = (folder) => change(folder, 'worker.js', (text) => `${text}// not the one that was compared\n`);

visit('a file that is not of its build is not kept', damage, async ({ page }) => {
  const state = await page.evaluate(async () => {
    const { installing } = await navigator.serviceWorker.register('sw.js');
    await new Promise((done) => { installing.onstatechange = done; });
    return installing.state;
  });
  assert.equal(state, 'redundant');
});

function change(folder, name, how) {
  const file = path.join(folder, name);
  writeFileSync(file, how(readFileSync(file, 'utf8')));
}

/** Another build of the same page: two files differ, and so do their digests. */
function renew(folder) {
  const content = /CONTENT = "(\w+)"/;
  change(folder, 'sw.js', (text) => text.replace(content, (_, digest) => `CONTENT = "${[...digest].reverse().join('')}"`));
  for (const [name, how] of [
    ['index.html', (text) => text.replace('<title>', '<meta name=newer><title>')],
    ['worker.js', (text) => `${text}// newer\n`],
  ]) {
    const before = digestOf(folder, name);
    change(folder, name, how);
    change(folder, 'sw.js', (text) => text.replace(before, digestOf(folder, name)));
  }
}

function digestOf(folder, name) {
  return createHash('sha256').update(readFileSync(path.join(folder, name))).digest('base64');
}
