// The explorer visits as many worlds in wasm as natively.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pageTest } from './harness.mjs';
import { root } from './packages.mjs';

pageTest('there are as many worlds as natively', { timeout: 120_000 }, async ({ page }) => {
  const lines = readFileSync(path.join(root, 'tests', 'data', 'state-counts.txt'), 'utf8').trim().split('\n');
  assert(lines.length >= 10);
  for (const line of lines) {
    const [count, link] = line.split(' ');
    await page.evaluate((link) => { location.hash = link; }, link);
    await page.waitForFunction(
      (count) => document.querySelector('.bounds').dataset.states === count && !document.querySelector('[data-verdict="searching"]'),
      count,
      { timeout: 30_000 },
    );
  }
});
