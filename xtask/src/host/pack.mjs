// The last step of a build: what a visit without a network needs, and compressed copies. Both by walking the folder.
//
//     node pack.mjs DIST SERVICE_WORKER BUILD
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What a visit needs; pictures can be left out. */
const KEPT = /\.(html|css|js|json|txt|wasm)$/;
/** What becomes smaller. */
const PRESSED = /\.(html|css|js|json|wasm|svg|txt)$/;
const KEEPER = 'sw.js';

const [dist, keeper, build] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(dist, name));
const digest = (bytes, kind, form) => createHash(kind).update(bytes).digest(form);

function names() {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

for (const name of names()) if (/\.(gz|br)$/.test(name)) rmSync(path.join(dist, name));

const kept = Object.fromEntries(
  names()
    .filter((name) => KEPT.test(name) && name !== KEEPER)
    .map((name) => [name, `sha256-${digest(read(name), 'sha256', 'base64')}`]),
);
const list = JSON.stringify(kept);
const words = { THIS_BUILD: JSON.stringify(build), THIS_CONTENT: JSON.stringify(digest(list, 'sha256', 'hex').slice(0, 16)), FILES: list };
const text = readFileSync(keeper, 'utf8').replace(/'(THIS_BUILD|THIS_CONTENT|FILES)'/g, (_, word) => words[word]);
writeFileSync(path.join(dist, KEEPER), text);

for (const name of names().filter((name) => PRESSED.test(name))) {
  const bytes = read(name);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_LGWIN } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(path.join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(path.join(dist, `${name}.br`), brotliCompressSync(bytes, { params }));
}
