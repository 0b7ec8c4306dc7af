// Why a promise broke, what would have changed that, what to change, and the table.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { untilEnd } from './hooks.mjs';

const CAREFUL = 'messages=2&publish=confirm&durable=true&persistent=true&ack=after_effect';

async function decided(page) {
  await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'));
}

/** Plays the shortest run to a flag, up to its end. */
async function find(page, flag) {
  await decided(page);
  await page.locator(`[data-find="${flag}"]`).click();
  await page.locator('[data-do="end"]:visible').first().click();
  await untilEnd(page);
}

for (const lang of ['en', 'zh-CN']) {
  pageTest(`each flag of a run has its reasons, linked to their steps (${lang})`, { link: CAREFUL, lang }, async ({ page }) => {
    await find(page, 'stale_replay');
    const chips = page.locator('.why .chip');
    assert(await chips.count() > 1);
    for (let chip = 0; chip < (await chips.count()); chip += 1) {
      await chips.nth(chip).click();
      const reasons = page.locator('.chain li');
      await reasons.nth(1).waitFor();
      const count = await reasons.count();
      assert(count >= 2 && count <= 6, `${count} reasons`);
    }
    const link = page.locator('.chain .steplink').first();
    const step = await link.innerText();
    await link.click();
    await page.waitForFunction((step) => document.querySelector('[data-step]').dataset.step === step, step);
  });
}

pageTest('a single setting that would have changed it can be tried', { link: 'messages=2&publish=confirm&faults=confirm_lost:1' }, async ({ page }) => {
  await page.goto(page.url());
  await find(page, 'effect_twice');
  await page.locator('[data-do="what-if"]').click();
  const change = page.locator('.whatif li').first();
  const words = await change.innerText();
  const [, field, value] = words.match(/With (\w+) = (\w+)/);
  await change.locator('button').first().click();
  await page.waitForFunction(([field, value]) => {
    const control = document.querySelector(`[data-field="${field}"]`);
    return (control.value || control.getAttribute('aria-checked')) === value;
  }, [field, value]);
  await page.locator('[data-do="end"]:visible').first().click();
  await untilEnd(page);
  assert.equal(await page.locator('.why .chain').count(), 0, 'nothing is broken any more');
});

pageTest('the smallest change is found, and one click makes it', { link: CAREFUL }, async ({ page }) => {
  await decided(page);
  await page.locator('[data-do="repair"]').click();
  await page.locator('[data-do="apply"]').first().waitFor();
  const sets = await page.locator('.answer li code').allInnerTexts();
  assert.deepEqual(sets, ['queue_type = quorum']);
  await page.locator('[data-do="apply"]').first().click();
  await page.waitForFunction(() => document.querySelector('[data-flag="lost"]').dataset.verdict === 'impossible');
  assert.equal(await page.locator('[data-field="queue_type"]').inputValue(), 'quorum');
  await page.locator('[data-do="repair"]').click();
  await page.locator('.answer', { hasText: 'Nothing to change' }).waitFor();
});

pageTest('what no setting can keep is said plainly', { link: `${CAREFUL}&faults=ack_lost,confirm_lost,zombie_consumer:1` }, async ({ page }) => {
  await decided(page);
  await page.locator('[data-promise="lost"]').uncheck();
  assert(await page.locator('[data-do="repair"]').isDisabled());
  await page.locator('[data-promise="delivered_twice"]').check();
  await page.locator('[data-promise="lost"]').check();
  await page.locator('[data-do="repair"]').click();
  await page.locator('.answer > .about:not(.late)').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.answer .about').textContent.startsWith('Trying'));
  const sets = await page.locator('.answer li').count();
  const said = await page.locator('.answer > .about').first().innerText();
  assert(sets > 0 || said.startsWith('No setting'), said);
});

pageTest('the table fills itself, and a cell plays its shortest run', { link: CAREFUL, timeout: 120_000 }, async ({ page }) => {
  await decided(page);
  await page.locator('[data-do="table"]').click();
  const cell = (row, column) => page.locator(`[data-cell="${row}-${column}"]`);
  // Fire and forget, a publish cut on its way.
  await cell(1, 1).locator('button').waitFor();
  assert.equal(await cell(1, 0).innerText(), '–');
  assert.equal(await cell(1, 1).innerText(), 'L');
  await page.waitForFunction(() => !document.querySelector('.grid .late'), null, { timeout: 90_000 });
  assert(await page.locator('.grid tbody tr').count() >= 13, 'a dozen recipes and the settings at hand');
  await cell(1, 1).locator('button').click();
  await page.locator('.details .go').first().click();
  await page.locator('[data-do="end"]:visible').first().click();
  await untilEnd(page);
  assert.equal(await page.locator('[data-field="publish"]').inputValue(), 'fire_and_forget');
  assert.equal(await page.locator('[data-message][data-fate="lost"]').count(), 1);
  await page.locator('[data-do="table"]').click();
  assert.equal(await page.locator('[data-cell]').count(), 0);
});
