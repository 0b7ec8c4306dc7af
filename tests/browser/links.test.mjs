// The address always says what is seen, and opening it again shows the same.
import assert from 'node:assert/strict';
import { open, pageTest } from './harness.mjs';
import { drawn, openAllPanels, press, rest, step, steps } from './hooks.mjs';

pageTest('a changed control is in the address, and the address brings it back', {}, async ({ page }) => {
  await rest(page);
  await openAllPanels(page);
  const before = await page.locator('[data-field="durable"]').evaluate(isOn);
  await page.locator('[data-field="durable"]').click({ force: true });
  await drawn(page);
  const link = new URL(page.url()).hash.slice(1);
  assert.match(link, /(^|&)(durable|scenario)=/);
  const again = await open({ link });
  try {
    await rest(again.page);
    assert.equal(await again.page.locator('[data-field="durable"]').evaluate(isOn), !before);
    assert.deepEqual(again.problems, []);
  } finally {
    await again.close();
  }
});

pageTest('the copied link opens the same run', {}, async ({ page }) => {
  await rest(page);
  await press(page, 'copy-link');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('#'));
  const copied = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.origin + copied.pathname, new URL(page.url()).origin + new URL(page.url()).pathname);
  const again = await open({ link: copied.hash.slice(1) });
  try {
    await rest(again.page);
    assert.equal(await steps(again.page), await steps(page));
    assert.deepEqual(again.problems, []);
  } finally {
    await again.close();
  }
});

// Written by former versions of the model; tests/data/former-links.txt has many more.
for (const [link, told] of [
  ['run=1.455e385e5a2165e3.AAACB74BOAAC', 'The model has changed since this link was made (version 1, now'],
  ['run=1.455e385e5a2165e3.AAACB74BOAAC', 'now: lost (1, 2, 3).'],
  ['run=1.455e385e5a2165e3.AAACB74BOAAC&lang=zh-CN', '现在：丢失（1、2、3）。'],
  ['run=3.deb9218152a2537e.AAACB74BOAAC', 'Reproduced'],
  ['run=4.0000000000000000.AAACB4YCOAAC.AAABAC.X7oUOVZn', 'It comes to the same: lost (1, 2, 3).'],
  ['run=4.0000000000000000.AAACB4YCOAAC..X7oUAAAA', 'Step 5 is the first that goes otherwise. Then: nothing to report. Now: lost (1, 2, 3).'],
  ['publish=confirm&run=4.0000000000000000.AAACB4YCOAAC.AAABAC.X7oUOVZn', "can't happen any more"],
]) {
  pageTest(`a recorded run says what became of it: ${told}`, { link }, async ({ page }) => {
    await page.locator('.banner:not([hidden])', { hasText: told }).first().waitFor();
  });
}

for (const link of [
  'durable=perhaps',
  'no_such_field=1',
  'seed=-1',
  'messages=1000',
  'run=%00%ff',
  '&&&===',
  'x'.repeat(20_000),
]) {
  pageTest(`a broken link does not break the page: ${link.slice(0, 20)}`, { link }, async ({ page }) => {
    await page.waitForSelector('[data-step]');
    await drawn(page);
    assert((await step(page)) >= 0);
  });
}

function isOn(one) {
  return one.matches('[type=checkbox]') ? one.checked : one.ariaChecked === 'true';
}
