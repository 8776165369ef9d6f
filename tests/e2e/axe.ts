import type { Page } from '@playwright/test';
import axe from 'axe-core';

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

/** Every rule of axe, WCAG 2.2 AA among them, on the page as it stands. */
export async function violations(page: Page): Promise<string[]> {
  const results = await page.evaluate<AxeResults>(`(() => { ${axe.source}; return window.axe.run(document) })()`);
  return results.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} ${nodes
        .map(({ html }) => html)
        .join(' ')
        .slice(0, 300)}`,
  );
}
