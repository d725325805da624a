import { describe, expect, it } from 'vitest';
import type { CheckResult } from '#pipeline/check/finding.ts';
import type { GateView } from '#pipeline/review/comment/gate-view.ts';
import { mergeAct, mergeNotice } from '#pipeline/review/comment/merge-act.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';

const checkOf = (errors: number, warnings: number): CheckResult => ({ version: 1, items: [], errors, warnings, infos: 3, waived: 0 });
const viewOf = (told: Story, check: CheckResult | null = null): GateView => ({
  ...{ evidence: told.evidence, verdict: evaluate(told.evidence), check },
  links: { changes: 'https://git.example/pull/12/files' },
});

const auto = (told: Story) => told.policy({ merge: 'auto' });
const code = () => story().with((evidence) => Object.assign(evidence, { files: [{ path: 'site/a.css', status: 'modified' }], items: [] }));

describe('merging', () => {
  it.each<[string, Story, 'off' | 'ours' | 'theirs', string, (CheckResult | null)?]>([
    ['is for the administrator, who is told', story().signed(), 'off', 'tell'],
    ['is for the administrator, who is told, although somebody let GitHub do it', story().signed(), 'theirs', 'tell'],
    ['is GitHub’s own, where the policy says so', auto(story().signed()), 'off', 'enable'],
    ['is GitHub’s own already', auto(story().signed()), 'ours', 'none'],
    ['is GitHub’s own already, by a person', auto(story().signed()), 'theirs', 'none'],
    [
      'of settings goes the same way',
      auto(ruleStory('content/policy.yml').approves('zhengsi', '10:00').approves('sunqi', '10:10')),
      'off',
      'enable',
    ],
    ['waits for the signatures', auto(story()), 'off', 'none'],
    ['waits for the check’s errors', auto(story().signed()), 'off', 'none', checkOf(1, 0)],
    ['waits for the check’s warnings', story().signed(), 'off', 'none', checkOf(0, 1)],
    ['waits for as many errors as warnings', auto(story().signed()), 'off', 'none', checkOf(1, 1)],
    ['doesn’t wait for what is only told', auto(story().signed()), 'off', 'enable', checkOf(0, 0)],
    ['is taken back when a signature is', auto(story().signed().asks('fengliu', '10:30', { body: '改' })), 'ours', 'disable'],
    ['is taken back when the text changes', auto(story().signed().pushes('lisi', 'c2', '10:30')), 'ours', 'disable'],
    ['is taken back when the policy is', story().signed(), 'ours', 'disable'],
    ['is left to whoever let GitHub do it, before the signatures', story(), 'theirs', 'none'],
    ['of the program itself isn’t the gate’s', auto(code()), 'off', 'none'],
    ['is over', auto(story().signed().pullRequest({ merged: true, mergeSha: 'c1' })), 'ours', 'none'],
  ])('%s', (_, told, autoMerge, act, check) => expect(mergeAct(viewOf(told, check ?? null), autoMerge)).toBe(act));
});

it('settings that main has changed meanwhile aren’t merged, and it isn’t left to GitHub either', () => {
  const signed = () => ruleStory('content/policy.yml').approves('zhengsi', '10:00').approves('sunqi', '10:10');
  const behind = (told: Story): GateView => ({ ...viewOf(told), settings: { changes: [], behind: ['content/policy.yml'] } });
  expect(mergeAct(behind(signed()), 'off')).toBe('none');
  expect(mergeAct(behind(auto(signed())), 'ours')).toBe('disable');
});

describe('the administrator', () => {
  const told = (evidence: Story, refusal: string | null = null) => mergeNotice(viewOf(evidence), refusal)[0]?.body ?? '';

  it('is told once a head what there is to merge, and until when', () => {
    expect(told(story().signed())).toBe(
      '<!-- sanshen:merge c1 -->\n@guanli 关理您好，《示例：沿街店铺专项整治》审核已完成，11 月 30 日 24:00 前有效。请点 [合并页](https://git.example/pull/12) → **Squash and merge** 合并。\n',
    );
  });

  it.each([
    ['的撤稿', { withdraw: { kind: 'error', reason: '有误' } }],
    ['的更正', { correction: { kind: '文字', note: '改正一处用词' } }],
  ])('is told that it is %s', (words, front) =>
    expect(told(story().frontMatter(front).signed())).toContain(`《示例：沿街店铺专项整治》${words}审核已完成`),
  );

  it('is told of what has no item, and of nothing where there is no pull request', () => {
    expect(told(code())).toContain('关理您好，这次改动审核已完成。请点');
    expect(mergeNotice(viewOf(story().with((evidence) => Object.assign(evidence, { pullRequest: null }))), null)).toEqual([]);
  });

  it('is told without a name or an address, where there is nobody and none', () => {
    const { evidence } = story()
      .signed()
      .organisation((all) => Object.assign(all, { duties: [], posts: [] }));
    expect(mergeNotice({ evidence, verdict: evaluate(evidence), check: null }, null)[0]?.body).toContain(
      '-->\n管理员您好，《示例：沿街店铺专项整治》审核已完成，11 月 30 日 24:00 前有效。请点 合并页 → ',
    );
  });

  it('is told of settings without a term', () =>
    expect(told(ruleStory('content/policy.yml'))).toContain('关理您好，这次改动审核已完成。请点'));

  it.each([
    ['Pull request Pull request is in clean status', '平台说现在就能合并，不用再等'],
    ['Pull request Auto merge is not allowed for this repository', '仓库没有打开“Allow auto-merge”'],
    ['Resource not accessible by integration', '系统的令牌没有合并的权限，要它自动合并，请管理员把 gate.yml 里的 contents 改为 write'],
    ['Pull request Protected branch rules not configured for this branch', '主分支还没有设规则集'],
    ['Pull request Pull request is in dirty status', '稿件和主分支有冲突，先请报送人更新'],
    ['Head branch was modified. Review and try the merge again.', '稿件刚刚又改过'],
    ['Something <b>else</b>', 'Something \\<b\\>else\\</b\\>'],
  ])('is told why GitHub doesn’t do it: %s', (refusal, words) =>
    expect(told(story().signed(), refusal)).toContain(`没有自动合并：${words}。请点`),
  );

  it('is the Office, where nobody has that duty', () => {
    const evidence = story()
      .signed()
      .organisation((all) => Object.assign(all, { duties: [] }));
    expect(told(evidence)).toContain('@zhengsi @wangwu 郑四、王五您好');
  });

  it('is told by name, where he has no account', () => {
    const evidence = story()
      .signed()
      .organisation((all) => Object.assign(all.people.guanli, { logins: [] }));
    expect(told(evidence)).toContain('-->\n关理您好');
  });
});
