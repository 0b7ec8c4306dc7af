// Runs the browser tests in one process, so that one browser serves them all.
//
//     node --test-reporter=spec tests/browser/run.mjs [part of a file's name ...]
import { readdir } from 'node:fs/promises';

const wanted = process.argv.slice(2);
const files = (await readdir(new URL('.', import.meta.url))).filter((name) => name.endsWith('.test.mjs')).sort();
for (const file of files) {
  if (wanted.length === 0 || wanted.some((part) => file.includes(part))) await import(`./${file}`);
}
