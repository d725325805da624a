import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { type Finding, resultOf } from '#pipeline/check/finding.ts';
import { lookedAt } from '#pipeline/check/looked-at.ts';
import { githubReport } from '#pipeline/check/reporters/github.ts';
import { junitReport } from '#pipeline/check/reporters/junit.ts';
import { rdjsonlReport } from '#pipeline/check/reporters/rdjsonl.ts';
import { htmlReport } from '#pipeline/check/reporters/report.ts';
import { sarifReport } from '#pipeline/check/reporters/sarif.ts';
import { summaryReport } from '#pipeline/check/reporters/summary.ts';
import { textReport } from '#pipeline/check/reporters/text.ts';
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
    expect(textReport(result)).toBe(`须改  chan/wechat-limits  index.md 2:8（标题）  微信接口规定
  问题  标题 37 字，微信最多 32 字，超出会被拒收。
  应为  32 字以内。
  怎么改  删去 5 字；或去掉渠道“微信”。
须改  time/seven-days     index.md 5:13（信息日期）  第九条
  问题  信息日期 2026-11-23，已于 11 月 30 日 24:00 满 7 日。
  应为  只发布 7 日内的信息（11 月 24 日及以后）。
  怎么改  日期写错的改正日期；属法定公开的补 basis；否则不再发布。不可豁免。
须改  pii/phone           index.md 13:6（第1段“联系电话”后）  第五条
  问题  出现手机号 138…（共 11 位）。
  应为  不公开个人通信方式；对外联系用 12345 或单位座机。
  怎么改  换成单位电话。确需公开本人同意的号码，写豁免并说明理由（8 字以上）。运行 --fix 可自动遮去。
须改  img/exif-gps        cover.jpg  第五条
  问题  照片里带有拍摄地点的经纬度。
  应为  图片不带位置等个人和敏感信息。
  怎么改  运行 npx --no-install sanshen check --fix，画面不变；不会用的请回复邮件，由办公室代清。
合计  须改 4　提醒 0　供参考 0　未改完不能送审
`);
  });

  it('is one line where nothing is wrong', () => {
    expect(textReport(resultFor({}))).toBe('合计  须改 0　提醒 0　供参考 0　可以送审\n');
  });

  it('names the item where there are several, and what is waived', () => {
    const waivers = [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }];
    const report = textReport(resultFor({}, { body: andMore('电话13800138000。\n'), frontMatter: { waivers } }));
    expect(report).toContain('── content/items/wucheng/2026-11-23-dianpu\n已豁免  pii/phone');
    expect(report).toContain('合计  须改 0　提醒 0　供参考 0　已豁免 1　可以送审');
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
  waivable: true,
  waived: false,
  ...changes,
});
const githubOf = (...findings: Finding[]) => githubReport(resultOf([{ id: null, path: '', findings }])).split('\n');

describe('the report for GitHub', () => {
  it('is one annotation a finding, errors first', () => {
    const [first, second, third] = githubOf(finding({ severity: 'info' }), finding({ severity: 'warning' }), finding({}));
    expect(first).toBe(
      '::error file=content/items/wucheng/2026-11-23-x/index.md,line=3,endLine=3,col=2,endColumn=5,title=pii/phone 第五条::消息。',
    );
    expect([second?.split(' ')[0], third?.split(' ')[0]]).toEqual(['::warning', '::notice']);
  });

  it('lets no text begin a command or break out of its field', () => {
    const [line, ...rest] = githubOf(finding({ message: '一\n::stop-commands::x\r100%', file: 'a,b:c\n.md', article: 'x,y::z' }));
    expect(line).toContain('file=a%2Cb%3Ac%0A.md,');
    expect(line).toContain('title=pii/phone x%2Cy%3A%3Az::一%0A::stop-commands::x%0D100%25');
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
        'waivable',
        'waived',
      ]),
    );
  });
});

describe('the reports for other programs', () => {
  const waivers = [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }];
  const result = resultFor({}, { body: andMore('电话13800138000，<b>13900139000。\n'), frontMatter: { waivers } });

  it('are one diagnostic a line for reviewdog', () => {
    const lines = rdjsonlReport(result)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ code, severity }) => [code.value, severity])).toEqual([
      ['text/raw-html', 'ERROR'],
      ['pii/phone', 'ERROR'],
    ]);
    expect(lines[1].location).toEqual({
      path: 'content/items/wucheng/2026-11-23-dianpu/index.md',
      // Two and one Han characters before it, of three bytes each.
      range: { start: { line: 13, column: 24 }, end: { line: 13, column: 35 } },
    });
  });

  it('offer reviewdog and code scanning what --fix would write', () => {
    const fixable = resultOf([
      { id: null, path: '', findings: [finding({ column: 2, endColumn: 3, byteColumn: 4, byteEndColumn: 5, replacement: '，' })] },
    ]);
    const range = { start: { line: 3, column: 4 }, end: { line: 3, column: 5 } };
    expect(JSON.parse(rdjsonlReport(fixable)).suggestions).toEqual([{ range, text: '，' }]);
    expect(JSON.parse(sarifReport(fixable)).runs[0].results[0].fixes[0].artifactChanges[0].replacements).toEqual([
      { deletedRegion: { startLine: 3, startColumn: 2, endLine: 3, endColumn: 3 }, insertedContent: { text: '，' } },
    ]);
  });

  it('tell findings that read the same apart, and say what each rule asks', () => {
    const twice = resultOf([{ id: null, path: '', findings: [finding({}), finding({ line: 9, endLine: 9 })] }]);
    const [run] = JSON.parse(sarifReport(twice)).runs;
    const prints = run.results.map(({ partialFingerprints }: { partialFingerprints: object }) => JSON.stringify(partialFingerprints));
    expect(new Set(prints).size).toBe(2);
    for (const { id, fullDescription, help } of run.tool.driver.rules)
      expect([id, fullDescription.text, help.text]).toEqual([
        id,
        expect.stringMatching(/。$/),
        expect.stringContaining(fullDescription.text),
      ]);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toContain('meta/unused-waiver');
  });

  it('stay within what code scanning takes, gravest first', () => {
    const findings = [...Array.from({ length: 25_000 }, () => finding({ severity: 'info' })), finding({})];
    const [run] = JSON.parse(sarifReport(resultOf([{ id: null, path: '', findings }]))).runs;
    expect([run.results.length, run.results[0].level]).toEqual([25_000, 'error']);
  });

  it('are SARIF, with what is waived as suppressed', () => {
    const { version, runs } = JSON.parse(sarifReport(result));
    expect(version).toBe('2.1.0');
    const known = runs[0].tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId, level } of runs[0].results) expect([known.includes(ruleId), level]).toEqual([true, 'error']);
    expect(runs[0].results.map(({ suppressions = [] }) => suppressions.length)).toEqual([0, 0, 1]);
  });

  it('are JUnit, with a case that passes for an item without findings', () => {
    const report = junitReport(result);
    expect(report).toContain('name="check"/></testsuite>');
    expect(report).toContain('tests="3" failures="2" skipped="1"');
    expect(junitReport(resultOf([{ id: null, path: '<&">', findings: [] }]))).toContain('name="&lt;&amp;&quot;&gt;"');
  });
});

describe('the summary for the page of a run', () => {
  const waivers = [{ rule: 'pii/phone', match: '13900139000', reason: '本人书面同意公开此号码' }];

  it('is a table an item: errors first, what is waived last, with its reason', () => {
    const result = resultFor({}, { body: andMore('电话13900139000，<b>13800138000。\n'), frontMatter: { waivers } });
    const lines = summaryReport(result).split('\n');
    expect(lines).toContain('**合计  须改 2　提醒 0　供参考 0　已豁免 1　未改完不能送审**');
    expect(lines).toContain('1 件没有问题。');
    expect(lines.filter((line) => line.startsWith('| ')).map((line) => line.split(' | ').slice(0, 2))).toEqual([
      ['| 级别', '位置'],
      ['| 须改', '第1段（第 13 行）'],
      ['| 须改', '第1段（第 13 行）'],
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

  it('says that there was nothing to check', () => {
    expect(summaryReport(resultOf([]))).toContain('没有要检查的信息。');
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
