// Phones: no sideways scroll, down to narrow ones; what a reader needs stays within reach.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { BROKEN, BROKERS, openEverything, press, rest, settled, untilWhole } from './hooks.mjs';

for (const width of [390, 360]) {
  for (const lang of ['en', 'zh-CN']) {
    for (const [broker, link] of Object.entries(BROKERS)) {
      const options = { link, width, height: 800, lang };
      pageTest(`no sideways scroll at ${width} px in ${lang}: ${broker}`, options, async ({ page }) => {
        await untilWhole(page);
        if (broker === 'RabbitMQ') {
          await page.waitForFunction(() => !document.querySelector('[data-verdict="searching"]'));
        }
        await fits(page);
      });
    }
    for (const [broker, link] of Object.entries(BROKEN)) {
      const options = { link, width, height: 800, lang, timeout: 120_000 };
      pageTest(`nothing is cut off at ${width} px in ${lang} with every panel open: ${broker}`, options, async ({ page }) => {
        await rest(page);
        await openEverything(page);
        await fits(page);
        assert.deepEqual(await cutOff(page), []);
        await page.locator('[data-do="side-by-side"]').first().click();
        await page.locator('[data-twin]').first().waitFor();
        await fits(page);
        assert.deepEqual(await cutOff(page), []);
      });
    }
  }
}

/** What holds more than it shows, and can't be scrolled. */
function cutOff(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *:not(svg, svg *)')]
      .filter((one) => one.checkVisibility() && !one.closest('.hidden') && !one.matches('.timebox, .tracks, select'))
      .filter((one) => /hidden|clip/.test(getComputedStyle(one).overflowX))
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.className}: ${one.textContent.slice(0, 100)}`),
  );
}

async function fits(page) {
  const { scroll, inner, wide } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    inner: window.innerWidth,
    wide: [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5)
      .slice(0, 5)
      .map((one) => one.outerHTML.slice(0, 100)),
  }));
  assert(scroll <= inner, `${scroll} px of content in a window of ${inner} px, such as ${wide.join('\n')}`);
}

pageTest('on a phone a fault that cannot strike now says why when it is pressed', { width: 390 }, async ({ page }) => {
  await rest(page);
  await press(page, 'start');
  assert.equal(await page.locator('.faultlist .needs:visible').count(), 0);
  await page.locator('.faultlist [data-fault="ack_lost"]').click({ force: true });
  assert.match(await page.locator('.faultlist .needs:visible').innerText(), /ack on its way/);
});

pageTest('on a phone the sentence and the buttons stay on the screen', { width: 390 }, async ({ page }) => {
  await rest(page);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  for (const part of ['.sentence', '[data-do="play"]', '.scrub']) {
    const box = await page.locator(part).first().boundingBox();
    assert(box && box.y >= 0 && box.y + box.height <= 900, `${part} is on the screen`);
  }
});

pageTest('on a phone the ledger keeps all its columns', { width: 390 }, async ({ page }) => {
  await rest(page);
  const cells = page.locator('.ledger tr:first-child > *');
  assert.equal(await cells.count(), 8);
  for (const cell of await cells.all()) assert(await cell.isVisible(), await cell.innerText());
});

pageTest('on a phone the runs of a cell come into view when it is pressed', { width: 390, timeout: 120_000 }, async ({ page }) => {
  await rest(page);
  await page.locator('[data-do="table"]').click();
  const cell = page.locator('[data-cell="1-1"] button');
  await cell.waitFor();
  await cell.click();
  const run = page.locator('.details .go').first();
  await run.waitFor();
  const [box, caption] = [await run.boundingBox(), await page.locator('.caption').boundingBox()];
  assert(box.y >= 0 && box.y + box.height <= caption.y, `the button is at ${box.y}, what covers it at ${caption.y}`);
  await run.click();
  await settled(page);
});

pageTest('on a phone the menu goes once it has done what was asked', { width: 390 }, async ({ page }) => {
  await rest(page);
  const menu = page.locator('header.bar nav');
  for (const wish of ['language', 'compare']) {
    await page.locator('button.menu').click();
    await menu.waitFor();
    await press(page, wish);
    await menu.waitFor({ state: 'hidden' });
  }
});
