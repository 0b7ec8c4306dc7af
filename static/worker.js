// Starts the explorer in a worker. The page names the build behind the ?, so that no old copy is ever taken.
const build = self.location.search;
const { default: start } = await import(`./explorer.js${build}`);
await start({ module_or_path: new URL(`explorer_bg.wasm${build}`, import.meta.url) });
