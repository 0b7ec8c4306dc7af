// The page opens under a path, moves by itself, and needs little to get there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, pageTest, PREFIX } from './harness.mjs';
import { step, untilMoving } from './hooks.mjs';

const MOST_REQUESTS = 6;
// The words of panels are in the first half, those of stories are not. A compiler that brings its own standard library can't leave out
// the texts of its panics.
const MOST_BYTES = process.env.ACKSCOPE_TRIMMED === 'false' ? 250_000 : 233_000;

/** Runs in the page: notes when the first message has moved. */
function noteFirstMove() {
  const look = () => {
    if (Number(document.querySelector('[data-step]')?.dataset.step) > 0) window.firstMoved = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

pageTest('the page moves without a click', {}, async ({ page }) => {
  await untilMoving(page);
  const before = await step(page);
  await page.waitForFunction((before) => Number(document.querySelector('[data-step]').dataset.step) > before, before);
});

pageTest('the first moving message costs little', { prepare: (page) => page.addInitScript(noteFirstMove) }, async ({ page, server }, t) => {
  // This page's own requests are the last ones in the log.
  const from = server.log.findLastIndex((request) => request.path === PREFIX);
  await page.waitForFunction(() => window.firstMoved);
  const later = await fetchedSince(page);
  const requests = server.log.slice(from).filter((request) => !later.has(request.path));
  const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
  t.diagnostic(`${requests.length} requests, ${bytes} bytes gzip to the first moving message`);
  assert(requests.length <= MOST_REQUESTS, `${requests.length} requests: ${requests.map((one) => one.path).join(' ')}`);
  assert(bytes <= MOST_BYTES, `${bytes} bytes`);
});

/** What the page began to fetch once the first message had moved: by the time a test looks, that may be on its way. */
async function fetchedSince(page) {
  const late = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((file) => file.startTime > window.firstMoved)
      .map((file) => new URL(file.name).pathname),
  );
  return new Set(late);
}

test('text can be read before the wasm arrives', { timeout: 60_000 }, async () => {
  const { page, close } = await open({ link: '' });
  try {
    await page.route('**/*.wasm', () => {});
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.body?.innerText.trim().length > 100);
  } finally {
    await close();
  }
});

pageTest('less motion is honoured without errors', { reducedMotion: 'reduce' }, async ({ page }) => {
  await page.waitForSelector('[data-step]');
});
