// What a reader can take from the page: the run as a file, and the lines that make it a figure in another page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { open, pageTest } from './harness.mjs';
import { host } from './hosts.mjs';
import { press, steps, untilEnd, untilWhole } from './hooks.mjs';

const LINES = '[data-do="lines"]';
const lines = (page) => page.locator(LINES).innerText();
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

for (const [name, lang, link] of [
  ['RabbitMQ', 'en', ''],
  ['Kafka', 'zh-CN', 'scenario=crash_before_the_commit'],
]) {
  pageTest(`the run can be taken home in every form: ${name}`, { lang, link }, async ({ page }) => {
    await untilWhole(page);
    const forms = page.locator('.home [data-form]');
    assert.equal(await forms.count(), 6);
    for (const form of await forms.all()) {
      const as = await form.getAttribute('data-form');
      await form.click();
      const shown = ['svg', 'storyboard', 'animation'].includes(as) ? '.home .file img' : '.home .file pre';
      await page.locator(shown).waitFor();
      const save = page.locator('.home a[download]');
      const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
      assert.match(download.suggestedFilename(), new RegExp(`^[a-z_]+\\.${lang}\\.[a-z.]+$`), as);
      const text = readFileSync(await download.path(), 'utf8');
      if (as === 'json') assert.equal(JSON.parse(text).steps, await steps(page));
      else if (as === 'mermaid') assert.match(text, /^[^]*sequenceDiagram/);
      else if (shown.endsWith('img')) assert(await page.locator(shown).evaluate((image) => image.decode().then(() => image.naturalWidth > 300)), as);
      else assert.match(text, /^#/);
      await press(page, 'copy-file');
      await page.locator('.home [role="status"]:not(:empty)').waitFor();
      assert.equal(await copied(page), text, `${as}: the copy is the file`);
    }
  });
}

/** Puts the lines into a page of another origin and looks at what comes of them. */
async function inAnArticle(page, text, look) {
  const other = await host({ '/article': `<!doctype html><html lang="en"><head><title>An article</title><link rel="icon" href="data:,"></head><body><main>${text}</main></body></html>` });
  const article = await page.context().newPage();
  article.setDefaultTimeout(15_000);
  const problems = [];
  article.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  article.on('pageerror', (error) => problems.push(error.message));
  try {
    await article.goto(`${other.origin}/article`);
    await look(article);
    assert.deepEqual(problems, []);
  } finally {
    await article.close();
    await other.close();
  }
}

pageTest('the lines for another page make the figure that is on the screen', { link: 'scenario=auto_ack_and_a_crash' }, async ({ page, problems }) => {
  await untilWhole(page);
  const length = await steps(page);
  await page.locator('[data-way="element"]').click();
  await page.locator('.embedding [data-step]').waitFor();
  await page.locator('[data-embed="verdict"]').check();
  await page.locator('[data-embed="scrub"]').uncheck();
  await page.locator('[data-embed="lang"]').selectOption('zh-CN');
  await page.locator('[data-embed="theme"]').selectOption('dark');
  await press(page, 'copy-lines');
  await page.locator('.embedding [role="status"]:not(:empty)').waitFor();
  const text = await copied(page);
  assert.equal(text.trim(), (await lines(page)).trim());
  assert.match(text, /story="auto-ack-and-a-crash" controls="play step verdict" lang="zh-CN" theme="dark"/);
  await inAnArticle(page, text, async (article) => {
    const figure = article.locator('ack-scope');
    // The picture and the words for who can't run it.
    const picture = await figure.locator('img').getAttribute('src');
    assert.equal((await article.request.get(picture)).status(), 200);
    await figure.locator('[data-step]').waitFor();
    await figure.locator('[data-verdict="possible"]').first().waitFor();
    assert.equal(await figure.evaluate((one) => one.length), length);
    assert.equal(await figure.locator('[data-do="scrub"]:visible').count(), 0);
  });
  // The look at it in the page, like the figure there.
  await page.locator('.embedding ack-scope').scrollIntoViewIfNeeded();
  await page.locator('.embedding [data-verdict="possible"]').first().waitFor();
  assert.deepEqual(problems, []);
});

pageTest('as a frame it is the same, and changed settings go with it', { link: 'scenario=auto_ack_and_a_crash' }, async ({ page }) => {
  await untilWhole(page);
  await page.locator('[data-way="frame"]').click();
  await page.locator('[data-field="messages"]').fill('2');
  await page.locator('[data-field="messages"]').blur();
  await page.locator(`${LINES} >> text=messages=2`).waitFor();
  await page.locator('[data-embed="steps"]').fill('2-5');
  await page.locator('[data-embed="steps"]').blur();
  await page.locator(`${LINES} >> text=steps=2-5`).waitFor();
  const text = await lines(page);
  assert.match(text, /embed\.html#scenario=auto_ack_and_a_crash&amp;messages=2&amp;steps=2-5"/);
  // The page's own; the figure below it has as many.
  const length = await page.evaluate(() => Number(document.querySelector('[data-step]').dataset.steps));
  await inAnArticle(page, text, async (article) => {
    const frame = article.frameLocator('iframe');
    await frame.locator('ack-scope [data-step]').waitFor();
    assert.equal(await frame.locator('ack-scope').evaluate((one) => one.length), length);
  });
});

pageTest('steps that can’t be are refused by name, and the last good ones stay', { link: 'scenario=auto_ack_and_a_crash&steps=3-9' }, async ({ page }) => {
  await untilWhole(page);
  await page.locator('[data-way="element"]').click();
  assert.match(await lines(page), / steps="3-9"/);
  const field = page.locator('[data-embed="steps"]');
  await field.fill('9-3');
  await field.blur();
  await page.locator('.embedding [role="alert"] >> text=steps: 9-3 is not allowed').waitFor();
  assert.match(await lines(page), / steps="3-9"/);
  await field.fill('');
  await field.blur();
  await page.locator('.embedding [aria-invalid="false"]').waitFor();
  assert.doesNotMatch(await lines(page), /steps=/);
});

pageTest('a run of one’s own brings its picture, and two runs a frame', { link: 'publish=confirm&messages=2' }, async ({ page }) => {
  await untilWhole(page);
  await page.locator('[data-find="lost"]').click({ timeout: 20_000 });
  await untilEnd(page);
  await page.locator('[data-way="element"]').click();
  assert.match(await lines(page), /<ack-scope link="[^"]*run=[^"]+"[^]*<img src="ackscope-run\.en\.svg" alt="AckScope: lost \(\d\)">/);
  await press(page, 'picture');
  await page.locator('.home .file img').waitFor();
  assert.equal(await page.locator('.home a[download]').getAttribute('download'), 'ackscope-run.en.svg');
  const { page: pair, problems, close } = await open({ link: 'publish=confirm&twin.durable=true' });
  await untilWhole(pair);
  await pair.locator('[data-way="element"]').click();
  assert.match(await lines(pair), /<iframe src="[^"]*index\.html#publish=confirm&amp;twin\.durable=true&amp;embed=1"/);
  assert.deepEqual(problems, []);
  await close();
});
