// The second broker: it opens by link, and switching there and back keeps what corresponds.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { choose, drawn, names, press, rest, settled, step, steps, untilEnd, untilWhole } from './hooks.mjs';

for (const lang of ['en', 'zh-CN']) {
  for (const width of [1280, 390]) {
    const options = { link: 'broker=kafka', lang, width };
    pageTest(`a link opens Kafka, which moves: ${lang}, ${width} px`, options, async ({ page }) => {
      await untilWhole(page);
      const chosen = page.locator('[data-field="broker"] [aria-checked="true"]');
      assert.equal(await chosen.getAttribute('data-value'), 'kafka');
      assert((await page.locator('.stage .hw').count()) === 1, 'the high watermark is drawn');
      const fields = await names(page, 'data-field');
      for (const field of ['acks', 'max_in_flight', 'min_insync_replicas', 'commit']) {
        assert(fields.includes(field), field);
      }
      assert(!fields.includes('publish'), 'settings of the other broker are not shown');
    });
  }
}

pageTest('the faults are those that Kafka knows', { link: 'broker=kafka&consumers=2' }, async ({ page }) => {
  await rest(page);
  const faults = new Set(await names(page, 'data-fault'));
  for (const fault of ['follower_lag', 'rebalance', 'handler_exception', 'zombie_consumer']) {
    assert(faults.has(fault), fault);
  }
  for (const fault of ['ack_lost', 'resend_timer', 'consumer_nack']) assert(!faults.has(fault), fault);
});

const CONFIRMED = { link: 'publish=confirm&window=2&durable=true&ack=after_effect' };

pageTest('switching carries over what corresponds, and there is a way back', CONFIRMED, async ({ page }) => {
  await rest(page);
  const before = await page.evaluate(() => location.hash);
  await choose(page, 'broker', 'kafka');
  assert.equal(await page.locator('[data-field="max_in_flight"]').inputValue(), '2');
  assert.match(await page.evaluate(() => location.hash), /broker=kafka/);
  const notice = await page.locator('.banner.still').innerText();
  for (const words of ['publish = confirm', 'acks = all', 'durable = true']) assert(notice.includes(words), notice);
  await press(page, 'return');
  await drawn(page);
  assert.equal(await page.evaluate(() => location.hash), before);
  await choose(page, 'broker', 'kafka');
  await choose(page, 'broker', 'rabbitmq');
  assert.equal(await page.locator('[data-field="publish"]').inputValue(), 'confirm');
  assert.equal(await page.locator('[data-field="window"]').inputValue(), '2');
});

pageTest('a run that never ends says so', { link: 'broker=kafka&in_sync=1&min_insync_replicas=2' }, async ({ page }) => {
  await rest(page);
  await press(page, 'end');
  await settled(page);
  assert((await steps(page)) < 60, 'it ends with one round');
  await page.waitForFunction(() => /for ever/.test(document.querySelector('.sentence').textContent));
});

const MANY = { link: 'broker=kafka&messages=64&keys=8&partitions=4&consumers=4', timeout: 120_000 };

pageTest('many messages in many partitions play to their end', MANY, async ({ page }) => {
  await rest(page);
  await press(page, 'end');
  await untilEnd(page, 60_000);
  assert.equal(await step(page), await steps(page));
});
