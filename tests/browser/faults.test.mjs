// Every fault button can be pressed when its fault is possible.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { BROKERS, cause, drawn, names, openAllPanels, press, rest, step } from './hooks.mjs';

for (const [broker, link] of Object.entries(BROKERS)) {
  pageTest(`every fault that becomes possible can be caused: ${broker}`, { link, timeout: 300_000 }, async (opened, t) => {
    const { page, problems } = opened;
    await rest(page);
    await openAllPanels(page);
    const faults = [...new Set(await names(page, 'data-fault'))];
    assert(faults.length > 0, 'the page has no data-fault');
    const caused = [];
    for (const fault of faults) {
      await press(page, 'start');
      await drawn(page);
      if (await cause(page, fault)) {
        caused.push(fault);
        assert.deepEqual(problems, [], fault);
        await step(page);
        await page.reload();
        await rest(page);
        await openAllPanels(page);
      }
    }
    t.diagnostic(`caused: ${caused.join(' ')}`);
    assert(caused.length > 0, 'no fault was ever possible');
  });
}
