import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { type CheckResult, type Finding, resultOf } from '#pipeline/check/finding.ts';
import { githubReport } from '#pipeline/check/reporters/github.ts';
import { htmlReport } from '#pipeline/check/reporters/report.ts';
import { summaryReport } from '#pipeline/check/reporters/summary.ts';
import { textReport } from '#pipeline/check/reporters/text.ts';
import { lookedAt } from '#pipeline/check/site-rules.ts';
import { sectionsOf } from '#pipeline/finding-order.ts';
import { andMore, contextFor, folderFor } from './example-item.ts';

const resultFor = (...examples: Parameters<typeof folderFor>[0][]) =>
  resultOf(examples.map((example) => checkItem(folderFor(example), contextFor(example))));

describe('the report for people', () => {
  it('says what is wrong, what it should be and how to mend it, in the Office’s words', () => {
    const result = resultFor({
      now: '2026-12-01T10:00:00+08:00',
      frontMatter: { title: '婺'.repeat(37) },
      body: andMore('联系电话：13800138000。\n'),
      files: { 'cover.jpg': 'jpeg-gps' },
    });
    expect(textReport(result)).toBe(`【须改 · 个人信息】
须改  pii/phone           index.md 13:6（第1段“联系电话”后）  第五条
  问题  出现手机号 138…（共 11 位）。
  应为  不公开个人通信方式；对外联系用 12345 或单位座机。
  怎么改  换成单位电话。确需公开本人同意的号码，写豁免并说明理由（8 字以上）。用命令行的，运行 check --fix 自动遮去。
【须改 · 其他】
须改  chan/wechat-limits  index.md 2:8（标题）  微信接口规定
  问题  标题 37 字，微信最多 32 字，超出会被拒收。
  应为  32 字以内。
  怎么改  删去 5 字；或去掉渠道“微信”。
须改  time/seven-days     index.md 5:13（信息日期）  第九条
  问题  信息日期 2026-11-23，已于 11 月 30 日 24:00 满 7 日。
  应为  只发布 7 日内的信息（11 月 24 日及以后）。
  怎么改  日期写错的改正日期；属法定公开的补 basis；否则不再发布。不可豁免。
须改  img/exif-gps        cover.jpg  第五条
  问题  照片里带有拍摄地点的经纬度。
  应为  图片不带位置等个人和敏感信息。
  怎么改  运行 npx --no-install sanshen check --fix，画面不变；不会用的请回复邮件，由办公室代清。
合计  查了 1 件　须改 4　提醒 0　供参考 0　未改完不能送审
`);
  });

  it('is one line where nothing is wrong', () =>
    expect(textReport(resultFor({}))).toBe('合计  查了 1 件　须改 0　提醒 0　供参考 0　可以送审\n'));

  it('names the item where there are several, and what is waived', () => {
    const waivers = [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }];
    const report = textReport(resultFor({}, { body: andMore('电话13800138000。\n'), frontMatter: { waivers } }));
    expect(report).toContain('── content/items/wucheng/2026-11-23-dianpu\n已豁免  pii/phone');
    expect(report).toContain('合计  查了 2 件　须改 0　提醒 0　供参考 0　已豁免 1　可以送审');
  });
});

const finding = (changes: Partial<Finding>): Finding => ({
  rule: 'pii/phone',
  severity: 'error',
  message: '消息。',
  words: { problem: '消息。', expected: '', fix: '' },
  file: 'content/items/wucheng/2026-11-23-x/index.md',
  line: 3,
  column: 2,
  endLine: 3,
  endColumn: 5,
  article: '第五条',
  group: '个人信息',
  waivable: true,
  waived: false,
  ...changes,
});
const githubOf = (...findings: Finding[]) => githubReport(resultOf([{ id: null, path: '', findings }])).split('\n');

/** One of each, in the order that they are to be told. */
const MIXED = [
  finding({ group: '政治表述', message: '一。' }),
  finding({ group: '个人信息', message: '二。' }),
  finding({ group: '政治表述', message: '三。', severity: 'warning' }),
  finding({ group: '其他', message: '四。', severity: 'warning' }),
  finding({ group: '文字', message: '五。', severity: 'info' }),
  finding({ group: '单位名称', message: '六。', waived: true }),
].map((one) => ({ ...one, words: { problem: one.message, expected: '应为。', fix: '改法。' } }));
const mixed = resultOf([{ id: null, path: 'x', findings: MIXED.toReversed() }]);

describe('findings of several groups', () => {
  it('stand gravest first, what is in one group together, prompts and what is waived apart', () => {
    const { open, prompts, waived } = sectionsOf(MIXED.toReversed());
    expect(open.map(({ heading, findings }) => [heading, findings])).toEqual([
      ['须改 · 政治表述', [MIXED[0]]],
      ['须改 · 个人信息', [MIXED[1]]],
      ['提醒 · 政治表述', [MIXED[2]]],
      ['提醒 · 其他', [MIXED[3]]],
    ]);
    expect([prompts, waived]).toEqual([[MIXED[4]], [MIXED[5]]]);
  });

  it('need no headings where what holds is of one group', () => {
    const findings = [finding({ severity: 'warning' }), finding({}), finding({ severity: 'info', group: '文字' })];
    expect(sectionsOf(findings).open).toEqual([{ heading: null, findings: [findings[1], findings[0]] }]);
  });

  it('have headings for people, and prompts last and short', () => {
    const lines = textReport(mixed).split('\n');
    expect(lines.filter((line) => line.startsWith('【'))).toEqual([
      '【须改 · 政治表述】',
      '【须改 · 个人信息】',
      '【提醒 · 政治表述】',
      '【提醒 · 其他】',
      '【供参考 1 条】不拦，请审核人看一眼；怎么改，见 check --out 检查报告.html',
    ]);
    expect(lines.filter((line) => line.includes('问题')).map((line) => line.trim())).toEqual(
      ['一', '二', '三', '四', '六', '五'].map((problem) => `问题  ${problem}。`),
    );
    expect(lines.filter((line) => line.includes('改法'))).toHaveLength(4);
  });

  it('are annotated by group within each kind', () =>
    expect(
      githubReport(mixed)
        .split('\n')
        .map((line) => /title=(.*?) pii.*::(.*)$/.exec(line)?.slice(1).join(' '))
        .slice(0, 5),
    ).toEqual(['政治表述 一。', '个人信息 二。', '政治表述 三。', undefined, '文字 五。']));

  it('have headings on the page of a run, where prompts are folded away', () => {
    const lines = summaryReport(mixed).split('\n');
    expect(lines.filter((line) => /^(####|<)/.test(line))).toEqual([
      '#### 须改 · 政治表述',
      '#### 须改 · 个人信息',
      '#### 提醒 · 政治表述',
      '#### 提醒 · 其他',
      '#### 已豁免',
      '<details><summary>供参考 1 条</summary>',
      '</details>',
    ]);
  });

  it('have headings in the report to print, where prompts come last and are printed', () => {
    const page = htmlReport(mixed, { at: '2026-11-24T04:00:00Z', css: '', rules: [], version: '工作区' });
    expect(
      [...page.matchAll(/<h3 class="group">(.*?)<\/h3>|<summary>(.*?)<\/summary>/g)].map(([, title, folded]) => title ?? folded),
    ).toEqual(['须改 · 政治表述', '须改 · 个人信息', '提醒 · 政治表述', '提醒 · 其他', '已豁免', '供参考　1 条']);
    expect(page).toContain('<details open>');
  });
});

describe('the report for GitHub', () => {
  it('is one annotation a finding, errors first', () => {
    const [first, second, third] = githubOf(finding({ severity: 'info' }), finding({ severity: 'warning' }), finding({}));
    expect(first).toBe(
      '::error file=content/items/wucheng/2026-11-23-x/index.md,line=3,endLine=3,col=2,endColumn=5,title=个人信息 pii/phone 第五条::消息。',
    );
    expect([second?.split(' ')[0], third?.split(' ')[0]]).toEqual(['::warning', '::notice']);
  });

  it('lets no text begin a command or break out of its field', () => {
    const [line, ...rest] = githubOf(finding({ message: '一\n::stop-commands::x\r100%', file: 'a,b:c\n.md', article: 'x,y::z' }));
    expect(line).toContain('file=a%2Cb%3Ac%0A.md,');
    expect(line).toContain('title=个人信息 pii/phone x%2Cy%3A%3Az::一%0A::stop-commands::x%0D100%25');
    expect(rest.join('\n')).not.toContain('stop-commands');
  });

  it('shows ten of each kind, as GitHub does, and counts the rest', () => {
    const lines = githubOf(...Array.from({ length: 12 }, () => finding({})), finding({ severity: 'warning' }));
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(1);
    expect(lines).toContain('另有 2 条同类问题未列出，见检查的完整结果。');
  });

  it('leaves out what is waived, and columns of what spans lines', () => {
    const lines = githubOf(finding({ waived: true }), finding({ endLine: 4 }));
    expect(lines.filter((line) => line.startsWith('::'))).toEqual([expect.stringContaining('line=3,endLine=4,title=')]);
  });
});

describe('the report for programs', () => {
  it('has the contract’s members', () => {
    const result = resultFor({ body: andMore('电话13800138000。\n') });
    expect(result).toMatchObject({ version: 1, errors: 1, warnings: 0, infos: 0, waived: 0 });
    const [item] = result.items;
    expect([item?.id, item?.path]).toEqual(['wucheng/2026-11-23-dianpu', 'content/items/wucheng/2026-11-23-dianpu']);
    expect(Object.keys(item?.findings[0] ?? {})).toEqual(
      expect.arrayContaining([
        'rule',
        'severity',
        'message',
        'file',
        'line',
        'column',
        'endLine',
        'endColumn',
        'article',
        'group',
        'waivable',
        'waived',
      ]),
    );
  });
});

describe('the summary for the page of a run', () => {
  const waivers = [{ rule: 'pii/phone', match: '13900139000', reason: '本人书面同意公开此号码' }];

  it('is tables an item: errors first, then what is waived, with its reason', () => {
    const result = resultFor({}, { body: andMore('电话13900139000，<b>13800138000。\n'), frontMatter: { waivers } });
    const lines = summaryReport(result).split('\n');
    expect(lines).toContain('**合计  查了 2 件　须改 2　提醒 0　供参考 0　已豁免 1　未改完不能送审**');
    expect(lines).toContain('1 件没有问题。');
    expect(lines.filter((line) => line.startsWith('| ')).map((line) => line.split(' | ').slice(0, 2))).toEqual([
      ['| 级别', '位置'],
      ['| 须改', '第1段（第 13 行）'],
      ['| 级别', '位置'],
      ['| 须改', '第1段（第 13 行）'],
      ['| 级别', '位置'],
      ['| 已豁免', '第1段“电话”后（第 13 行）'],
    ]);
    expect(lines.find((line) => line.startsWith('| 已豁免'))).toContain('豁免理由：本人书面同意公开此号码');
  });

  it('lets no text end a cell, begin a heading, a command or HTML', () => {
    const hostile = finding({ words: { problem: '一|二\n# 三\n::error::四<img src=x>[五](http://x)`六`@七', expected: '', fix: '' } });
    const title = '题|<b>\n## 目';
    const report = summaryReport(resultOf([{ id: null, path: 'a`b', title, findings: [hostile] }]));
    expect(report.split('\n').filter((line) => /^(#|::|<)/.test(line))).toEqual(['## 检查', '### 题\\|\\<b\\> \\#\\# 目']);
    const row = report.split('\n').find((line) => line.includes('::error')) ?? '';
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
    expect(row).not.toMatch(/(?<!\\)[<[]|@七/);
  });

  it('stays below a size, and counts what found no room', () => {
    const findings = Array.from({ length: 100 }, () => finding({}));
    const result = resultOf([
      { id: null, path: 'few', findings: [finding({ severity: 'info' })] },
      { id: null, path: 'many', findings },
    ]);
    const report = summaryReport(result, 1500);
    expect(Buffer.byteLength(report)).toBeLessThan(1800);
    const rows = report.match(/^\| 须改/gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(5);
    expect(report).toContain(`另有 ${101 - rows} 条放不下，见检查报告。`);
  });

  it('counts the items alone, and not what is said of the settings beside them', () => {
    const site = { id: null, path: 'content/policy.yml', findings: [finding({})] };
    expect(summaryReport(resultOf([...resultFor({}).items, site]))).toContain('查了 1 件　须改 1');
  });
});

describe('a check of nothing', () => {
  const options = { at: '2026-11-24T04:00:00Z', css: '', rules: [], version: '工作区' };

  it.each([
    ['people', textReport],
    ['GitHub', githubReport],
    ['the page of a run', summaryReport],
    ['printing', (result: CheckResult) => htmlReport(result, options)],
  ])('is said to be one, and lets nothing be submitted, in the report for %s', (_, write) => {
    const report = write(resultOf([]));
    expect(report).toContain('没有要检查的信息。');
    expect(report).not.toContain('可以送审');
  });
});

describe('the report to print', () => {
  const waivers = [{ rule: 'pii/phone', match: '13900139000', reason: '本人书面同意公开此号码' }];
  const options = {
    at: '2026-11-24T04:00:00Z',
    css: ':root{}',
    rules: lookedAt({ severities: { 'pii/phone': 'warning' } }),
    version: 'a'.repeat(40),
  };
  const page = htmlReport(resultFor({}, { body: andMore('电话13900139000，<b>x。\n'), frontMatter: { waivers } }), options);

  it('says when what was read by which program, and what follows', () => {
    expect(page).toContain('检查时间 2026-11-24 12:00　信息 2 件　读自 aaaaaaaa　程序 三审 ');
    expect(page).toContain('有须改或未豁免的提醒，未改完不能送审。');
    expect(htmlReport(resultFor({}), options)).toContain('没有须改的问题，可以送审。');
  });

  it('names unit, place, problem and reason', () => {
    expect(page).toContain('<p class="from">婺城分局　content/items/wucheng/2026-11-23-dianpu</p>\n<p class="clean">没有查出问题。</p>');
    expect(page).toContain('<span class="kind">已豁免</span>第1段“电话”后（第 13 行）');
    expect(page).toContain('<dt>理由</dt><dd>本人书面同意公开此号码</dd>');
  });

  it('lists every rule that looked, as grave as the bureau has it', () => {
    for (const { id, asks } of options.rules) expect([id, page.includes(asks), page.includes(`>${id}<`)]).toEqual([id, true, true]);
    expect(page).toContain('pii/phone</span></td><td>不公开个人手机号。</td><td>第五条</td><td>提醒，可豁免</td>');
  });

  it('holds nothing of the text but as text, no script and no address', () => {
    const hostile = { title: '</title><script>alert(1)</script>', path: '"><img src=x>', id: null, findings: [finding({ where: '<i>' })] };
    const markup = htmlReport(resultOf([hostile]), options);
    expect(markup).not.toMatch(/<script|<img|<i>|href=|src="/);
    expect(markup).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });
});
