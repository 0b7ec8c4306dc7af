// The explorer visits as many worlds in wasm as natively, and tells the browser which way its branches go.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { dist, pageTest } from './harness.mjs';
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

test('the explorer names the usual way of its branches', () => {
  const explorer = new WebAssembly.Module(readFileSync(path.join(dist, 'explorer_bg.wasm')));
  const sections = WebAssembly.Module.customSections(explorer, 'metadata.code.branch_hint');
  assert.equal(sections.length, 1);
  // Each is three or four bytes; what a search goes through has more than a thousand branches.
  assert(sections[0].byteLength > 3_000, `${sections[0].byteLength} bytes`);
});
