import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FormPageOptions, formPage } from '#pipeline/review/form-page.ts';
import type { ReviewForm } from '#pipeline/review/review-form.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { launchBrowser } from '../browser.ts';
import { type Story, story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';

const css = readFileSync('site/assets/tokens.css', 'utf8');
const TITLE = '婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起';
const SENTENCE = '整治中，执法队员采取“先告知、再劝导、后查处”的方式，逐户说明市容和环境卫生责任区要求，3 天共检查 86 处。';
const longText = Array.from({ length: 24 }, (_, index) => SENTENCE.repeat(3).slice(0, 150) + (index % 2 ? '' : '。'));
const picture = {
  name: 'street.jpg',
  dataUri: `data:image/jpeg;base64,${Buffer.from(samplePicture({ seed: 1, gps: false })).toString('base64')}`,
  caption: '执法队员向经营户说明市容责任区要求',
};

function told(): Story {
  return story()
    .frontMatter({ title: TITLE, channels: ['website', 'wechat'] })
    .organisation((organisation) => Object.assign(organisation, { bureau: '示例市综合行政执法局' }))
    .approves('zhouyi', '10:02', { body: '同意报送，数据已核。' })
    .approves('zhengsi', '10:18')
    .approves('fengliu', '10:31', { body: '同意发布。' });
}

function page(form: ReviewForm, options: Partial<FormPageOptions> = {}): string {
  return formPage(form, {
    draft: false,
    css,
    verifyCommand: `npx --no-install sanshen verify ${form.content.item}`,
    ledgerNumber: '0001',
    paragraphs: longText,
    ...options,
  });
}

/** Pages of a PDF: its page objects. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

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

  it('has room for a joint item of three units', async () => {
    const form = formOf(
      told()
        .frontMatter({ joint_units: ['jindong', 'fazhi'] })
        .with((evidence) => {
          evidence.reviews = [];
        })
        .approves('zhouyi', '10:00')
        .approves('qianer', '10:01')
        .approves('wujiu', '10:02')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
    );
    const result = await printed(page(form), 'form-joint');
    expect(result).toMatchObject({ spilt: [], pages: result.sheets });
  });
});

describe("the form's words", () => {
  const html = page(formOf(told(), { mergeSha: '8c1e2f0aaaabbbb' }));

  it("stand in the annex's order", () => {
    const labels = [
      '报送时间：2026 年 11 月 24 日',
      '编号：2026-0113',
      '报送人',
      '报送单位',
      '标题',
      '信息内容',
      '拟发布渠道',
      '负责人审核',
      '办公室审核',
      '分管领导签发',
      '备注',
    ];
    const places = labels.map((label) => html.indexOf(label));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it("offer the channels in the annex's order, ticked as the item has them", () => {
    const boxes = [...html.matchAll(/<span class="channel">(..)<span class="box( on)?" role="img" aria-label="(.{2})"/g)].map(
      ([, name, , state]) => [name, state],
    );
    expect(boxes).toEqual([
      ['微信', '已选'],
      ['微博', '未选'],
      ['网站', '已选'],
    ]);
  });

  it('give each reviewer his own words, his post and his minute; 同意。 where he wrote none', () => {
    const cells = [...html.matchAll(/<td class="review"[^>]*>(.*?)<\/td>/gs)].map(([, cell]) =>
      (cell as string)
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    expect(cells).toEqual([
      '同意报送，数据已核。 已逐项核对：非涉密、非敏感；未发现第六条所列内容。保密审查：周一，可公开 周一（分局负责人） 2026 年 11 月 24 日 10:02',
      '同意。 郑四（办公室审核） 2026 年 11 月 24 日 10:18',
      '同意发布。 冯六（分管领导） 2026 年 11 月 24 日 10:31',
    ]);
  });

  it('say how much text there is, where the rest stands, and both dates of Art. 9', () => {
    expect(html).toMatch(/（正文 \d+ 字、图片 0 张，全文见附页第 2 页。信息日期 11 月 23 日，时效至 11 月 30 日 24 时。）/);
    expect(page(formOf(told()), { paragraphs: ['示例。'] })).toContain(
      '（正文 3 字、图片 0 张。信息日期 11 月 23 日，时效至 11 月 30 日 24 时。）',
    );
  });

  it('never pass for a signature by hand, and carry what is needed to check them', () => {
    expect(html).toContain('本单由审核系统根据三级审核记录生成，姓名为系统记录，不是手写签名。可在空白处补签归档。');
    for (const fact of [
      '内容指纹 text1',
      '合并 8c1e2f0aaa',
      '台账第 0001 号',
      '验证：npx --no-install sanshen verify wucheng/2026-11-23-street',
      '<svg',
    ])
      expect(html).toContain(fact);
  });

  it('mark a draft, and nothing else', () => {
    expect(page(formOf(story()), { draft: true })).toContain('草稿 · 审核未完成');
    expect(html).not.toContain('草稿 · 审核未完成');
  });

  it('name a delegate with his principal and the document', () => {
    const form = formOf(told());
    const [first, second, third] = form.levels;
    if (!first || !second || !third) throw new Error('three levels');
    const delegation = { personId: 'fengliu', person: '冯六', document: '示执法办〔2026〕9号' };
    expect(page({ ...form, levels: [first, second, { ...third, person: '赵六', delegation }] })).toContain(
      '赵六（受冯六委托，示执法办〔2026〕9号）',
    );
  });

  it('are text and nothing else, whatever a submission holds', () => {
    const evil = '</p><script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
    const form = { ...formOf(told()), title: evil, remarks: [evil], bureau: evil, submitter: { id: 'x', name: evil } };
    const page_ = page(form, {
      paragraphs: [evil],
      pictures: [{ ...picture, caption: evil, name: evil }],
      verifyCommand: evil,
      ledgerNumber: evil,
    });
    expect(page_).not.toMatch(/<script|<img src=x/);
    expect(page_).toContain('Content-Security-Policy');
    expect(() => page(form, { pictures: [{ ...picture, dataUri: 'https://example.com/x.jpg' }] })).toThrow('not a JPEG data address');
  });
});
