// The page's fixed hooks: how tests read it and act on it.
import assert from 'node:assert/strict';

/** A link of each broker, for tests that hold for both. */
export const BROKERS = { RabbitMQ: '', Kafka: 'scenario=crash_before_the_commit' };

/** The current position of the run. Exactly one element carries it. */
export async function step(page) {
  const found = await page.locator('[data-step]').evaluateAll((all) => all.map((one) => one.dataset.step));
  assert.equal(found.length, 1, 'data-step must stand on exactly one element');
  return Number(found[0]);
}

/** The number of steps of the run. */
export async function steps(page) {
  return Number(await page.locator('[data-step]').getAttribute('data-steps'));
}

/** Waits until a first message has moved. */
export async function untilMoving(page) {
  await page.waitForFunction(() => Number(document.querySelector('[data-step]')?.dataset.step) > 0, null, {
    polling: 'raf',
  });
}

/** Waits until it has moved and the panels are there, which the second half of the code draws. */
export async function untilWhole(page) {
  await untilMoving(page);
  await page.waitForSelector('[data-field="messages"], a.wayout', { state: 'attached' });
}

/** Waits until the library knows the words of its stories. */
export async function untilTold(page) {
  await page.waitForSelector('#library [data-preset]', { state: 'attached' });
}

/** Waits until the run stands at its end. */
export async function untilEnd(page, timeout) {
  await page.waitForFunction(
    () => {
      const { step, steps } = document.querySelector('[data-step]').dataset;
      return Number(steps) > 0 && step === steps;
    },
    null,
    { timeout },
  );
}

/** Presses one of the page's own buttons, such as `play`, `step`, `back`, `end`, `theme`, `language`. */
export async function press(page, name) {
  await page.locator(`[data-do="${name}"]:visible`).first().click();
}

/** Waits until the page is whole and brings the run to rest: a single step pauses it. */
export async function rest(page) {
  await untilWhole(page);
  await press(page, 'step');
  await settled(page);
}

/** Waits until the position has not changed for a moment. */
export async function settled(page) {
  for (let last = await step(page), tries = 0; tries < 50; tries += 1) {
    await page.waitForTimeout(150);
    const now = await step(page);
    if (now === last) return now;
    last = now;
  }
  return assert.fail('the run does not come to rest');
}

/** Two frames, so that what was asked for is drawn. */
export async function drawn(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Sets an enumeration to one of its values, whether it is a list or a group of radio buttons. */
export async function choose(page, field, value) {
  const control = page.locator(`[data-field="${field}"]`);
  if (await control.evaluate((one) => one.matches('select'))) {
    const index = await control.evaluate(
      (one, value) => [...one.options].findIndex((option) => option.dataset.value === value),
      value,
    );
    await control.selectOption({ index });
  } else {
    await control.locator(`[data-value="${value}"]`).click({ force: true });
  }
  await drawn(page);
}

/** Steps on until this fault can be caused, and causes it. The answer is whether it ever could. */
export async function cause(page, fault, mostSteps = 40) {
  const button = page.locator(`button[data-fault="${fault}"]:enabled:not([aria-disabled="true"]):visible`);
  for (let tries = 0; tries < mostSteps; tries += 1) {
    if ((await button.count()) > 0) {
      await button.first().click();
      await drawn(page);
      return true;
    }
    // At its end a run has no step to take.
    if ((await step(page)) === (await steps(page))) return false;
    await press(page, 'step');
    await drawn(page);
  }
  return false;
}

/** Opens every panel, so that nothing in it is out of reach. */
export async function openAllPanels(page) {
  await page.evaluate(() => {
    for (const panel of document.querySelectorAll('details:not([open])')) panel.open = true;
  });
  await drawn(page);
}

/** The names in an attribute, in the page's order. */
export function names(page, attribute) {
  return page
    .locator(`[${attribute}]`)
    .evaluateAll((all, attribute) => all.map((one) => one.getAttribute(attribute)), attribute);
}

/** A setup of each broker that breaks a promise, small enough for every panel's answer, with the race open. */
export const BROKEN = {
  RabbitMQ: 'scenario=manual_ack_and_a_repeat&messages=2&race=usual',
  Kafka: 'scenario=crash_before_the_commit&messages=2&race=usual',
};

/** Plays a run that breaks a promise to its end, and opens every panel with its answer: reasons, what-ifs, repairs, table. */
export async function openEverything(page) {
  await page.locator('[data-find="effect_twice"]').click({ timeout: 20_000 });
  await press(page, 'end');
  await untilEnd(page);
  await page.locator('.chain li').first().waitFor();
  await press(page, 'what-if');
  await press(page, 'repair');
  await press(page, 'table');
  await page.locator('.whatif li').first().waitFor();
  await page.locator('[data-do="apply"]').first().waitFor({ timeout: 30_000 });
  await page.waitForFunction(
    () => {
      const known = (cells) => cells.length > 0 && cells.every((cell) => !cell.querySelector('.late'));
      return [...'.grid td|[data-lane] .lost'.split('|')].every((cells) => known([...document.querySelectorAll(cells)]));
    },
    null,
    { timeout: 60_000 },
  );
  await page.locator('[data-cell] button').first().click();
  await openTakeAways(page);
  await openAllPanels(page);
}

/** Opens the panels at the page's end: the run as a picture, as a figure for another page, in a client, and a settings file. */
export async function openTakeAways(page) {
  await page.locator('[data-form="svg"]').click();
  await page.locator('.home .file img').waitFor();
  await page.locator('[data-way="element"]').click();
  await page.locator('.embedding [data-step]').waitFor();
  await press(page, 'client');
  await page.locator('.client [data-note]').first().waitFor();
  await press(page, 'checks');
  // A file of nothing known leaves what is shown as it is.
  await page.locator('#settings-text').fill('no.such.key=1');
  await press(page, 'check');
  await page.locator('.client .answer .refused').waitFor();
}
