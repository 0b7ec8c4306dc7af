// What axe-core finds wrong.
import { axeSource } from './packages.mjs';

/** What is wrong with a page or frame, or with the part of it `scope` selects; three places each. */
export async function violations(page, scope = undefined) {
  // Evaluated rather than added as a script, which the page's own content policy may forbid.
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (scope) => window.axe.run(scope ?? document, { resultTypes: ['violations'] }).then((run) => run.violations),
    scope,
  );
  return found.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`);
    return `${id}: ${places.join('\n')}`;
  });
}
