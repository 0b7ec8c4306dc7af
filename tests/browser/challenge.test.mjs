// The challenge: levels of both sorts are done by clicks, hints tell more and more, and leaving gives the page back.
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { pageTest } from './harness.mjs';
import { cause, choose, press, rest, step, untilWhole } from './hooks.mjs';

const standing = (page, name) => page.waitForSelector(`[data-level][data-standing="${name}"]`);
const score = (page, of) => page.locator(`[data-score="${of}"]`).textContent();
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

/** A level in which something is to be broken waits for that; the page is whole once its settings are there. */
const atRest = (page) => page.locator('[data-field="messages"]').waitFor({ state: 'attached' });

/** Waits until the best is known. */
const untilPar = (page) =>
  page.waitForFunction(() => /^\d+$/.test(document.querySelector('[data-score="par"]')?.textContent ?? ''));

pageTest('the list opens from the bar, and a level of faults is done by a fault', {}, async ({ page }) => {
  await rest(page);
  const before = await hash(page);
  await press(page, 'challenge');
  await page.waitForFunction(() => document.querySelectorAll('[data-open]').length === 12);
  await page.waitForFunction(() => document.querySelector('[data-open="break-1"] .title').textContent === 'Into the dark');
  assert.equal(await page.locator('[data-done="true"]').count(), 0);
  await page.locator('[data-open="break-1"]').click();
  await standing(page, 'open');
  assert.equal(await hash(page), '#challenge=break-1');
  await untilPar(page);
  assert.deepEqual([await score(page, 'own'), await score(page, 'par')], ['0 / 1', '1']);

  // Other faults than the level's can't strike, and none of its settings can be changed.
  assert.equal(await step(page), 0, 'it waits for who reads what is wanted');
  assert.equal(await page.locator('[data-fault="process_crash"]').getAttribute('aria-disabled'), 'true');
  assert(await page.locator('[data-field="publish"]').isDisabled());
  assert(await cause(page, 'publish_lost'));
  await standing(page, 'done');
  assert.equal(await score(page, 'own'), '1 / 1');
  assert.equal(await score(page, 'best'), '1');
  // What happened is told by the run's own reasons.
  await page.waitForFunction(() => document.querySelectorAll('.outcome .chain li').length > 1);
  assert.equal(await page.locator('.outcome .chain p').first().innerText(), await page.locator('.why .chain p').first().innerText());
  assert.match(await hash(page), /^#challenge=break-1&run=/);

  await press(page, 'next-level');
  await page.waitForSelector('[data-level="safe-1"]');
  await press(page, 'levels');
  assert.deepEqual(await page.locator('[data-done="true"]').evaluateAll((all) => all.map((one) => one.dataset.open)), ['break-1']);
  await press(page, 'leave-level');
  await page.waitForFunction((before) => decodeURIComponent(location.hash) === before, before);
  assert.equal(await page.locator('[data-level]').count(), 0);
  assert(await page.locator('[data-field="publish"]').isEnabled());
});

pageTest('a level of settings is done by a setting, once every run was searched', { link: 'challenge=safe-1' }, async ({ page }) => {
  await standing(page, 'open');
  await untilPar(page);
  // What the level leaves open can be changed, and nothing else.
  assert(await page.locator('[data-field="publish"]').isEnabled());
  for (const fixed of ['messages', 'queue_type', 'consumers', 'seed', 'budget']) {
    assert(await page.locator(`[data-field="${fixed}"]`).isDisabled(), fixed);
  }
  await page.locator('[data-field="durable"]').click();
  await page.waitForFunction(() => document.querySelector('[data-score="own"]').textContent === '1');
  await standing(page, 'open');
  await choose(page, 'publish', 'confirm');
  await standing(page, 'done');
  assert.deepEqual([await score(page, 'own'), await score(page, 'best')], ['2', '2']);
  await page.locator('[data-field="durable"]').click();
  await page.waitForFunction(() => document.querySelector('[data-score="best"]').textContent === '1');
  await standing(page, 'done');
  assert.equal(await hash(page), '#challenge=safe-1&publish=confirm');
});

pageTest('hints tell more each time; what was shown is not counted; starting again begins anew', { link: 'challenge=break-3' }, async ({ page }) => {
  await untilPar(page);
  assert.equal(await page.locator('.hints li').count(), 0);
  await press(page, 'hint');
  await page.waitForFunction(() => document.querySelectorAll('.hints li').length === 1);
  assert.equal(await page.locator('[data-do="show-best"]:visible').count(), 0);
  await press(page, 'hint');
  await page.waitForFunction(() => document.querySelectorAll('.hints li').length === 2);
  await press(page, 'show-best');
  await standing(page, 'shown');
  await press(page, 'end');
  await page.waitForSelector('[data-fate="lost"]');
  assert.equal(await score(page, 'best'), '–');
  await press(page, 'level-again');
  await standing(page, 'open');
  assert.equal(await hash(page), '#challenge=break-3');
  assert.equal(await page.locator('.hints li').count(), 0);
});

pageTest('a missed fault says so; undoing it gives it back', { link: 'challenge=break-2' }, async ({ page }) => {
  await atRest(page);
  assert(await cause(page, 'process_crash'));
  await press(page, 'end');
  await standing(page, 'missed');
  await press(page, 'mend');
  await standing(page, 'open');
  assert.equal(await score(page, 'own'), '0 / 1');
});

pageTest('whatever a level does not hold leaves it, and the page is as always', { link: 'challenge=safe-2&durable=true' }, async ({ page }) => {
  await standing(page, 'open');
  await page.locator('button[data-story]').click();
  await page.locator('[data-preset="lost_on_the_wire"]').click();
  await page.waitForFunction(() => location.hash === '#scenario=lost_on_the_wire');
  assert.equal(await page.locator('[data-level]').count(), 0);
  assert(await page.locator('[data-fault="process_crash"]').first().isVisible());
  await page.evaluate(() => (location.hash = '#challenge=break-5'));
  await page.waitForSelector('[data-level="break-5"]');
  await press(page, 'compare');
  await page.waitForFunction(() => !document.querySelector('[data-level]'));
  assert.doesNotMatch(await hash(page), /challenge/);
});

for (const [link, said] of [
  ['challenge=break-99', 'break-99'],
  ['challenge=break-1&scenario=lost_on_the_wire', 'scenario'],
  ['challenge=break-1&publish=confirm', 'publish: confirm'],
  ['challenge=safe-1&twin.durable=true', 'twin.durable'],
]) {
  pageTest(`a link that a level can't be in is refused: ${link}`, { link }, async ({ page }) => {
    await page.waitForSelector(`.banner.bad >> text=${said}`);
    assert.equal(await page.locator('[data-level]').count(), 0);
  });
}

const forbidStorage = (page) =>
  page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } }),
  );

pageTest('what is done is remembered where it may be, and not needed', { link: 'challenge=safe-1' }, async ({ page }) => {
  await standing(page, 'open');
  await choose(page, 'publish', 'confirm');
  await standing(page, 'done');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('[data-score="best"]')?.textContent === '1');
  await press(page, 'challenge');
  assert.equal(await page.locator('[data-open="safe-1"]').getAttribute('data-done'), 'true');
});

pageTest('a browser that remembers nothing plays on', { link: 'challenge=safe-1', prepare: forbidStorage }, async ({ page }) => {
  await standing(page, 'open');
  await choose(page, 'publish', 'confirm');
  await standing(page, 'done');
  assert.equal(await score(page, 'best'), '1');
});

pageTest('the keyboard alone opens, plays and does a level', {}, async ({ page }) => {
  await rest(page);
  await page.locator('[data-do="challenge"]').focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-open="break-1"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-level="break-1"]');
  await page.keyboard.press('Home');
  const button = page.locator('button[data-fault="publish_lost"]');
  for (let tries = 0; tries < 12 && (await button.getAttribute('aria-disabled')) === 'true'; tries += 1) {
    const before = await step(page);
    await page.locator('h1').first().evaluate((heading) => (heading.tabIndex = -1, heading.focus()));
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((before) => Number(document.querySelector('[data-step]').dataset.step) > before, before);
  }
  await button.focus();
  await page.keyboard.press('Enter');
  await standing(page, 'done');
});

for (const [width, theme, lang] of [[1280, 'light', 'zh-CN'], [1280, 'dark', 'en'], [390, 'dark', 'zh-CN'], [390, 'light', 'en']]) {
  const options = { link: 'challenge=break-1', width, theme, lang, timeout: 120_000 };
  pageTest(`the challenge is accessible and fits ${width} px: ${theme}, ${lang}`, options, async ({ page }) => {
    await atRest(page);
    await untilPar(page);
    await press(page, 'hint');
    await press(page, 'hint');
    await press(page, 'levels');
    await fine(page, width);
    assert(await cause(page, 'publish_lost'));
    await standing(page, 'done');
    await fine(page, width);
    await page.evaluate(() => (location.hash = '#challenge=safe-6'));
    await page.waitForSelector('[data-level="safe-6"]');
    await untilWhole(page);
    await fine(page, width);
  });
}

async function fine(page, width) {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  assert.deepEqual(await violations(page), []);
}
