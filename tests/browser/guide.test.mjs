// The guide: readable without scripts, alive with them, on a desk and on a phone, in both languages and both themes.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { violations } from './axe.mjs';

const PAGES = { en: 'guide/', 'zh-CN': 'guide/zh-CN.html' };

for (const [lang, file] of Object.entries(PAGES)) {
  pageTest(`without scripts every figure of the guide is a picture: ${lang}`, { file, lang, scripts: false }, async ({ page }) => {
    const figures = page.locator('figure ack-scope img');
    assert((await figures.count()) >= 8);
    for (const figure of await figures.all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.evaluate((image) => image.decode());
      const { width, height } = await figure.boundingBox();
      assert(width > 300 && height > 100, `${await figure.getAttribute('src')}: ${width} x ${height}`);
      assert.notEqual(await figure.getAttribute('alt'), '');
    }
  });

  pageTest(`a figure of the guide comes alive, and its links open the page: ${lang}`, { file, lang }, async ({ page }) => {
    const figure = page.locator('ack-scope').first();
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('[data-step]').first().waitFor();
    const yes = page.locator('td a.yes').first();
    const href = await yes.getAttribute('href');
    assert.match(href, /^\.\.\/#.*run=/);
    await yes.click();
    await page.locator('[data-flag="lost"]').first().waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    assert.equal(await page.locator('.banner.bad:visible').count(), 0);
  });

  for (const width of [1280, 390]) {
    pageTest(`links of the contents land at their chapters, whatever comes late: ${lang}, ${width} px`, { file, lang, width }, async ({ page }) => {
      const links = page.locator('.contents a');
      // Below the last chapter there is too little to bring it up.
      for (const place of [(await links.count()) - 2, 1]) {
        const link = links.nth(place);
        const id = (await link.getAttribute('href')).slice(1);
        await link.click();
        const top = () => page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
        // Figures above may still come alive; the browser keeps what is read where it is.
        for (let look = 0; look < 8; look += 1) {
          assert.ok(Math.abs(await top()) < 450, `${id} lands at ${await top()}`);
          await page.waitForTimeout(100);
        }
        await page.evaluate(() => scrollTo(0, 0));
      }
    });
  }

  for (const theme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      pageTest(`axe finds nothing in the guide: ${lang}, ${theme}, ${width} px`, { file, lang, theme, width }, async ({ page }) => {
        assert.deepEqual(await violations(page), []);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(wider <= 0, `the guide is ${wider} px wider than its window`);
      });
    }
  }
}
