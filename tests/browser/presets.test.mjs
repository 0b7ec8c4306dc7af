// Every story of the list plays to its end.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { BROKERS, names, steps, untilWhole } from './hooks.mjs';

/** No story takes longer than this, in the page's own time. */
const LONGEST = 120_000;

for (const [broker, link] of Object.entries(BROKERS)) {
  pageTest(`every preset of ${broker} plays to its end`, { link, clock: true, timeout: 400_000 }, async (opened, t) => {
    const { page, problems } = opened;
    await until(page, () => Number(document.querySelector('[data-step]')?.dataset.step) > 0);
    await untilWhole(page);
    const presets = await names(page, 'data-preset');
    assert(presets.length >= 8, `presets: ${presets.join(' ')}`);
    for (const preset of presets) {
      await t.test(preset, { timeout: 120_000 }, async (t) => {
        await choose(page, preset);
        const time = await until(page, () => {
          const { step, steps } = document.querySelector('[data-step]').dataset;
          return Number(steps) > 0 && step === steps;
        });
        t.diagnostic(`${await steps(page)} steps in ${time / 1000} s`);
        assert.deepEqual(problems, []);
      });
    }
  });
}

async function choose(page, preset) {
  const index = await page
    .locator('select[data-story]')
    .evaluate((select, preset) => [...select.options].findIndex((option) => option.dataset.preset === preset), preset);
  assert(index >= 0, `${preset} is not an option of the list of stories`);
  // Choosing what is chosen already changes nothing, so another is chosen first.
  await page.locator('select[data-story]').selectOption({ index: index === 0 ? 1 : 0 });
  await page.clock.runFor(100);
  await page.locator('select[data-story]').selectOption({ index });
  await page.clock.runFor(100);
}

/** Lets the page's own clock run until the condition holds. The answer is how long that took, in the page's time. */
async function until(page, condition) {
  for (let time = 0; time <= LONGEST; time += 1000) {
    if (await page.evaluate(condition)) return time;
    await page.clock.runFor(1000);
  }
  return assert.fail(`it took longer than ${LONGEST / 1000} s`);
}
