// What moves is painted on a canvas over the drawing, which must know how large the drawing is and where the tray is.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { choose, openAllPanels, press, rest, settled } from './hooks.mjs';

pageTest('the canvas covers the drawing, however large it becomes', { link: 'scenario=auto_ack_and_a_crash' }, async ({ page }) => {
  const heights = new Set();
  const covers = async (when) => {
    const [canvas, drawing] = await page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      await frame();
      await frame();
      const { width, height } = document.querySelector('canvas.movers');
      const { clientWidth, clientHeight } = document.querySelector('.stage');
      return [[width, height], [clientWidth, clientHeight].map((size) => Math.round(size * devicePixelRatio))];
    });
    assert.deepEqual(canvas, drawing, when);
    heights.add(drawing[1]);
  };
  await rest(page);
  await press(page, 'start');
  await covers('at the start');
  await press(page, 'end');
  await covers('with losses in the tray');
  await openAllPanels(page);
  const consumers = page.locator('[data-field="consumers"]');
  await consumers.fill('3');
  await consumers.press('Enter');
  await covers('with more consumers');
  await choose(page, 'queue_type', 'quorum');
  await covers('with a quorum queue');
  await page.setViewportSize({ width: 1000, height: 800 });
  await covers('in a smaller window');
  await page.setViewportSize({ width: 390, height: 800 });
  await covers('on a phone');
  assert(heights.size >= 4, `the drawing had ${heights.size} heights`);
});

pageTest('what is lost falls into the tray', { link: 'scenario=auto_ack_and_a_crash&consumers=3' }, async ({ page }) => {
  await rest(page);
  const height = () => page.locator('.stage').evaluate((stage) => stage.clientHeight);
  const before = await height();
  // Another drawing, with the tray somewhere else.
  await page.evaluate(() => { location.hash = 'scenario=auto_ack_and_a_crash'; });
  await rest(page);
  assert.notEqual(await height(), before);
  await press(page, 'end');
  await page.locator('.tray button').first().click();
  await settled(page);
  await press(page, 'back');
  await page.evaluate(() => {
    const canvas = document.querySelector('canvas.movers');
    const ink = canvas.getContext('2d');
    window.lowest = 0;
    const look = () => {
      const { top, height } = canvas.getBoundingClientRect();
      const tray = document.querySelector('.tray').getBoundingClientRect();
      const pixels = ink.getImageData(0, 0, canvas.width, canvas.height).data;
      const last = pixels.findLastIndex((value, place) => place % 4 === 3 && value > 0);
      const down = last < 0 ? 0 : Math.floor(last / 4 / canvas.width) * (height / canvas.height);
      // In parts of the tray's height from its upper edge.
      window.lowest = Math.max(window.lowest, (top + down - tray.top) / tray.height);
      requestAnimationFrame(look);
    };
    look();
  });
  await press(page, 'play');
  await page.waitForFunction(() => window.lowest > 0.5, null, { timeout: 40_000 });
  await press(page, 'end');
  const lowest = await page.evaluate(() => window.lowest);
  assert(lowest < 1.2, `it fell ${lowest} of the tray's height below the tray's upper edge`);
});
