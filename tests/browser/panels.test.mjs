// Every panel opens and closes. A Yew component that renders nothing between others would kill the page here.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { drawn, step, untilWhole } from './hooks.mjs';

for (const width of [1280, 390]) {
  pageTest(`every panel opens and closes at ${width} px`, { width, timeout: 120_000 }, async ({ page, problems }) => {
    await untilWhole(page);
    const details = page.locator('details');
    for (let index = 0; index < (await details.count()); index += 1) {
      await twice(page, details.nth(index).locator('> summary'), () => details.nth(index).evaluate((one) => one.open));
    }
    const buttons = page.locator('button[aria-expanded]:visible');
    for (let index = 0; index < (await buttons.count()); index += 1) {
      const button = buttons.nth(index);
      await twice(page, button, () => button.evaluate((one) => one.ariaExpanded === 'true'));
    }
    assert.deepEqual(problems, []);
    await step(page);
  });
}

/** Presses a button twice and sees that its panel changes and changes back. */
async function twice(page, button, isOpen) {
  // A panel inside a closed one cannot be reached before that is opened.
  if (!(await button.isVisible())) return;
  const before = await isOpen();
  await button.click();
  await drawn(page);
  assert.equal(await isOpen(), !before, 'a click changes the panel');
  await button.focus();
  await page.keyboard.press('Enter');
  await drawn(page);
  assert.equal(await isOpen(), before, 'the enter key changes it back');
}
