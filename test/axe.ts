import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** axe itself, to be evaluated in a page. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe judges by colours. The other rules ask for what stands there, which colours don't change. */
export const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds wrong, by its rule and place; and whether the page scrolls sideways.
 * @param part where it looks; what stands around all pages need not be looked at on each for its colours
 */
export function flaws(page: Page, part = 'html', rules?: string[]): Promise<string[]> {
  return page.evaluate(
    async ({ part, rules, options }) => {
      const { axe, document, innerWidth } = globalThis as unknown as {
        axe: {
          run(part: string, options: unknown): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
        };
        document: { documentElement: { scrollWidth: number } };
        innerWidth: number;
      };
      const which = rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } };
      const { violations } = await axe.run(part, { ...options, ...which });
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
      return document.documentElement.scrollWidth > innerWidth ? [...found, 'scrolls sideways'] : found;
    },
    { part, rules, options: { resultTypes: ['violations'], preload: false } },
  );
}
