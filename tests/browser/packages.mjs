// The npm packages are installed below target/, apart from these files, so they are loaded by path.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The root of the repository. */
export const root = path.resolve(here, '..', '..');

const folder = process.env.ACKSCOPE_PACKAGES ?? path.join(root, 'target', 'node');
const load = createRequire(path.join(folder, 'package.json'));

/** Drives the browser. */
export const { chromium } = load('playwright-core');

/** The source of axe-core, to be evaluated inside a page. */
export const axeSource = load('axe-core').source;
