import { describe, expect, it } from 'vitest';
import { formDocx } from '#pipeline/review/form/form-docx.ts';
import type { FormLevel } from '#pipeline/review/form/review-form.ts';
import { story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';
import { page, picture, told } from './form-page-builder.ts';
import { unpacked } from './unpacked.ts';

describe("the form's words", () => {
  const html = (): string => page(formOf(told(), { mergeSha: '8c1e2f0aaaabbbb' }));

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
    const places = labels.map((label) => html().indexOf(label));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it("offer the channels in the annex's order, ticked as the item has them", () => {
    const boxes = [...html().matchAll(/<span class="channel">(..)<span class="box( on)?" role="img" aria-label="(.{2})"/g)].map(
      ([, name, , state]) => [name, state],
    );
    expect(boxes).toEqual([
      ['微信', '已选'],
      ['微博', '未选'],
      ['网站', '已选'],
    ]);
  });

  it('give each reviewer his own words, his post and his minute; 同意。 where he wrote none', () => {
    const cells = [...html().matchAll(/<td class="review"[^>]*>(.*?)<\/td>/gs)].map(([, cell]) =>
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
    expect(html()).toMatch(/（正文 \d+ 字、图片 0 张，全文见附页第 2 页。信息日期 11 月 23 日，时效至 11 月 30 日 24 时。）/);
    expect(page(formOf(told()), { paragraphs: ['示例。'] })).toContain(
      '（正文 3 字、图片 0 张。信息日期 11 月 23 日，时效至 11 月 30 日 24 时。）',
    );
  });

  it('never pass for a signature by hand, and carry what is needed to check them', () => {
    expect(html()).toContain('本单由审核系统根据三级审核记录生成，姓名为系统记录，不是手写签名。可在空白处补签归档。');
    for (const fact of [
      '内容指纹 text1',
      '合并 8c1e2f0aaa',
      '台账第 0001 号',
      '验证：npx --no-install sanshen verify wucheng/2026-11-23-street',
      '<svg',
    ])
      expect(html()).toContain(fact);
  });

  it('give everything that the form is checked by in full behind it, but not on a draft, which nobody can check', () => {
    const form = { ...formOf(told(), { mergeSha: 'd'.repeat(40) }), signedAt: '2026-11-24T10:40:00+08:00', evidence: 'e'.repeat(64) };
    const facts = [
      '信息　wucheng/2026-11-23-street',
      '目录树　gitTree text1',
      `文件　index.md　10 字节\n　　　sha256 ${'a'.repeat(64)}`,
      `文件　street.jpg　20 字节\n　　　sha256 ${'b'.repeat(64)}`,
      '报送　第 12 号合并请求　提交 c1',
      `主分支　提交 ${'d'.repeat(40)}`,
      '审核一　周一　记录 1　所看提交 c1',
      '审核二　郑四　记录 2　所看提交 c1',
      '审核三　冯六　记录 3　所看提交 c1',
      `审核记录　sha256 ${'e'.repeat(64)}`,
      `名单与规则　sha256 ${'c'.repeat(64)}`,
      `审核提示　sha256 ${'d'.repeat(64)}`,
      '程序　0.1.0',
      '签名时间　2026 年 11 月 24 日 10:40',
      '台账　本条信息第 0001 号登记',
      '验证　npx --no-install sanshen verify wucheng/2026-11-23-street',
      '不用本系统也能核验，见信息仓库 .github/怎样自己验一遍.md',
    ];
    const data = (text: string): string[] => [...text.matchAll(/<p class="data">(.*?)<\/p>/gs)].map(([, fact]) => fact as string);
    expect(data(page(form))).toEqual(facts);
    expect(data(page(form, { paragraphs: ['示例。'] }))).toEqual(facts);
    expect(data(page(formOf(story()), { draft: true }))).toEqual([]);
    const word = unpacked(formDocx(form, { draft: false, verifyCommand: facts[15]?.slice(3) ?? '', ledgerNumber: '0001' }));
    for (const line of facts.flatMap((fact) => fact.split('\n')))
      expect(word.get('word/document.xml')?.toString('utf8')).toContain(`>${line}<`);
  });

  it('leave out what there is not yet of a form that passed and is not signed', () => {
    const { prompts: _, ...unsigned } = formOf(told());
    const form = { ...unsigned, number: '', settings: '', gate: '' };
    const html = page(form, { paragraphs: ['示例。'], ledgerNumber: undefined, verifyCommand: '' });
    expect([...html.matchAll(/<p class="data">(.*?)<\/p>/gs)].map(([, fact]) => fact)).toEqual([
      '信息　wucheng/2026-11-23-street',
      '目录树　gitTree text1',
      `文件　index.md　10 字节\n　　　sha256 ${'a'.repeat(64)}`,
      `文件　street.jpg　20 字节\n　　　sha256 ${'b'.repeat(64)}`,
      '报送　第 12 号合并请求　提交 c1',
      '审核一　周一　记录 1　所看提交 c1',
      '审核二　郑四　记录 2　所看提交 c1',
      '审核三　冯六　记录 3　所看提交 c1',
    ]);
  });

  it('mark a draft, and nothing else', () => {
    expect(page(formOf(story()), { draft: true })).toContain('草稿 · 审核未完成');
    expect(html()).not.toContain('草稿 · 审核未完成');
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

  it('name a signer as far as he is known: without a post, for somebody without a document', () => {
    const form = formOf(told());
    const [first, second, third] = form.levels as [FormLevel, FormLevel, FormLevel];
    const delegation = { personId: 'fengliu', person: '冯六', document: null };
    const html = page({ ...form, levels: [{ ...first, post: null }, second, { ...third, person: '赵六', delegation }] });
    expect(html).toContain('<span>周一</span>');
    expect(html).toContain('<span>赵六（受冯六委托）</span>');
  });

  it('let nobody attest who has not: a joint item before anybody has signed, a head who signed on paper', () => {
    const joint = formOf(story().frontMatter({ joint_units: ['jindong'] }));
    const empty = page(joint, { draft: true });
    expect(empty).toContain('<span>婺城分局：</span><span class="who"></span>');
    expect(empty).not.toContain('已逐项核对');
    const form = formOf(told());
    const paper = { ...form, levels: form.levels.map((level) => (level.level === 1 ? { ...level, reviewId: null, head: null } : level)) };
    expect(page(paper)).toContain('<span class="attested">保密审查：周一，可公开</span>');
  });

  it('say of a withdrawal why its level 1 is empty', () => {
    const withdrawn = formOf(
      story()
        .frontMatter({ withdraw: { kind: 'privacy', reason: '当事人要求' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
    );
    expect(page(withdrawn)).toContain('撤稿由办公室审核、分管领导签发。');
    expect(html()).not.toContain('撤稿');
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
  });

  it.each([
    'https://example.com/x.jpg',
    'xdata:image/jpeg;base64,/9j/',
    'data:image/jpeg;base64,/9j/" onerror="x',
    'data:image/png;base64,AA==',
  ])('load no picture from %s', (dataUri) =>
    expect(() => page(formOf(told()), { pictures: [{ ...picture, dataUri }] })).toThrow('not a JPEG data address: street.jpg'),
  );
});

describe('the pages behind page one', () => {
  const one = { paragraphs: ['示例。'] };
  const opinion = (body: string) => formOf(story().approves('zhouyi', '10:02').approves('zhengsi', '10:18', { body }));
  const withRemarks = (length: number) => ({ ...formOf(told()), remarks: ['字'.repeat(length)] });

  it.each<[string, () => string, boolean]>([
    ['the text fits', () => page(formOf(told()), one), false],
    ["the text doesn't fit", () => page(formOf(told())), true],
    ['an opinion fits on two lines', () => page(opinion('字'.repeat(48)), one), false],
    ['an opinion takes a third line', () => page(opinion('字'.repeat(51)), one), true],
    ['the remarks fit on three lines', () => page(withRemarks(90), one), false],
    ['the remarks take a fourth line', () => page(withRemarks(91), one), true],
    ['there is a picture', () => page(formOf(told()), { ...one, pictures: [picture] }), true],
    ['two units sign', () => page(formOf(story().frontMatter({ joint_units: ['jindong'] })), one), true],
    ['it is a withdrawal', () => page(formOf(story().frontMatter({ withdraw: { kind: 'other', reason: '示例' } })), one), false],
  ])('repeat the whole where page one cuts it or cannot show it: %s', (_, made, whole) => {
    const html = made();
    expect(html.includes('<h2>备注</h2>')).toBe(whole);
    expect(html.includes('，全文见附页第 2 页')).toBe(whole);
  });

  it('hold as many files as their digests, of two lines each, have room for, and one heading before the first', () => {
    const form = formOf(told());
    const files = Array.from({ length: 60 }, (_, index) => ({ path: `f${10 + index}.jpg`, bytes: 1, sha256: 'a'.repeat(64), blob: '' }));
    const html = page({ ...form, content: { ...form.content, files } }, one);
    const sheets = html.split('<section class="sheet">').slice(1);
    expect(sheets.map((sheet) => sheet.match(/<p class="data">文件/g)?.length ?? 0)).toEqual([0, 23, 25, 12]);
    expect(sheets.map((sheet) => sheet.includes('<h2>核验数据</h2>'))).toEqual([false, true, false, false]);
  });

  it('never end with a heading: it goes with what it is the heading of', () => {
    for (let length = 1; length < 40; length += 1) {
      const html = page(formOf(told()), { paragraphs: Array.from({ length }, () => '示例。'), pictures: [picture] });
      for (const sheet of html.split('<section class="sheet">').slice(2)) expect(sheet).not.toMatch(/<h2>[^<]*<\/h2><\/div>/);
    }
  });

  it('are spoken of only where the text stands on them', () => {
    const html = page(formOf(told()), { paragraphs: [], pictures: [picture] });
    expect(html).toContain('<h2>备注</h2>');
    expect(html).not.toContain('全文见附页第 2 页');
    expect(page(formOf(told()), { paragraphs: undefined, pictures: [picture] })).not.toContain('全文见附页第 2 页');
  });
});

describe('page one makes room', () => {
  it.each([
    [69, 'title'],
    [70, 'title long'],
  ])('for a title of %i characters', (length, kind) =>
    expect(page({ ...formOf(told()), title: '字'.repeat(length) })).toContain(`<td class="${kind}"`),
  );

  it.each([
    [4, 0],
    [5, 1],
  ])('for the heads of %i units', (units, more) => {
    const form = formOf(told());
    const [first, ...rest] = form.levels as [FormLevel, ...FormLevel[]];
    const heads = Array.from({ length: units }, (_, index) => ({ ...first, unit: { id: `unit${index}`, name: `示例${index + 1}分局` } }));
    const html = page({ ...form, levels: [...heads, ...rest] });
    expect(html.match(/<div class="joint"><span>/g)).toHaveLength(4);
    expect(html.match(/等 \d 个单位，见附页/g) ?? []).toHaveLength(more);
  });
});
