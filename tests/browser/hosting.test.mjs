// What is in dist/ suits any host: pages that obey a strict policy, and compressed copies.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { dist, open, pageTest } from './harness.mjs';
import { openAllPanels, untilWhole } from './hooks.mjs';

const names = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(dist, path.join(entry.parentPath ?? entry.path, entry.name)));
const read = (name) => readFileSync(path.join(dist, name));

/** Notes in the page what its policy refused. */
const watched = (page) =>
  page.addInitScript(() => {
    window.refused = [];
    addEventListener('securitypolicyviolation', (event) => {
      window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });

for (const [what, link] of Object.entries({
  'a story': '',
  'two setups side by side': 'scenario=restart_without_persistence&twin.durable=true',
  'the race': 'race=usual',
  Kafka: 'scenario=crash_before_the_commit&theme=dark&lang=zh-CN',
  'a figure': 'scenario=manual_ack_and_a_repeat&embed=1',
})) {
  pageTest(`the policy refuses nothing of ${what}`, { link, prepare: watched }, async ({ page }) => {
    await untilWhole(page);
    await openAllPanels(page);
    if (!link.includes('embed')) await page.waitForSelector('[data-verdict]');
    assert.deepEqual(await page.evaluate(() => window.refused), []);
  });
}

for (const name of names.filter((name) => name.endsWith('.html'))) {
  test(`${name} has the policy in it and obeys it`, async () => {
    const { page, server, close } = await open({ prepare: watched });
    try {
      await page.goto(`${server.url}${name.replaceAll(path.sep, '/')}`);
      await page.waitForTimeout(500);
      assert.deepEqual(await page.evaluate(() => window.refused), []);
      const policy = page.locator('meta[http-equiv=content-security-policy]');
      const response = await page.request.get(page.url());
      assert.equal(await policy.getAttribute('content'), response.headers()['content-security-policy']);
    } finally {
      await close();
    }
  });
}

test('the policy is in force, with the header and without', async () => {
  const { page, close } = await open({ prepare: watched });
  try {
    for (const header of [true, false]) {
      if (!header) {
        await page.route(/\/$/, async (route) => {
          const response = await route.fetch();
          const headers = { ...response.headers() };
          delete headers['content-security-policy'];
          await route.fulfill({ response, headers });
        });
        await page.reload();
      }
      await untilWhole(page);
      const [script, style] = await page.evaluate(() => {
        const add = (tag, text) => document.body.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
        add('script', 'window.ran = true');
        add('style', 'body { outline: 3px solid }');
        document.body.setAttribute('style', 'outline: 3px solid');
        return [window.ran, getComputedStyle(document.body).outlineStyle];
      });
      assert.deepEqual([script, style], [undefined, 'none'], `header: ${header}`);
      const elsewhere = await page.evaluate(() => fetch('https://example.org/').then(() => 'sent', () => 'refused'));
      assert.equal(elsewhere, 'refused');
      await page.waitForFunction(() => window.refused.some((one) => one.startsWith('connect-src')));
    }
  } finally {
    await close();
  }
});

test('each compressed copy is its file', () => {
  const pressed = names.filter((name) => /\.(html|css|js|json|wasm|svg|txt)$/.test(name));
  assert(pressed.some((name) => name.endsWith('.wasm')));
  for (const name of pressed) {
    const content = read(name);
    assert(gunzipSync(read(`${name}.gz`)).equals(content), `${name}.gz`);
    assert(brotliDecompressSync(read(`${name}.br`)).equals(content), `${name}.br`);
  }
  assert.equal(names.filter((name) => /\.(gz|br)$/.test(name)).length, 2 * pressed.length, 'a copy of nothing');
});
