// Every control of the setup can be changed and changed back, with the mouse and with the keyboard.
import assert from 'node:assert/strict';
import { pageTest } from './harness.mjs';
import { BROKERS, drawn, names, openAllPanels, step, untilWhole } from './hooks.mjs';

for (const [broker, link] of Object.entries(BROKERS)) {
  pageTest(`every control changes and changes back: ${broker}`, { link, timeout: 240_000 }, async (opened, t) => {
    const { page, problems } = opened;
    await untilWhole(page);
    await openAllPanels(page);
    const fields = await names(page, 'data-field');
    assert(fields.length > 0, 'the page has no data-field');
    assert.equal(new Set(fields).size, fields.length, `a data-field stands twice: ${fields.join(' ')}`);
    let changed = 0;
    for (const field of fields) {
      const control = page.locator(`[data-field="${field}"]`);
      if (await isDisabled(control)) continue;
      await t.test(field, { timeout: 30_000 }, async () => {
        changed += await changeAndChangeBack(page, control);
        assert.deepEqual(problems, []);
        assert.deepEqual(await names(page, 'data-field'), fields, 'a change must disable hooks, not remove them');
        await step(page);
      });
    }
    assert(changed > 0, 'no control could be changed');
  });

  pageTest(`a control that is greyed says why: ${broker}`, { link }, async ({ page }) => {
    await untilWhole(page);
    await openAllPanels(page);
    const silent = await page.locator('[data-field]').evaluateAll((all) =>
      all
        .filter((one) => one.disabled || one.getAttribute('aria-disabled') === 'true')
        .filter((one) => {
          const reason = one.getAttribute('aria-describedby')?.split(' ') ?? [];
          return !one.title && !reason.some((id) => document.getElementById(id)?.textContent.trim());
        })
        .map((one) => one.dataset.field),
    );
    assert.deepEqual(silent, []);
  });
}

pageTest('what is changed among the folded settings can be read without unfolding them', { link: 'queue_type=quorum' }, async ({ page }) => {
  await untilWhole(page);
  const changed = page.locator('.settings .changed code');
  assert.deepEqual(await changed.allInnerTexts(), ['queue_type = quorum']);
  assert(await changed.isVisible());
});

function isDisabled(control) {
  return control.evaluate(
    (one) => one.matches(':disabled') || one.getAttribute('aria-disabled') === 'true' || one.hasAttribute('inert'),
  );
}

/** The answer is how many values were tried. */
async function changeAndChangeBack(page, control) {
  const kind = await control.evaluate((one) => {
    if (one.matches('select')) return 'select';
    if (one.getAttribute('role') === 'radiogroup' || one.matches('fieldset')) return 'radiogroup';
    return one.matches('[type=checkbox], [role=switch]') ? 'switch' : 'number';
  });
  return { select: changeSelect, radiogroup: changeRadios, switch: changeSwitch, number: changeNumber }[kind](
    page,
    control,
  );
}

async function changeSwitch(page, control) {
  const state = () =>
    control.evaluate((one) => (one.matches('[type=checkbox]') ? one.checked : one.ariaChecked === 'true'));
  const before = await state();
  await control.click({ force: true });
  await drawn(page);
  assert.equal(await state(), !before, 'a click changes it');
  await control.focus();
  await page.keyboard.press('Space');
  await drawn(page);
  assert.equal(await state(), before, 'the space bar changes it back');
  return 1;
}

async function changeSelect(page, control) {
  const state = () => control.evaluate((one) => one.selectedIndex);
  const options = await control.evaluate((one) =>
    [...one.options].map(({ disabled, dataset }) => ({ disabled, ...dataset })),
  );
  assert(
    options.every((option) => option.value !== undefined),
    'each option has a data-value',
  );
  const before = await state();
  let tried = 0;
  for (const [index, option] of options.entries()) {
    if (index === before || option.disabled) continue;
    await control.selectOption({ index });
    await drawn(page);
    assert.equal(await state(), index, `${option.value} stays chosen`);
    tried += 1;
    if (await isDisabled(control)) break;
  }
  await control.selectOption({ index: before });
  await drawn(page);
  assert.equal(await state(), before, 'the first choice can be taken again');
  return tried;
}

async function changeRadios(page, control) {
  const options = control.locator('[data-value]');
  const isChosen = (one) => one.checked ?? one.ariaChecked === 'true';
  const chosen = () => options.evaluateAll((all) => all.findIndex((one) => one.checked ?? one.ariaChecked === 'true'));
  const before = await chosen();
  assert(before >= 0, 'one of the values is chosen');
  let tried = 0;
  for (let index = 0; index < (await options.count()); index += 1) {
    const option = options.nth(index);
    if (index === before || (await isDisabled(option))) continue;
    await option.click({ force: true });
    await drawn(page);
    assert(await option.evaluate(isChosen), 'a click chooses it');
    tried += 1;
  }
  await options.nth(before).click({ force: true });
  await drawn(page);
  assert.equal(await chosen(), before, 'the first choice can be taken again');
  return tried;
}

async function changeNumber(page, control) {
  const before = await control.inputValue();
  const limits = await control.evaluate(({ min, max }) => ({ min: Number(min || 0), max: Number(max || 16) }));
  const other = Number(before) < limits.max ? Number(before || limits.min) + 1 : limits.min;
  await fill(page, control, String(other));
  assert.equal(await control.inputValue(), String(other));
  await fill(page, control, before);
  assert.equal(await control.inputValue(), before);
  return 1;
}

async function fill(page, control, value) {
  await control.fill(value);
  await control.press('Tab');
  await drawn(page);
}
