import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';

const source = fs.readFileSync(path.join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** What of axe's answer is told. */
interface AxeAnswer {
  violations: { id: string; impact: string | null; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

declare global {
  interface Window {
    /** Put there by the test. */
    readonly axe?: { run(of: Document, options: object): Promise<AxeAnswer> };
  }
}

/**
 * What axe (WCAG 2.2, A and AA) calls serious or critical on the page as it is now, each as a line of its own. What is still
 * appearing has not its colours yet, so it is waited for.
 */
export async function seriousOn(page: Page): Promise<string[]> {
  // By the debugger: the page's own policy lets nobody put a script into it.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(source);
  const { violations } = await page.evaluate(async () => {
    const still = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(still.map((one) => one.finished.catch(() => undefined)));
    if (!window.axe) throw new Error('axe is not there');
    return window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) =>
          `${id} ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim() ?? ''}`,
      ),
    );
}
