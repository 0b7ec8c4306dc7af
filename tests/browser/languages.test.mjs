// English and Chinese: the browser's language decides, the switch overrides.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { drawn, press, untilWhole } from './hooks.mjs';

const HAN = /\p{Script=Han}/u;

for (const [browser, expected] of [
  ['en', 'en'],
  ['en-GB', 'en'],
  ['zh-CN', 'zh-CN'],
  ['de', 'en'],
]) {
  pageTest(`a browser in ${browser} gets ${expected}`, { lang: browser }, async ({ page }) => {
    await untilWhole(page);
    await isIn(page, expected);
  });
}

pageTest('the switch changes the language and back', { lang: 'en' }, async ({ page }) => {
  await untilWhole(page);
  await press(page, 'language');
  await drawn(page);
  await isIn(page, 'zh-CN');
  await press(page, 'language');
  await drawn(page);
  await isIn(page, 'en');
});

pageTest('a link can name the language', { lang: 'en', link: 'lang=zh-CN' }, async ({ page }) => {
  await untilWhole(page);
  await isIn(page, 'zh-CN');
});

async function isIn(page, language) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  const text = await visibleText(page);
  const chinese = text.filter((line) => HAN.test(line));
  if (language === 'en') assert.deepEqual(chinese, []);
  else assert(chinese.length > 20, `only these lines are Chinese: ${chinese.join(' | ')}`);
}

/** The page's lines, without the switch, which names the other language in that language. */
function visibleText(page) {
  return page.evaluate(() => {
    const foreign = '[data-do="language"], [data-do="language"] *, [lang]:not(html), [lang]:not(html) *';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const owner = node.parentElement;
      const line = node.textContent.trim();
      if (line && !owner.matches(foreign) && !owner.closest('script, style, noscript') && owner.checkVisibility()) {
        lines.push(line);
      }
    }
    return lines;
  });
}
