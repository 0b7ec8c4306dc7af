// The run can be driven from the keyboard alone.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { drawn, settled, step, untilWhole } from './hooks.mjs';

pageTest('space pauses, arrows step forth and back', {}, async ({ page }) => {
  await untilWhole(page);
  await page.keyboard.press('Space');
  const paused = await settled(page);
  await page.keyboard.press('ArrowRight');
  await drawn(page);
  assert.equal(await settled(page), paused + 1);
  await page.keyboard.press('ArrowLeft');
  await drawn(page);
  assert.equal(await settled(page), paused);
  await page.keyboard.press('Space');
  await page.waitForFunction((paused) => Number(document.querySelector('[data-step]').dataset.step) > paused, paused);
});

pageTest('the tab key reaches every control that is not disabled', { timeout: 120_000 }, async ({ page }) => {
  await untilWhole(page);
  await page.keyboard.press('Space');
  await settled(page);
  const missed = await page.locator('[data-field], [data-fault], [data-do]').evaluateAll((all) =>
    all
      .filter((one) => one.checkVisibility() && !one.matches(':disabled') && one.ariaDisabled !== 'true')
      .filter((one) => ![one, ...one.querySelectorAll('*')].some((inner) => inner.tabIndex >= 0))
      .map((one) => one.outerHTML.slice(0, 100)),
  );
  assert.deepEqual(missed, []);
  assert((await step(page)) >= 0);
});

pageTest('an arrow chooses among radio buttons and does not step', {}, async ({ page }) => {
  await untilWhole(page);
  await page.keyboard.press('Space');
  const at = await settled(page);
  const radio = (name) => page.locator(`[data-field="broker"] [data-value="${name}"]`);
  await radio('rabbitmq').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-field="broker"] [data-value="kafka"][aria-checked="true"]:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('[data-field="broker"] [data-value="rabbitmq"][aria-checked="true"]:focus').waitFor();
  assert.equal(await page.locator('.banner:visible').count() > 0, true, 'what was carried over is said');
  assert(at >= 0);
});
