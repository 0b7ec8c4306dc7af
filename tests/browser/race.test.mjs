// The race: what each way to send costs, in virtual time.
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { pageTest } from './harness.mjs';
import { press, untilWhole } from './hooks.mjs';

/** What each lane shows now: how much of it is through, and the words beside it. */
async function lanes(page) {
  const all = await page.locator('[data-lane]').evaluateAll((rows) =>
    rows.map((row) => [
      row.dataset.lane,
      { through: parseFloat(row.querySelector('td .through').style.width), says: row.querySelector('.lane > b').textContent },
    ]),
  );
  return Object.fromEntries(all);
}

/** What the command line says about the same costs. */
const times = (page, lane) => page.locator(`[data-lane="${lane}"] .times b`).textContent();

async function change(page, cost, text) {
  const input = page.locator(`[data-cost="${cost}"]`);
  await input.fill(text);
  await input.press('Enter');
}

pageTest('the race opens from its button, plays to its end and stands in the link', {}, async ({ page }) => {
  await untilWhole(page);
  assert.equal(await page.locator('[data-lane]').count(), 0);
  await press(page, 'race');
  await page.waitForSelector('[data-lane]');
  const before = await lanes(page);
  assert.equal(before.confirm_window.through, 100, 'at first the careful and quick one is through');
  assert(before.confirm_each.through < 50);
  assert.match(new URL(page.url()).hash, /race=usual/);

  await press(page, 'race-play');
  await page.waitForFunction(() => {
    const width = (lane) => parseFloat(document.querySelector(`[data-lane="${lane}"] td .through`).style.width);
    return width('fire_and_forget') === 100 && width('tx_per_message') < width('acks_all') && width('acks_all') < 100;
  }, null, { polling: 'raf' });
  await press(page, 'race-play');
  const paused = await lanes(page);
  await page.waitForTimeout(300);
  assert.deepEqual(await lanes(page), paused, 'it moves although it is paused');
  await press(page, 'race-play');
  await page.waitForFunction(
    () => [...document.querySelectorAll('[data-lane] td .through')].every((one) => one.style.width === '100%'),
    null,
    { timeout: 20_000 },
  );
  assert(Object.values(await lanes(page)).every(({ says }) => says.endsWith(' ms')), 'each says its time');
  await press(page, 'race');
  assert.equal(await page.locator('[data-lane]').count(), 0);
  assert.doesNotMatch(new URL(page.url()).hash, /race/);
});

pageTest('a changed cost changes the race; a wrong one is refused by its name', { link: 'race=usual' }, async ({ page }) => {
  await page.waitForSelector('[data-lane]');
  const usual = await times(page, 'confirm_each');
  await change(page, 'flush', '0');
  await page.waitForFunction((usual) => document.querySelector('[data-lane="confirm_each"] .times b').textContent !== usual, usual);
  assert.match(new URL(page.url()).hash, /race=flush:0(&|$)/);
  const faster = await times(page, 'confirm_each');
  assert(parseFloat(faster) < parseFloat(usual), `${faster} after ${usual}`);

  await change(page, 'network', '-1');
  const refused = page.locator('#refused-cost');
  await page.waitForFunction(() => document.querySelector('#refused-cost').textContent !== '');
  assert.equal(
    await refused.textContent(),
    'network: -1 is not allowed; a number of milliseconds from 0 to 1000 with three decimals at most is',
  );
  assert.equal(await page.locator('[data-cost="network"]').getAttribute('aria-invalid'), 'true');
  assert.equal(await times(page, 'confirm_each'), faster, 'the last good figures stay');
  await press(page, 'race-as-measured');
  await page.waitForFunction(() => document.querySelector('#refused-cost').textContent === '');
  assert.equal(await page.locator('[data-cost="batch"]').inputValue(), '100');
  await press(page, 'race-usual');
  await page.waitForFunction((usual) => document.querySelector('[data-lane="confirm_each"] .times b').textContent === usual, usual);
  assert.equal(await page.locator('[data-cost="network"]').inputValue(), '0.5');
});

/** Keeps back what the worker says about the lanes until `letGo` is called. */
function holdLanes(page) {
  return page.addInitScript(() => {
    const listen = Worker.prototype.addEventListener;
    const held = [];
    window.held = held;
    window.letGo = () => held.splice(0).forEach((tell) => tell());
    Worker.prototype.addEventListener = function (kind, heard) {
      listen.call(this, kind, (event) => {
        if (typeof event.data === 'string' && event.data.split('\t')[1] === 'lanes') held.push(() => heard.call(this, event));
        else heard.call(this, event);
      });
    };
  });
}

pageTest('the worker runs the race, and the old bars stay until it has', { link: 'race=usual', prepare: holdLanes }, async ({ page }) => {
  const told = () => page.waitForFunction(() => window.held.length > 0);
  await told();
  assert.equal(await page.locator('[data-lane]').count(), 0);
  assert.equal(await page.locator('[data-cost="flush"]').inputValue(), '5', 'the figures are there before');
  await page.evaluate(() => window.letGo());
  await page.waitForSelector('[data-lane]');
  const [usual, before] = [await times(page, 'confirm_each'), await lanes(page)];
  await change(page, 'flush', '0');
  await change(page, 'batch', '25');
  await told();
  assert.deepEqual([await times(page, 'confirm_each'), await lanes(page)], [usual, before]);
  assert.equal(await page.locator('.race [aria-busy="true"]').count(), 1);
  assert.doesNotMatch(await page.locator('[data-lane="confirm_window"] th').innerText(), /25/);
  await page.evaluate(() => window.letGo());
  await page.waitForFunction(() => document.querySelector('[data-lane="confirm_window"] th').innerText.includes('25'));
  assert(parseFloat(await times(page, 'confirm_each')) < parseFloat(usual));
  assert.equal(await page.locator('.race [aria-busy="true"]').count(), 0);
});

pageTest('who can lose a message is explored, and its run plays', { link: 'race=network:2&lang=zh-CN' }, async ({ page }) => {
  await page.waitForFunction(() => {
    const cells = [...document.querySelectorAll('[data-lane] .lost')];
    return cells.length > 0 && cells.every((cell) => !cell.querySelector('.late'));
  }, null, { timeout: 30_000 });
  const losing = await page.locator('[data-lane]:has([data-do="race-loss"])').evaluateAll((rows) => rows.map((row) => row.dataset.lane));
  assert.deepEqual(losing, ['fire_and_forget', 'acks_0', 'acks_1']);
  await page.locator('[data-lane="acks_1"] [data-do="race-loss"]').click();
  await page.waitForFunction(() => /broker=kafka.*run=.*race=network:2/.test(location.hash));
  await press(page, 'end');
  await page.waitForSelector('[data-fate="lost"]');
});

pageTest('with less motion the end comes at once', { link: 'race=usual', reducedMotion: 'reduce' }, async ({ page }) => {
  await page.waitForSelector('[data-lane]');
  await press(page, 'race-play');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-lane] td .through')].every((one) => one.style.width === '100%'),
  );
});

for (const [width, theme, lang] of [[1280, 'light', 'en'], [390, 'dark', 'zh-CN']]) {
  pageTest(`the race is accessible and fits ${width} px`, { link: 'race=usual', width, theme, lang }, async ({ page }) => {
    await page.waitForSelector('[data-do="race-loss"]', { timeout: 30_000 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.deepEqual(await violations(page, '.price'), []);
  });
}
