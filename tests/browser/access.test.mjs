// axe-core finds no violation, light and dark, in both languages, wide and narrow: at first, with every panel open, and
// with two setups beside each other. Everything can be reached from the keyboard.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { BROKEN, drawn, openAllPanels, openEverything, press, rest } from './hooks.mjs';
import { violations } from './axe.mjs';

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    for (const width of [1280, 390]) {
      for (const [broker, link] of Object.entries(BROKEN)) {
        const options = { link, theme, lang, width, timeout: 180_000 };
        pageTest(`axe finds nothing: ${broker}, ${theme}, ${lang}, ${width} px`, options, async ({ page }) => {
          await rest(page);
          assert.deepEqual(await violations(page), [], 'at first');
          await openEverything(page);
          assert.deepEqual(await violations(page), [], 'with everything open');
          await page.locator('[data-do="side-by-side"]').first().click();
          await page.locator('[data-twin]').first().waitFor();
          await page.locator('.views button').last().click();
          await openAllPanels(page);
          assert.deepEqual(await violations(page), [], 'beside each other');
        });
      }
    }
  }
}

for (const [broker, link] of Object.entries(BROKEN)) {
  for (const width of [1280, 390]) {
    pageTest(`the tab key visits everything that can be pressed: ${broker}, ${width} px`, { link, width, timeout: 120_000 }, async ({ page }) => {
      await rest(page);
      await openEverything(page);
      assert.deepEqual(await missedByTab(page), []);
      // A narrow bar leaves comparing to links and to what would have helped.
      if (width < 600) return;
      await press(page, 'compare');
      await drawn(page);
      assert.deepEqual(await missedByTab(page), []);
    });
  }
}

/** What can be pressed with a pointer and gets no focus, or none that can be seen, by pressing the tab key over and over. */
async function missedByTab(page) {
  const count = await page.evaluate(() => {
    const pressed = 'a[href], button, input, select, summary, [tabindex], [role=button], [role=switch], [role=radio]';
    const all = [...document.querySelectorAll(pressed)].filter((one) => one.checkVisibility() && !one.disabled);
    window.unvisited = new Set(all);
    window.unseen = [];
    // The tab key goes on from what had the focus last: from the first of all.
    all[0].focus();
    window.unvisited.delete(all[0]);
    return all.length;
  });
  // A figure has stops of its own.
  for (let presses = 0; presses < count + 40; presses += 1) {
    await page.keyboard.press('Tab');
    const over = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return true;
      window.unvisited.delete(one);
      // A tall drawing's covering bar must not hide what has the focus.
      const box = one.getBoundingClientRect();
      if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) {
        window.unseen.push(one);
      }
      return false;
    });
    if (over && presses > 0) break;
  }
  return page.evaluate(() =>
    [...window.unvisited, ...window.unseen].filter((one) => one.isConnected).map((one) => one.outerHTML.slice(0, 120)),
  );
}
