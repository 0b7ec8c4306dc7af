// What a new user tries first: crash the consumer, under automatic and under manual acks.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { cause, choose, openAllPanels, press, rest, settled, untilEnd } from './hooks.mjs';

pageTest('auto ack and a crash: the page shows which message is gone', { timeout: 90_000 }, async ({ page }) => {
  await crashUnder(page, 'auto', 'consumer_crash_before_effect');
  assert.deepEqual(await fates(page, 'twice'), []);
  const lost = await fates(page, 'lost');
  assert.equal(lost.length >= 1, true, 'a message is lost');
});

pageTest('manual ack and a crash: the page shows which message came twice', { timeout: 90_000 }, async ({ page }) => {
  await crashUnder(page, 'after_effect', 'consumer_crash_after_effect');
  assert.deepEqual(await fates(page, 'lost'), []);
  assert.equal((await fates(page, 'twice')).length >= 1, true, 'a message came twice');
});

pageTest('a broken promise leads to the step in which it broke', {}, async ({ page }) => {
  await rest(page);
  await press(page, 'end');
  const end = await settled(page);
  await page.locator('.sofar .no').click();
  const broke = await settled(page);
  assert(broke < end, 'it broke before the end');
  assert.equal((await fates(page, 'twice')).length, 1);
  await press(page, 'back');
  assert.deepEqual(await fates(page, 'twice'), [], 'and not in the step before');
});

pageTest('a changed or broken story no longer tells its lesson', {}, async ({ page }) => {
  await rest(page);
  await press(page, 'end');
  const line = () => page.locator('.intro p').first().innerText();
  const lesson = await line();
  await choose(page, 'ack', 'auto');
  await press(page, 'end');
  const changed = await line();
  assert.notEqual(changed, lesson);
  await choose(page, 'ack', 'after_effect');
  await press(page, 'end');
  assert.equal(await line(), lesson, 'with its own settings it is the story again');
  await press(page, 'start');
  await press(page, 'step');
  assert(await cause(page, 'process_crash'));
  await press(page, 'end');
  assert.match(await line(), /From step \d+ on this run is yours/);
});

async function crashUnder(page, ack, fault) {
  await rest(page);
  await openAllPanels(page);
  await choose(page, 'ack', ack);
  await press(page, 'start');
  assert(await cause(page, fault), `${fault} becomes possible`);
  await press(page, 'end');
  await untilEnd(page, 10_000);
}

/** The messages with this fate in the ledger. */
function fates(page, fate) {
  return page
    .locator(`[data-message][data-fate="${fate}"]`)
    .evaluateAll((all) => all.map((one) => one.dataset.message));
}
