// No sideways scroll, down to narrow phones.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { openAllPanels, untilMoving } from './hooks.mjs';

for (const width of [390, 360]) {
  for (const lang of ['en', 'zh-CN']) {
    pageTest(`no sideways scroll at ${width} px in ${lang}`, { width, height: 800, lang }, async ({ page }) => {
      await untilMoving(page);
      await fits(page);
      await openAllPanels(page);
      await fits(page);
    });
  }
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
