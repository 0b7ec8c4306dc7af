// Every story of the library plays to its end: the first of each topic in its own time, the others at once.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { names, press, steps, untilEnd, untilTold, untilWhole } from './hooks.mjs';

/** No story takes longer than this, in the page's own time. */
const LONGEST = 120_000;
/** So many are there at least. */
const STORIES = 45;

pageTest('the first story of each topic plays to its end', { clock: true, timeout: 400_000 }, async (opened, t) => {
  const { page, problems } = opened;
  await until(page, () => Number(document.querySelector('[data-step]')?.dataset.step) > 0);
  await untilTold(page);
  const firsts = await page
    .locator('#library section')
    .evaluateAll((all) => all.map((topic) => topic.querySelector('[data-preset]').dataset.preset));
  assert(firsts.length >= 5, `topics with stories: ${firsts.join(' ')}`);
  for (const preset of firsts) {
    await t.test(preset, { timeout: 120_000 }, async (t) => {
      await choose(page, preset);
      await page.clock.runFor(100);
      const time = await until(page, () => {
        const { step, steps } = document.querySelector('[data-step]').dataset;
        return Number(steps) > 0 && step === steps;
      });
      t.diagnostic(`${await steps(page)} steps in ${time / 1000} s`);
      assert.deepEqual(problems, []);
    });
  }
});

pageTest('every story can be chosen, and has an end', { timeout: 400_000 }, async ({ page, problems }) => {
  await untilWhole(page);
  await untilTold(page);
  const presets = await names(page, 'data-preset');
  assert(presets.length >= STORIES, `stories: ${presets.join(' ')}`);
  assert.equal(new Set(presets).size, presets.length);
  for (const preset of presets) {
    await choose(page, preset);
    await page.waitForFunction((preset) => location.hash.includes(`scenario=${preset}`), preset);
    await press(page, 'end');
    await untilEnd(page, 10_000);
    assert.deepEqual(problems, [], preset);
  }
});

/** Chooses a story without opening the library. */
function choose(page, preset) {
  return page.locator(`[data-preset="${preset}"]`).evaluate((button) => button.click());
}

/** Lets the page's own clock run until the condition holds. The answer is how long that took, in the page's time. */
async function until(page, condition) {
  for (let time = 0; time <= LONGEST; time += 1000) {
    if (await page.evaluate(condition)) return time;
    await page.clock.runFor(1000);
  }
  return assert.fail(`it took longer than ${LONGEST / 1000} s`);
}
