// The verdict: what can happen under the settings shown, and the shortest run that shows it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, pageTest } from './harness.mjs';
import { settled, step, steps, untilEnd } from './hooks.mjs';

const FLAGS = ['lost', 'reported_failure', 'effect_twice', 'delivered_twice', 'reordered', 'stale_replay'];

/** Each flag's verdict, by its name. */
async function verdicts(page) {
  const found = await page.locator('[data-flag]').evaluateAll((all) => all.map((one) => [one.dataset.flag, one.dataset.verdict]));
  assert.deepEqual(found.map(([flag]) => flag), FLAGS);
  return Object.fromEntries(found);
}

async function decided(page) {
  await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'));
  return verdicts(page);
}

pageTest('every flag has a verdict from the first picture on', {}, async ({ page }) => {
  await verdicts(page);
  const known = await decided(page);
  assert(Object.values(known).every((verdict) => ['possible', 'impossible'].includes(verdict)), JSON.stringify(known));
});

pageTest('fire and forget can lose and nothing else', { link: 'broker=rabbitmq' }, async ({ page }) => {
  const known = await decided(page);
  assert.deepEqual(Object.keys(known).filter((flag) => known[flag] === 'possible'), ['lost']);
});

pageTest('a found run plays, breaks its promise in as many steps as said, and is in the link', { link: 'publish=confirm&durable=true&persistent=true&ack=after_effect' }, async ({ page }) => {
  await decided(page);
  for (const flag of ['lost', 'effect_twice', 'delivered_twice']) {
    const button = page.locator(`[data-find="${flag}"]`);
    const said = Number((await button.innerText()).match(/\d+/)[0]);
    await button.click();
    await page.waitForFunction((said) => document.querySelector('[data-step]').dataset.steps === String(said), said);
    await page.locator('[data-do="end"]:visible').first().click();
    await untilEnd(page);
    assert.equal(await step(page), said);
    assert.match(new URL(page.url()).hash, /run=/);
    assert(await page.locator('.sofar .no, .sofar .also').count() > 0, `${flag} is shown as broken`);
  }
});

pageTest('a changed setting changes the verdict', { link: 'broker=rabbitmq' }, async ({ page }) => {
  await decided(page);
  await page.locator('[data-field="ack"]').selectOption('after_effect');
  await page.waitForFunction(() => document.querySelector('[data-flag="effect_twice"]').dataset.verdict === 'possible');
  await page.locator('[data-field="ack"]').selectOption('auto');
  await page.waitForFunction(() => document.querySelector('[data-flag="effect_twice"]').dataset.verdict === 'impossible');
});

pageTest('bounds can be raised, and the run stays', { link: 'publish=confirm&faults=ack_lost:1&messages=2' }, async ({ page }) => {
  await decided(page);
  const states = async () => Number(await page.locator('.bounds').getAttribute('data-states'));
  const before = await states();
  await page.locator('.wishes button', { hasText: '+1 message' }).click();
  await page.waitForFunction((before) => Number(document.querySelector('.bounds').dataset.states) > before, before);
  await decided(page);
  assert.equal(await page.locator('[data-field="messages"]').inputValue(), '3');
  await page.locator('.wishes button', { hasText: 'any kind' }).click();
  await decided(page);
  assert(await states() > before);
});

const LARGE = 'messages=4&publish=confirm&window=2&queue_type=quorum&ack=after_effect&consumers=2&faults=all:2';

pageTest('a search that is stopped says so, and can go on', { link: LARGE }, async ({ page }) => {
  await page.locator('[data-do="stop-search"]').click();
  await page.waitForFunction(() => document.querySelector('[data-verdict="bounded"]'));
  const known = await verdicts(page);
  assert(!Object.values(known).includes('impossible'), 'a stopped search never says no');
  assert.match(await page.locator('.bounds .progress').innerText(), /not within [\d,]+ states/);
  await page.locator('[data-do="search-on"]').click();
  await page.waitForSelector('[data-do="stop-search"]');
  await page.locator('[data-do="stop-search"]').click();
});

pageTest('the page goes on moving while it searches', { link: LARGE }, async ({ page }) => {
  await page.waitForSelector('[data-do="stop-search"]');
  const before = await step(page);
  await page.waitForFunction((before) => Number(document.querySelector('[data-step]').dataset.step) > before + 1, before);
  await page.locator('[data-do="stop-search"]').click();
  await settled(page);
  assert(await steps(page) > 0);
});

test('without its worker the page plays on and says what is missing', { timeout: 60_000 }, async () => {
  const { page, close } = await open({ link: 'broker=rabbitmq' });
  try {
    await page.route('**/worker.js*', (route) => route.abort());
    await page.reload();
    await page.locator('.bounds .progress', { hasText: "can't search here" }).waitFor();
    const before = await step(page);
    await page.waitForFunction((before) => Number(document.querySelector('[data-step]').dataset.step) !== before, before);
    assert(!Object.values(await verdicts(page)).includes('impossible'));
  } finally {
    await close();
  }
});
