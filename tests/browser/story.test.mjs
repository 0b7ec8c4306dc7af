// What a new user tries first: crash the consumer, under automatic and under manual acks.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { cause, choose, openAllPanels, press, rest, untilEnd } from './hooks.mjs';

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
