// Two setups beside each other: one schedule, one scrubber, the first difference marked.
import assert from 'node:assert/strict';
import { open, pageTest } from './harness.mjs';
import { choose, drawn, names, press, rest, settled, step, steps, untilEnd, untilWhole } from './hooks.mjs';

const PAIR = 'scenario=restart_without_persistence&twin.durable=true';
const HALVES = '[data-twin]';

/** How many steps of each side are done. */
const sides = (page) => page.locator(HALVES).evaluateAll((all) => all.map((one) => Number(one.dataset.twinStep)));

const link = (page) => decodeURIComponent(new URL(page.url()).hash.slice(1));

/** Everything that names one thing of the page names it once. */
async function assertUnique(page) {
  for (const attribute of ['data-field', 'data-fault', 'data-flag', 'data-message', 'data-step', 'data-preset']) {
    const found = await names(page, attribute);
    // A phone's and a desktop's fault buttons are never there together.
    if (attribute !== 'data-step') assert.equal(new Set(found).size, found.length, `${attribute}: ${found}`);
    assert(found.length > 0, attribute);
  }
  await step(page);
}

async function toTheDifference(page) {
  await untilWhole(page);
  await press(page, 'first-difference');
  return settled(page);
}

for (const [name, width] of [['wide', 1280], ['narrow', 390]]) {
  pageTest(`two setups of a link stand beside each other (${name})`, { link: PAIR, width }, async ({ page }) => {
    const at = await toTheDifference(page);
    await assertUnique(page);
    assert.equal(await page.locator(HALVES).count(), 2);
    assert.equal(await page.locator('.stage:visible').count(), name === 'wide' ? 2 : 1);
    const [first, second] = await sides(page);
    assert(first === at && second === at, 'until the first difference both do the same');
    await press(page, 'end');
    await untilEnd(page);
    const ends = await sides(page);
    assert(ends[0] !== ends[1], `${ends}`);
    await press(page, 'back');
    assert.equal(await step(page), (await steps(page)) - 1);
    await page.keyboard.press('Home');
    await drawn(page);
    assert.deepEqual(await sides(page), [0, 0]);
    await page.keyboard.press('ArrowRight');
    await settled(page);
    assert.deepEqual(await sides(page), [1, 1]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert(overflow <= 0, `${overflow} pixels too wide`);
  });
}

pageTest('one scrubber moves both, and its mark is the first difference', { link: PAIR }, async ({ page }) => {
  const at = await toTheDifference(page);
  const scrub = page.locator('[data-do="scrub"]');
  const mark = await scrub.evaluate((one) => Number(getComputedStyle(one).getPropertyValue('--mark')));
  assert.equal(mark, Math.floor((at * 1000) / (await steps(page))));
  assert.equal(await page.locator('.saying em:not(:empty)').count(), 2);
  await scrub.fill('3');
  await settled(page);
  assert.deepEqual(await sides(page), [3, 3]);
  assert.equal(await page.locator('.saying em:not(:empty)').count(), 0);
});

pageTest('a counterfactual of the why panel opens beside the run', { link: 'messages=2&publish=confirm&faults=confirm_lost:1' }, async ({ page }) => {
  await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'));
  await page.locator('[data-find="effect_twice"]').click();
  await press(page, 'end');
  await untilEnd(page);
  await press(page, 'what-if');
  const change = page.locator('.whatif li').first();
  const [, field, value] = (await change.innerText()).match(/With (\w+) = (\w+)/);
  await change.locator('[data-do="side-by-side"]').click();
  await page.waitForSelector(HALVES);
  assert.match(link(page), new RegExp(`&twin\\.${field}=${value}(&|$)`));
  await page.locator('.whatif li, .chain li').first().waitFor();
  await press(page, 'end');
  await untilEnd(page);
  // A still breaks the promise, B keeps it.
  const broken = (half) => page.locator(`[data-twin="${half}"] .sofar .no`).count();
  assert.deepEqual([await broken('first'), await broken('second')], [1, 0]);
  const again = await open({ link: new URL(page.url()).hash.slice(1) });
  try {
    await untilWhole(again.page);
    await again.page.waitForSelector('.banner >> text=Reproduced');
    assert.deepEqual([await steps(again.page), link(again.page)], [await steps(page), link(page)]);
    assert.deepEqual(again.problems, []);
  } finally {
    await again.close();
  }
});

pageTest('any run can be kept as A while B changes, and taken back', { link: 'scenario=lost_on_the_wire' }, async ({ page }) => {
  await rest(page);
  await press(page, 'compare');
  await page.waitForSelector(HALVES);
  assert.equal(link(page), 'scenario=lost_on_the_wire&twin.broker=rabbitmq');
  assert.equal(await page.locator('[data-do="first-difference"]').count(), 0, 'nothing differs yet');
  await choose(page, 'publish', 'confirm');
  assert.equal(link(page), 'scenario=lost_on_the_wire&twin.publish=confirm');
  await press(page, 'detail-a');
  await drawn(page);
  assert.equal(await page.locator('[data-field="publish"]').inputValue(), 'fire_and_forget');
  await assertUnique(page);
  await press(page, 'detail-b');
  await drawn(page);
  assert.equal(await page.locator('[data-field="publish"]').inputValue(), 'confirm');
  await page.locator('.bar [data-value="kafka"]').click();
  await drawn(page);
  assert.match(link(page), /^scenario=lost_on_the_wire&twin\.broker=kafka/);
  assert.equal(await page.locator('[data-twin="second"] .stage').count(), 1);
  await page.locator('[data-do="like-first"]').first().click();
  await drawn(page);
  assert.equal(link(page), 'scenario=lost_on_the_wire&twin.broker=rabbitmq');
  await press(page, 'keep');
  await drawn(page);
  assert.equal(await page.locator(HALVES).count(), 0);
});

pageTest('what is broken in A strikes B too', { link: 'publish=confirm&twin.durable=true' }, async ({ page }) => {
  await untilWhole(page);
  await page.locator('[data-do="scrub"]').fill('4');
  await settled(page);
  await page.locator('button[data-fault="process_crash"]:visible').click();
  await press(page, 'first-difference');
  await settled(page);
  assert.match(link(page), /&twin\.durable=true&run=/);
  assert.equal(await page.locator('.pair p').innerText().then((text) => text.includes('strike')), false);
  await press(page, 'mend');
  await drawn(page);
  assert.equal(link(page), 'publish=confirm&twin.durable=true');
});

pageTest('a link that differs in nothing known is refused by its own name', { link: 'twin.window=0' }, async ({ page }) => {
  await page.waitForSelector('.banner:not([hidden]) >> text=twin.window: 0 is not allowed');
});

pageTest('two setups are a figure too', { link: `${PAIR}&embed=1` }, async ({ page }) => {
  await page.waitForSelector(HALVES);
  assert.equal(await page.locator('header.bar, .pair').count(), 0);
  assert.match(await page.locator('a.wayout').getAttribute('href'), /twin\.durable=true/);
});

pageTest('both runs are on the timeline, and what they do together is in one column', { link: PAIR }, async ({ page }) => {
  await toTheDifference(page);
  const sheets = page.locator('.sheet');
  assert.equal(await sheets.count(), 2);
  assert.deepEqual(await sheets.locator('.tag').allInnerTexts(), ['A', 'B']);
  const marks = await page.locator('.parted').evaluateAll((all) => all.map((one) => one.getAttribute('d').split(/[VLHv]/)[0]));
  assert.equal(marks.length, 2);
  assert.equal(marks[0], marks[1]);
  const columns = (side) => sheets.nth(side).locator('.ticks .tn').evaluateAll((all) => all.map((one) => [one.textContent, one.getAttribute('x')]));
  const first = (await sides(page))[0] - 1;
  assert.deepEqual((await columns(0)).slice(0, first), (await columns(1)).slice(0, first), 'before they part');
  assert.notDeepEqual(await columns(0), await columns(1));
  // A click on either goes to the moment under it.
  for (const side of [0, 1]) {
    const tracks = sheets.nth(side).locator('.tracks');
    await tracks.scrollIntoViewIfNeeded();
    const box = await tracks.boundingBox();
    await page.mouse.click(box.x + 3, box.y + 20);
    await drawn(page);
    assert.deepEqual(await sides(page), [1, 1]);
    await press(page, 'end');
    await settled(page);
  }
});

pageTest('to compare and change nothing leaves the story as it was', { link: 'scenario=restart_without_persistence' }, async ({ page }) => {
  await rest(page);
  const before = link(page);
  await press(page, 'compare');
  await page.waitForSelector(HALVES);
  await press(page, 'compare');
  await page.waitForSelector(HALVES, { state: 'detached' });
  assert.equal(link(page), before);
});
