// In your client, and check my settings: both panels, in both languages, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { pageTest } from './harness.mjs';
import { press, untilWhole } from './hooks.mjs';

const code = (page, file) => page.locator(`[data-file="${file}"] pre`).textContent();

async function open(page, panel) {
  await untilWhole(page);
  await press(page, panel);
}

async function check(page, text) {
  await page.locator('#settings-text').fill(text);
  await press(page, 'check');
}

pageTest('the settings are shown in a client, follow a change, and are copied', { link: 'publish=confirm&ack=after_effect' }, async ({ page }) => {
  await open(page, 'client');
  await page.waitForSelector('[data-file="producer.py"]');
  assert.match(await code(page, 'producer.py'), /confirm_delivery\(\)/);
  assert((await page.locator('[data-note="trap"]').count()) > 0, 'traps stand beside the code');
  await page.locator('[data-file="consumer.py"] [data-do="copy-code"]').click();
  await page.waitForFunction(() => document.querySelector('[data-file="consumer.py"] [data-do="copy-code"]').textContent === 'copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code(page, 'consumer.py'));

  await page.locator('[data-do="client-choice"]').selectOption('spring');
  await page.waitForSelector('[data-file="application.yml"]');
  assert.match(await code(page, 'application.yml'), /acknowledge-mode: auto/);
  await page.locator('[data-field="ack"]').selectOption({ label: 'auto' });
  await page.waitForFunction(() => /acknowledge-mode: none/.test(document.querySelector('[data-file="application.yml"] pre')?.textContent));
  await press(page, 'client');
  assert.equal(await page.locator('[data-file]').count(), 0);
});

pageTest('each broker has its own clients, in the reader\'s language', { link: 'broker=kafka&client=librdkafka&lang=zh-CN' }, async ({ page }) => {
  await open(page, 'client');
  await page.waitForSelector('[data-file="producer.rs"]');
  assert.match(await code(page, 'topic.sh'), /这些属于主题/);
  const libraries = await page.locator('[data-do="client-choice"] option').evaluateAll((all) => all.map((one) => one.value));
  assert.deepEqual(libraries, ['kafka-java', 'librdkafka']);
});

pageTest('a pasted file sets the toggles, lists the rest, and the verdict answers', {}, async ({ page }) => {
  await open(page, 'checks');
  await check(page, 'spring:\n  rabbitmq:\n    publisher-confirm-type: correlated\n    publisher-retruns: true\n    host: x\n');
  await page.waitForSelector('[data-rows="recognised"] li');
  assert.match(await page.locator('[data-rows="unknown"]').textContent(), /line 4.*publisher-retruns.*publisher-returns/);
  assert.match(await page.locator('[data-rows="assumed"]').textContent(), /ack = after_effect/);
  await page.waitForFunction(() => /publish=confirm&window=16&resend=never/.test(location.hash));
  await page.waitForSelector('[data-flag="effect_twice"][data-verdict="possible"]', { timeout: 60_000 });
  await press(page, 'to-verdict');
  await page.waitForFunction(() => document.querySelector('.verdicts').getBoundingClientRect().top >= 0);
  await press(page, 'return-checked');
  await page.waitForFunction(() => !/resend=never/.test(location.hash));
});

pageTest('a wrong value is refused by name, value and what is allowed; the settings stay', { link: 'publish=tx' }, async ({ page }) => {
  await open(page, 'checks');
  await check(page, 'acks=1\nenable.idempotence=true\n');
  await page.waitForSelector('.client .refused');
  assert.equal(
    await page.locator('.client .refused').textContent(),
    'line 1: acks: 1 is impossible with enable.idempotence true; all is possible',
  );
  assert.match(new URL(page.url()).hash, /publish=tx/);
});

pageTest('a file is chosen or dropped, and the library can be said', { link: 'lang=zh-CN' }, async ({ page }) => {
  await open(page, 'checks');
  await page.locator('#settings-as').selectOption('librdkafka');
  const file = { name: 'consumer.properties', mimeType: 'text/plain', buffer: Buffer.from('group.id=a\nacks=all\n') };
  await page.locator('[data-do="settings-file"]').setInputFiles(file);
  await page.waitForFunction(() => /client=librdkafka/.test(location.hash));
  assert.equal(await page.locator('#settings-text').inputValue(), 'group.id=a\nacks=all\n');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['spring.rabbitmq.listener.simple.prefetch=5'], 'application.properties'));
    document.querySelector('#settings-text').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction(() => /prefetch=5/.test(location.hash));
});

pageTest('the keyboard alone does it', {}, async ({ page }) => {
  await untilWhole(page);
  await page.locator('[data-do="checks"]').focus();
  await page.keyboard.press('Enter');
  await page.locator('#settings-text').focus();
  await page.keyboard.type('acks=0');
  for (let tries = 0; tries < 6; tries += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.dataset.do === 'check')) break;
  }
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /broker=kafka&acks=0/.test(location.hash));
  await page.locator('[data-do="client"]').focus();
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-file="Producing.java"]');
});

for (const [width, theme, lang] of [[1280, 'light', 'en'], [390, 'dark', 'zh-CN']]) {
  pageTest(`both panels are accessible and fit ${width} px`, { width, theme, lang }, async ({ page }) => {
    await open(page, 'client');
    await press(page, 'checks');
    await check(page, 'acks=1\nfoo.bar=2\nlinger.ms=5\n');
    await page.waitForSelector('[data-rows="ignored"] li');
    await page.waitForSelector('[data-file]');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.deepEqual(await violations(page, '.client'), []);
  });
}
