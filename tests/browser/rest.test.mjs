// The second half of the code comes after the first message has moved: late, at once when it is needed, or never.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { open, pageTest } from './harness.mjs';
import { press, settled, step, steps, untilMoving } from './hooks.mjs';

const REST = '**/*_rest.wasm';
/** Something in a panel, which is drawn by the rest. */
const PANEL = '[data-field="ack"]';

/** How often the rest was asked for by the last page that was opened. */
function fetches(server) {
  const from = server.log.findLastIndex((request) => request.path.endsWith('/'));
  return server.log.slice(from).filter((request) => request.path.endsWith('_rest.wasm')).length;
}

const late = (milliseconds) => (page) =>
  page.route(REST, async (route) => {
    await pass(milliseconds);
    await route.continue();
  });

pageTest('while the rest is late the page plays, can be steered and broken, and keeps other wishes', { prepare: late(6000) }, async ({ page, server }) => {
  await untilMoving(page);
  const before = await step(page);
  await page.waitForFunction((before) => Number(document.querySelector('[data-step]').dataset.step) > before, before);
  await press(page, 'play');
  const paused = await settled(page);
  await press(page, 'step');
  assert((await settled(page)) > paused, 'time cannot be steered');
  await page.locator('button[data-fault="process_crash"]:visible').click();
  await page.waitForSelector('[data-do="mend"]:visible');
  await press(page, 'language');
  assert.equal(await page.locator(PANEL).count(), 0, 'the rest is there already');
  await page.waitForFunction(() => document.documentElement.lang === 'zh-CN');
  await page.waitForSelector(PANEL);
  assert.equal(fetches(server), 1, 'the page stood still until the rest was there');
});

pageTest('the whole run plays without the rest', { prepare: late(20_000) }, async ({ page }) => {
  await untilMoving(page);
  await press(page, 'end');
  await settled(page);
  assert.equal(await step(page), await steps(page));
  assert.equal(await page.locator(PANEL).count(), 0, 'the rest is there already');
});

pageTest('what needs the rest at once has it at once', { link: 'publish=nonsense' }, async ({ page, server }) => {
  await page.waitForSelector('.banner:not([hidden]) >> text=nonsense');
  await page.waitForSelector(PANEL);
  assert.equal(fetches(server), 1);
});

test('a rest that never comes is said, and can be asked for again', { timeout: 60_000 }, async () => {
  const { page, close } = await open({ prepare: (page) => page.route(REST, (route) => route.abort()) });
  try {
    await page.locator('#incomplete').waitFor({ timeout: 20_000 });
    await press(page, 'end');
    await settled(page);
    assert.equal(await step(page), await steps(page), 'the page does not play any more');
    await page.unroute(REST);
    await page.locator('#incomplete button').first().click();
    await page.waitForSelector(PANEL);
    assert(await page.locator('#incomplete').isHidden());
  } finally {
    await close();
  }
});
