// The same setup and seed give the same run natively and in the page: their digests are equal.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pageTest } from './harness.mjs';
import { untilMoving } from './hooks.mjs';
import { root } from './packages.mjs';

const command = process.env.ACKSCOPE_COMMAND ?? path.join(root, 'target', 'debug', 'ackscope');
const folder = path.join(root, 'tests', 'data', 'digests');

pageTest('digests are equal natively and in wasm', { timeout: 120_000 }, async ({ page }, t) => {
  await untilMoving(page);
  const setups = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  assert(setups.length >= 12, `${setups.length} setups`);
  for (const name of setups) {
    await t.test(name, async () => {
      const setup = path.join(folder, name);
      const link = JSON.parse(print('link', setup));
      const native = JSON.parse(print('run', setup).trim().split('\n').at(-1)).digest;
      assert.match(native, /^\S+$/);
      assert.equal(await page.evaluate((link) => window.wasmBindings.digest(link), link), native);
    });
  }
});

function print(...words) {
  return execFileSync(command, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
