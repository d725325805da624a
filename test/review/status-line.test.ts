import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult, Finding } from '#pipeline/check/finding.ts';
import { RULE_NAMES } from '#pipeline/check/rule-names.ts';
import { unusedWaiver } from '#pipeline/check/rules/unused-waiver.ts';
import { RULES } from '#pipeline/check/rules.ts';
import { checkLine, statusLine, UNREADABLE_STATUS } from '#pipeline/review/comment/status-line.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';

function errors(...problems: string[]): { check: CheckResult } {
  const findings = problems.map((problem): Finding => {
    const words = { problem, expected: '应为。', fix: '怎么改。' };
    const place = { file: 'index.md', line: 1, column: 1, endLine: 1, endColumn: 1 };
    const basis = { article: '第五条', group: '其他' as const };
    return { rule: 'x/y', severity: 'error', message: problem, words, ...place, ...basis, waivable: false, waived: false };
  });
  return { check: { version: 1, items: [{ id: null, path: 'x', findings }], errors: findings.length, warnings: 0, infos: 0, waived: 0 } };
}

function status(told: Story, more: Partial<ReturnType<typeof errors>> = {}): string {
  const { state, description } = statusLine({ evidence: told.evidence, verdict: evaluate(told.evidence), check: null, ...more });
  return `${state}: ${description}`;
}

const first = () => story().approves('zhouyi', '10:00');
const second = () => first().approves('zhengsi', '10:10');
const statutory = { freshness: { statutory: { bases: [{ law: '示例法第一条', working_days: 20 }] } } };

describe('the commit status', () => {
  it.each<[string, () => Story, string]>([
    ['a draft', () => story().pullRequest({ draft: true }), 'pending: 改稿中，未送审'],
    [
      'a draft that is too late',
      () => story().pullRequest({ draft: true }).at('2026-12-01 08:00'),
      'failure: 已过 7 日（11 月 30 日 24:00），不能发布',
    ],
    [
      'a fork, whose activity nobody can read',
      () =>
        story()
          .pullRequest({ fromFork: true })
          .with((evidence) => Object.assign(evidence, { pushes: [] })),
      'failure: 不接受从复刻仓库报送',
    ],
    ['level 1', story, 'pending: 待 周一 或 吴九 审核（1/3 报送单位）；还剩 6 日'],
    ['level 2', first, 'pending: 待 郑四 或 王五 审核（2/3 办公室）；还剩 6 日'],
    ['level 3', second, 'pending: 待 冯六 或 孙七 签发（3/3 分管领导）；还剩 6 日'],
    ['the last day', () => second().at('2026-11-30 09:00'), 'pending: 今天最后一日！待 冯六 或 孙七 签发（3/3），24:00 截止'],
    ['a changed text', () => first().pushes('lisi', 'c2', '10:20'), 'pending: 稿件改过，请 周一 重新审核（1/3）'],
    [
      'a text that one of its signers changed',
      () => story().signed().pushes('zhengsi', 'c2', '10:30').approves('zhouyi', '10:40'),
      'pending: 待 王五 审核（2/3 办公室）；还剩 6 日',
    ],
    [
      'a leader who signed early',
      () => story().approves('zhouyi', '09:50').approves('fengliu', '09:58'),
      'pending: 冯六已签但办公室未审，暂不计入；请 郑四 或 王五 先审（2/3）',
    ],
    ['a return', () => first().asks('zhengsi', '10:10', { body: '数据不一致' }), 'failure: 郑四 已退回，请 李四 修改'],
    [
      'a return that the author has answered',
      () => first().asks('zhengsi', '10:10').pushes('lisi', 'c2', '10:20').approves('zhouyi', '10:30'),
      'failure: 郑四 已退回，稿件已改，请 郑四 重新审核',
    ],
    ['seven days gone', () => story().frontMatter({ event_date: '2026-11-16' }), 'failure: 已过 7 日（11 月 23 日 24:00），不能发布'],
    [
      'a mixed change',
      () => story().with(({ files }) => void files.push({ path: 'content/organisation.yml', status: 'modified' })),
      'failure: 同时改了稿件和名单，请分开提交',
    ],
    [
      'a change of text and program',
      () => story().with(({ files }) => void files.push({ path: 'pipeline/cli.ts', status: 'modified' })),
      'failure: 同时改了稿件和别的文件，请分开提交',
    ],
    ['a fork', () => story().pullRequest({ fromFork: true }), 'failure: 不接受从复刻仓库报送'],
    ['three signatures', () => second().approves('fengliu', '10:20'), 'success: 三级审核已完成，合并后发布；11 月 30 日 24:00 前有效'],
    [
      "three signatures of a text that Art. 9 doesn't bind",
      () =>
        second()
          .approves('fengliu', '10:20')
          .policy(statutory)
          .frontMatter({ basis: { kind: '法定公开', law: '示例法第一条' } }),
      'success: 三级审核已完成，合并后发布',
    ],
    [
      "records that aren't whole",
      () => story().with((evidence) => Object.assign(evidence, { incomplete: ['reviews'] })),
      'error: 暂时核对不了审核记录，先不放行；稍后自动重试',
    ],
    ['a change of the settings', () => ruleStory('content/policy.yml'), 'pending: 待 郑四 或 王五 审核（2/3 办公室）'],
    ['a missing secrecy review', () => story().secrecyBy('baomi').signed(), 'pending: 待 保八 保密审查；还剩 6 日'],
    [
      'nobody left to sign',
      () =>
        first().organisation((organisation) =>
          Object.assign(organisation, { posts: organisation.posts.filter(({ level }) => level !== 2) }),
        ),
      'pending: 没有人能审核，请办公室安排（2/3 办公室）',
    ],
    [
      'a change of the program alone',
      () => story().with((evidence) => Object.assign(evidence, { files: [{ path: 'pipeline/cli.ts', status: 'modified' }], items: [] })),
      'success: 没有改动稿件和名单，不需要三级审核',
    ],
  ])('says of %s who must do what', (_, told, words) => expect(status(told())).toBe(words));

  it('names what is to be mended, as long as there is room', () => {
    expect(status(story(), errors('手机号', '照片位置信息。'))).toBe('failure: 须改 2 处：手机号、照片位置信息；改后自动重查');
    expect(status(story(), errors('问'.repeat(50), '题'))).toBe('failure: 须改 2 处；改后自动重查');
  });

  it('leaves a passed gate green: the check has a status of its own', () =>
    expect(status(story().signed(), errors('手机号'))).toMatch(/^success/));

  it('is green for a passed verdict and for nothing else', () => {
    const { evidence } = story().signed();
    for (const verdict of ['passed', 'waiting', 'rejected', 'refused'] as const) {
      for (const items of [[], evaluate(evidence).items]) {
        for (const published of [undefined, { number: '2026-0113', releases: [] }]) {
          const view = {
            evidence,
            verdict: { version: 1 as const, verdict, items, blockers: [] },
            check: null,
            ...(published ? { published } : {}),
          };
          expect(statusLine(view).state === 'success').toBe(verdict === 'passed');
        }
      }
    }
  });

  it('never goes beyond 60 characters with names of usual length, and 140 whatever the names and texts', () => {
    const stories = [
      story,
      first,
      second,
      () => first().pushes('lisi', 'c2', '10:20'),
      () => story().approves('zhouyi', '09:50').approves('fengliu', '09:58'),
      () => first().asks('zhengsi', '10:10'),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...stories),
        fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
        fc.array(fc.string()),
        (told, name, problems) => {
          const renamed = told().organisation(({ people }) => {
            for (const person of Object.values(people)) person.name = `${name}。`.slice(0, 60);
          });
          const line = statusLine({
            evidence: renamed.evidence,
            verdict: evaluate(renamed.evidence),
            check: problems.length ? errors(...problems).check : null,
          });
          expect([...line.description].length).toBeLessThanOrEqual([...name].length < 6 ? 60 : 140);
          expect(line.description).toBe(line.description.replace(/[\r\n\t]/g, ''));
        },
      ),
      { numRuns: 60 },
    );
    expect(UNREADABLE_STATUS.description.length).toBeLessThanOrEqual(60);
  });
});

describe('the status of the check', () => {
  const found = (...findings: [Finding['severity'], string, string][]): CheckResult => {
    const problems = errors(...findings.map(([, , problem]) => problem)).check;
    const [item] = problems.items;
    const own = (item?.findings ?? []).map(
      (finding, index): Finding => ({ ...finding, severity: findings[index]?.[0] ?? 'info', rule: findings[index]?.[1] ?? '' }),
    );
    const count = (severity: Finding['severity']): number => own.filter((finding) => finding.severity === severity).length;
    return {
      ...problems,
      items: [{ id: null, path: 'x', findings: own }],
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    };
  };
  it.each<[string, CheckResult, string]>([
    ['nothing', found(), 'success: 检查通过'],
    ['information alone', found(['info', 'pii/phone', '出现手机号。']), 'success: 检查通过'],
    [
      'two kinds of errors, by their short names',
      found(['error', 'pii/phone', '出现手机号 138…（共 11 位）。'], ['error', 'img/exif-gps', '照片里带有拍摄地点的经纬度。']),
      'failure: 须改 2 处：手机号、照片位置信息；改后自动重查',
    ],
    [
      'the same kind twice',
      found(['error', 'pii/phone', '甲。'], ['error', 'pii/phone', '乙。'], ['info', 'text/invisible', '丙。']),
      'failure: 须改 2 处：手机号；改后自动重查',
    ],
    [
      'errors and warnings',
      found(['warning', 'meta/unused-waiver', '甲。'], ['error', 'pii/phone', '乙。']),
      'failure: 须改 1 处、提醒 1 处：手机号、没有用上的豁免；改后自动重查',
    ],
    ['a warning alone', found(['warning', 'link/internal', '甲。']), 'failure: 提醒 1 处：链接和图片地址；改好或写明豁免后自动重查'],
    [
      'too many kinds to name',
      found(...Object.keys(RULE_NAMES).map((rule): [Finding['severity'], string, string] => ['error', rule, '甲。'])),
      `failure: 须改 ${Object.keys(RULE_NAMES).length} 处：文首写法 等；改后自动重查`,
    ],
  ])('says of %s', (_, check, words) => {
    const { state, description } = checkLine(check);
    expect(`${state}: ${description}`).toBe(words);
  });

  it('has a short name for every rule', () =>
    expect(Object.keys(RULE_NAMES).sort()).toEqual([...RULES, unusedWaiver].map(({ id }) => id).sort()));
});
