import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { type Finding, resultOf } from '#pipeline/check/finding.ts';
import { githubReport } from '#pipeline/check/reporters/github.ts';
import { junitReport } from '#pipeline/check/reporters/junit.ts';
import { rdjsonlReport } from '#pipeline/check/reporters/rdjsonl.ts';
import { sarifReport } from '#pipeline/check/reporters/sarif.ts';
import { textReport } from '#pipeline/check/reporters/text.ts';
import { contextFor, folderFor } from './example-item.ts';

const resultFor = (...examples: Parameters<typeof folderFor>[0][]) =>
  resultOf(examples.map((example) => checkItem(folderFor(example), contextFor(example))));

describe('the report for people', () => {
  it('says what is wrong, what it should be and how to mend it, in the Office’s words', () => {
    const result = resultFor({
      now: '2026-12-01T10:00:00+08:00',
      frontMatter: { title: '婺'.repeat(37) },
      body: '联系电话：13800138000。\n',
      files: { 'street.jpg': 'jpeg-gps' },
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
  怎么改  换成单位电话。确需公开本人同意的号码，写豁免并说明理由（8 字以上）。
须改  img/exif-gps        street.jpg  第五条
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
    const report = textReport(resultFor({}, { body: '电话13800138000。\n', frontMatter: { waivers } }));
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
    const result = resultFor({ body: '电话13800138000。\n' });
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
  const result = resultFor({}, { body: '电话13800138000，<b>13900139000。\n', frontMatter: { waivers } });

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
      range: { start: { line: 13, column: 18 }, end: { line: 13, column: 29 } },
    });
  });

  it('are SARIF, with what is waived as suppressed', () => {
    const { version, runs } = JSON.parse(sarifReport(result));
    expect(version).toBe('2.1.0');
    const known = runs[0].tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId, level } of runs[0].results) expect([known.includes(ruleId), level]).toEqual([true, 'error']);
    expect(runs[0].results.map(({ suppressions = [] }) => suppressions.length)).toEqual([1, 0, 0]);
  });

  it('are JUnit, with a case that passes for an item without findings', () => {
    const report = junitReport(result);
    expect(report).toContain('name="check"/></testsuite>');
    expect(report).toContain('tests="3" failures="2" skipped="1"');
    expect(junitReport(resultOf([{ id: null, path: '<&">', findings: [] }]))).toContain('name="&lt;&amp;&quot;&gt;"');
  });
});
