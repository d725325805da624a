import { describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';
import { longText, page, picture, SENTENCE, told } from './form-page-builder.ts';
import { samples } from './form-samples.ts';

/** Pages of a PDF: its page objects. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

/** Runs in the browser: everything that is higher than its sheet or its cell, or lies outside the margins. */
const SPILT = `[...document.querySelectorAll('.sheet')].flatMap((sheet, index) => {
  const { bottom, right } = sheet.getBoundingClientRect();
  const { paddingBottom, paddingRight } = getComputedStyle(sheet);
  const out = [...sheet.querySelectorAll('*:not(.draft)')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > bottom - parseFloat(paddingBottom) + 1 || box.right > right - parseFloat(paddingRight) + 1;
  });
  const full = [...sheet.querySelectorAll('td')].filter((cell) => cell.scrollHeight > cell.clientHeight + 1 || cell.scrollWidth > cell.clientWidth + 1);
  return [...out, ...full].map((element) => 'sheet ' + (index + 1) + ': ' + element.tagName + ' ' + element.textContent.slice(0, 20));
})`;

/** How a page looks on paper: PDF pages, and every sheet whose content is higher than the sheet or lies outside its margins. */
async function printed(html: string, shot?: string): Promise<{ pages: number; sheets: number; spilt: string[]; requests: string[] }> {
  const browser = await launchBrowser();
  const tab = await browser.newPage({ viewport: { width: 860, height: 1180 } });
  const requests: string[] = [];
  tab.on('request', (request) => {
    if (!request.url().startsWith('data:')) requests.push(request.url());
  });
  await tab.setContent(html);
  if (shot && process.env.SCREENSHOTS) await tab.screenshot({ path: `${process.env.SCREENSHOTS}/${shot}.png` });
  const spilt = await tab.evaluate<string[]>(SPILT);
  const sheets = await tab.locator('.sheet').count();
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  return { pages: pagesOf(pdf), sheets, spilt, requests };
}

describe('the form on paper', () => {
  it('puts a title of 30 characters and a text of 3,000 on page one, which is exactly one A4', async () => {
    const text = [longText.join('').slice(0, 3000)];
    const alone = page(formOf(told()), { paragraphs: text }).replace(/<section class="sheet">\n<p class="running">[\s\S]*<\/section>/, '');
    const result = await printed(alone, 'form');
    expect(result).toEqual({ pages: 1, sheets: 1, spilt: [], requests: [] });
  });

  it('puts the full text, pictures, opinions and remarks on numbered pages behind it', async () => {
    const html = page(formOf(told()), { pictures: [picture, picture, picture] });
    const result = await printed(html, 'form-appendix');
    expect(result).toMatchObject({ spilt: [], requests: [], pages: result.sheets });
    expect(result.sheets).toBeGreaterThan(2);
    for (let index = 2; index <= result.sheets; index += 1) expect(html).toContain(`审核单 2026-0113 附页 ${index}/${result.sheets}`);
    for (const paragraph of longText)
      expect(
        html.replaceAll(
          /<\/p>\s*(<\/div>\s*<\/section>\s*<section class="sheet">\s*<p class="running">[^<]*<\/p>\s*<div class="page">)?\s*<p class="on">/g,
          '',
        ),
      ).toContain(`<p>${paragraph}</p>`);
  });

  it.each<[string, () => string]>([
    ['an empty form before anybody has signed', () => page(formOf(story()), { draft: true, ledgerNumber: undefined })],
    ['a title of 100 characters', () => page(formOf(told().frontMatter({ title: '示'.repeat(100) })))],
    [
      'opinions without end',
      () =>
        page(
          formOf(
            story()
              .approves('zhouyi', '10:00', { body: SENTENCE.repeat(8) })
              .approves('zhengsi', '10:10', { body: SENTENCE.repeat(8) })
              .approves('fengliu', '10:20', { body: 'a'.repeat(900) }),
          ),
        ),
    ],
    [
      'remarks without end',
      () =>
        page(formOf(told().frontMatter({ remarks: SENTENCE.repeat(8), waivers: [{ rule: 'pii/phone', match: 'x', reason: SENTENCE }] }))),
    ],
    [
      'all of these at once',
      () =>
        page(
          formOf(
            story()
              .frontMatter({ title: '示'.repeat(100), remarks: SENTENCE.repeat(8) })
              .approves('zhouyi', '10:00', { body: SENTENCE.repeat(8) })
              .approves('zhengsi', '10:10', { body: SENTENCE.repeat(8) })
              .approves('fengliu', '10:20', { body: SENTENCE.repeat(8) }),
          ),
        ),
    ],
    ['Latin text and no spaces', () => page(formOf(told()), { paragraphs: ['W'.repeat(3000), 'https://example.gov.cn/'.repeat(90)] })],
    ['one short paragraph', () => page(formOf(told()), { paragraphs: ['示例。'] })],
  ])('keeps page one on one A4 with %s', async (name, html) => {
    const result = await printed(html(), `form-${name.replace(/\W+/g, '-')}`);
    expect(result.spilt).toEqual([]);
    expect(result.pages).toBe(result.sheets);
  });

  it.each(Object.entries(samples))('has room for the form %s', async (_, sample) => {
    const { form, options } = sample();
    const result = await printed(page(form, options));
    expect(result).toMatchObject({ spilt: [], pages: result.sheets });
  });

  it('has room for a joint item of three units', async () => {
    const form = formOf(
      told()
        .frontMatter({ joint_units: ['jindong', 'fazhi'] })
        .with((evidence) => {
          evidence.reviews = [];
        })
        .approves('zhouyi', '10:00')
        .approves('qianer', '10:01', { body: SENTENCE })
        .approves('wujiu', '10:02', { body: `同意。\n${SENTENCE}` })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
    );
    const result = await printed(page(form), 'form-joint');
    expect(result).toMatchObject({ spilt: [], pages: result.sheets });
  });
});
