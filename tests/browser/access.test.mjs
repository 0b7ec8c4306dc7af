// axe-core finds no violation, light and dark, in both languages, wide and narrow.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { BROKERS, openAllPanels, rest } from './hooks.mjs';
import { axeSource } from './packages.mjs';

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    for (const width of [1280, 390]) {
      for (const [broker, link] of Object.entries(BROKERS)) {
        const options = { link, theme, lang, width, timeout: 120_000 };
        pageTest(`axe finds nothing: ${broker}, ${theme}, ${lang}, ${width} px`, options, async ({ page }) => {
          await rest(page);
          assert.deepEqual(await violations(page), []);
          await openAllPanels(page);
          assert.deepEqual(await violations(page), []);
        });
      }
    }
  }
}

async function violations(page) {
  // Evaluated rather than added as a script, which the page's own content policy may forbid.
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations,
  );
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.html} ${node.failureSummary}`)
        .join('\n')}`,
  );
}
