// The library of stories: found by words, topic and broker, driven by the keyboard alone, and there without its words too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, pageTest } from './harness.mjs';
import { press, rest, settled, step, steps, untilEnd, untilTold, untilWhole } from './hooks.mjs';
import { violations } from './axe.mjs';

const BUTTON = 'button[data-story]';
const TALE = '#library [data-preset]:visible';

async function openLibrary(page) {
  await untilWhole(page);
  await untilTold(page);
  await page.locator(BUTTON).click();
  await page.waitForSelector('#library[open]');
}

const found = (page) => page.locator(TALE).evaluateAll((all) => all.map((one) => one.dataset.preset));
const shown = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('scenario');
const focused = (page) => page.evaluate(() => document.activeElement.dataset.preset ?? Object.keys(document.activeElement.dataset)[0]);

pageTest('words, topics and brokers narrow the list, and the count says so', {}, async ({ page }) => {
  await openLibrary(page);
  const all = await found(page);
  await page.locator('[data-search]').fill('Zombie');
  const zombies = await found(page);
  assert(zombies.includes('a_zombie_works_on') && zombies.length < all.length, zombies.join(' '));
  assert.equal(await page.locator('#library .count').innerText(), `${zombies.length} stories`);
  await page.locator('[data-search]').fill('zombie xyzzy');
  assert.deepEqual(await found(page), zombies);
  assert.match(await page.locator('#library .count').innerText(), /^No story has all of these words; these/);
  await page.locator('[data-search]').fill('xyzzy');
  assert.deepEqual(await found(page), []);
  assert.match(await page.locator('#library .count').innerText(), /No story/);
  await page.locator('[data-search]').fill('got a duplicate');
  assert((await found(page)).includes('manual_ack_and_a_repeat'), 'a word that no story has, and what it means');
  await page.locator('[data-search]').fill('');
  await page.locator('#library .seg2 button', { hasText: 'Kafka' }).click();
  const kafka = await found(page);
  assert(kafka.length > 0 && kafka.length < all.length);
  const topic = page.locator('#library .topics button', { hasText: 'Keeping the order' });
  const count = Number(await topic.locator('small').innerText());
  await topic.click();
  assert.equal((await found(page)).length, count);
  assert.equal(await topic.getAttribute('aria-pressed'), 'true');
});

pageTest('the run stands still behind the library, and plays on once it is closed', {}, async ({ page }) => {
  await openLibrary(page);
  const before = await step(page);
  // At the usual speed a step takes about a second.
  await page.waitForTimeout(2_000);
  assert.equal(await step(page), before);
  assert(before < (await steps(page)), 'there was more to play');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#library:not([open])', { state: 'attached' });
  await page.waitForFunction((before) => Number(document.querySelector('[data-step]').dataset.step) > before, before);
  await rest(page);
  await page.locator(BUTTON).click();
  await page.waitForSelector('#library[open]');
  const paused = await step(page);
  await page.locator('#library [data-do="close-library"]').click();
  await page.waitForTimeout(1_500);
  assert.equal(await step(page), paused, 'what a reader has paused stays so');
});

pageTest('a story of the other broker is one click away, asks its question, and ends with its sentence', {}, async ({ page }) => {
  await openLibrary(page);
  const tale = page.locator('[data-preset="acks_all_of_one"]');
  const question = await tale.locator('.asks').innerText();
  const title = await tale.locator('b').innerText();
  await tale.click();
  await page.waitForSelector('#library:not([open])', { state: 'attached' });
  assert.equal(shown(page), 'acks_all_of_one');
  assert.equal(await page.locator(BUTTON).innerText(), title);
  await press(page, 'play');
  await settled(page);
  const line = () => page.locator('.intro p').first().innerText();
  assert.equal((await line()).trim(), question);
  await press(page, 'end');
  await untilEnd(page);
  assert.match(await line(), /min\.insync\.replicas/);
  assert.notEqual((await line()).trim(), question);
});

pageTest('the keyboard alone opens it, finds a story, plays it, and Escape leaves it', {}, async ({ page }) => {
  await rest(page);
  await untilTold(page);
  const step = await settled(page);
  await page.locator(BUTTON).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#library[open]');
  assert.equal(await focused(page), 'search');
  await page.keyboard.type('poison');
  await page.waitForFunction((tale) => [...document.querySelectorAll(tale)].filter((one) => one.checkVisibility()).length === 1, '#library [data-preset]');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'poison_and_a_limit');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#library:not([open])', { state: 'attached' });
  assert.equal(await focused(page), 'story', 'the focus returns');
  assert.equal(await settled(page), step, 'no key has moved the run');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#library[open]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('scenario=poison_and_a_limit'));
  assert.equal(await focused(page), 'story');
});

pageTest('a click beside it closes it', {}, async ({ page }) => {
  await openLibrary(page);
  await page.mouse.click(8, 450);
  await page.waitForSelector('#library:not([open])', { state: 'attached' });
});

for (const [lang, theme, width] of [['en', 'light', 1280], ['zh-CN', 'dark', 390], ['en', 'dark', 390], ['zh-CN', 'light', 1280]]) {
  pageTest(`axe finds nothing in it, and it fits: ${lang}, ${theme}, ${width} px`, { lang, theme, width, height: 800 }, async ({ page }) => {
    await openLibrary(page);
    assert.deepEqual(await violations(page, '#library'), []);
    const wide = await page.locator('#library .tales, #library .tales *').evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 || one.scrollWidth > one.clientWidth + 8 && one.matches('.tales')).map((one) => one.outerHTML.slice(0, 90)));
    assert.deepEqual(wide, []);
    const titles = await page.locator(`${TALE} b`).allInnerTexts();
    assert(titles.length > 40 && titles.every((title) => /[\u4e00-\u9fff]/.test(title) === (lang === 'zh-CN')), titles.join('; '));
  });
}

pageTest('in the other language the same stories have other words', {}, async ({ page }) => {
  await untilWhole(page);
  await untilTold(page);
  const before = await page.locator(BUTTON).innerText();
  await press(page, 'language');
  await page.waitForFunction(() => /[\u4e00-\u9fff]/.test(document.querySelector('#library [data-preset] b')?.textContent ?? ''));
  assert.notEqual(await page.locator(BUTTON).innerText(), before);
});

// Not a pageTest: a request that fails is what it is about.
test('without its words every story is there by its name', { timeout: 60_000 }, async () => {
  const { page, close } = await open({ prepare: (page) => page.route('**/stories.*.txt*', (route) => route.abort()) });
  try {
    await openLibrary(page);
    assert((await found(page)).length > 40);
    await page.locator('[data-search]').fill('poison');
    assert.deepEqual(await found(page), ['poison_and_a_limit']);
    await page.locator(TALE).click();
    await page.waitForFunction(() => location.hash.includes('scenario=poison_and_a_limit'));
    assert.equal(await page.locator(BUTTON).innerText(), 'poison_and_a_limit');
  } finally {
    await close();
  }
});

pageTest('it opens at the story that is shown', { link: 'scenario=crash_before_the_commit' }, async ({ page }) => {
  await openLibrary(page);
  const current = page.locator('#library [aria-current="true"]');
  assert.equal(await current.getAttribute('data-preset'), 'crash_before_the_commit');
  const [tale, list] = await Promise.all([current.boundingBox(), page.locator('#library .tales').boundingBox()]);
  // A search begins at the top.
  const top = () => page.locator('#library .tales').evaluate((one) => one.scrollTop);
  assert((await top()) > 0);
  await page.locator('[data-search]').fill('order');
  await page.waitForFunction(() => document.querySelector('#library .tales').scrollTop === 0);
  assert(tale.y >= list.y && tale.y + tale.height <= list.y + list.height, `${tale.y} in ${list.y} to ${list.y + list.height}`);
});
