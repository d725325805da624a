import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { resultOf } from '#pipeline/check/finding.ts';
import { htmlReport } from '#pipeline/check/reporters/report.ts';
import { lookedAt } from '#pipeline/check/site-rules.ts';
import { launchBrowser } from '../browser.ts';
import { contextFor, folderFor } from './example-item.ts';

const css = readFileSync(join(import.meta.dirname, '../../site/assets/tokens.css'), 'utf8');
const bad = { frontMatter: { title: '婺'.repeat(90) }, body: `电话13800138000，${'W'.repeat(400)}<b>\n` };
const result = resultOf([bad, {}].map((example) => checkItem(folderFor(example), contextFor(example))));
const page = htmlReport(result, { at: '2026-11-24T12:00:00+08:00', css, rules: lookedAt({ severities: {} }), version: '工作区' });

/** Runs in the browser: how far the page is wider than its window. */
const WIDER = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe('the report in a browser', () => {
  it.each([390, 1280])('asks nobody for anything and scrolls one way only, %i px wide', async (width) => {
    const browser = await launchBrowser();
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    const requests: string[] = [];
    tab.on('request', (request) => requests.push(request.url()));
    await tab.setContent(page);
    expect([await tab.evaluate(WIDER), requests]).toEqual([0, []]);
  });

  it('prints on A4, in dark surroundings too', async () => {
    const browser = await launchBrowser();
    const tab = await browser.newPage({ colorScheme: 'dark' });
    await tab.setContent(page);
    const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox \[([^\]]*)\]/g)].map(([, box = '']) =>
      box.split(' ').map((side) => Math.round(Number(side))),
    );
    expect(boxes.length).toBeGreaterThan(1);
    for (const box of boxes) expect(box).toEqual([0, 0, 595, 842]);
  });
});
