// One server and one browser for all tests; a fresh page for each, watched for everything that must not happen.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { chromium, root } from './packages.mjs';
import { serve } from './serve.mjs';

/** The page is served below a path, never at the top of a host. */
export const PREFIX = '/below/some/path/';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The page as it was built. */
export const dist = process.env.ACKSCOPE_DIST ?? path.join(root, 'dist');
const program = process.env.ACKSCOPE_CHROMIUM ?? '/usr/bin/chromium';

let started;
const running = [];

after(() => Promise.all(running.map((one) => one.close())));

/** Starts server and browser at the first use, and sees once that the page starts at all. */
export function start() {
  started ??= (async () => {
    assert(existsSync(path.join(dist, 'index.html')), `${dist} has no index.html; cargo xtask build makes it`);
    const server = await serve(dist, PREFIX);
    const browser = await chromium.launch({ executablePath: program, headless: true, args: FLAGS });
    running.push(browser, server);
    await seeThatItStarts(browser, server);
    return { server, browser };
  })();
  return started;
}

/** A page that does not start at all fails every test at once rather than each after its own patience. */
async function seeThatItStarts(browser, server) {
  const page = await browser.newPage();
  const problems = watch(page, server);
  await page.goto(server.url);
  await page.waitForSelector('[data-step]', { state: 'attached', timeout: 20_000 }).catch(() => {
    throw new Error(`the page does not start: no element has data-step\n${problems.join('\n')}`);
  });
  await page.close();
}

/**
 * Opens the page, or another `file` beside it. `link` is what follows `#`; `prepare` is given the page before anything is
 * fetched; `keeps` allows what is kept for a visit without a network.
 * The answer has `problems`, which fills while the page is open: errors on the console, panics, failed requests and
 * requests to other hosts.
 */
export async function open({
  lang = 'en',
  theme = 'light',
  width = 1280,
  height = 900,
  file = '',
  link = '',
  scripts = true,
  reducedMotion = 'no-preference',
  clock = false,
  keeps = false,
  prepare = () => {},
} = {}) {
  const { server, browser } = await start();
  const context = await browser.newContext({
    locale: lang,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion,
    javaScriptEnabled: scripts,
    permissions: ['clipboard-read', 'clipboard-write'],
    // Most tests are over before anything could be kept for a visit without a network.
    serviceWorkers: keeps ? 'allow' : 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems = watch(page, server);
  if (clock) await page.clock.install();
  await prepare(page);
  await page.goto(server.url + file + (link ? `#${link}` : ''));
  return { page, problems, server, close: () => context.close() };
}

function watch(page, server) {
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // A picture that was still on its way when the figure came alive or the page was left.
    if (request.resourceType() === 'image' && why === 'net::ERR_ABORTED') return;
    problems.push(`failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$|^wss?:$/.test(url.protocol) && url.origin !== server.origin) problems.push(`other host: ${url}`);
  });
  return problems;
}

/** A test with a fresh page, which fails on any of the page's problems. */
export function pageTest(name, options, body) {
  test(name, { timeout: options.timeout ?? 60_000 }, async (t) => {
    const opened = await open(options);
    try {
      await body(opened, t);
      assert.deepEqual(opened.problems, []);
    } catch (error) {
      // What the page complained about usually says more than what the test waited for in vain.
      if (opened.problems.length > 0) error.message += `\nthe page's problems: ${opened.problems.join('\n')}`;
      throw error;
    } finally {
      await opened.close();
    }
  });
}
