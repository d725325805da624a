import { describe, expect, it } from 'vitest';
import { contextOf } from '#pipeline/review/context.ts';
import { evaluate } from '#pipeline/review/evaluate.ts';
import { toldBlockers } from '#pipeline/review/told-blockers.ts';
import { nextAfterMerge, nextStep } from '#pipeline/sandbox/desk/next-step.ts';
import { ruleStory, type Story, story } from '../review/evidence-builder.ts';

function told(
  history: Story,
  acting: string | null,
  standing: Parameters<typeof nextStep>[4] = { toMend: 0, mayMerge: false, kind: 'item' },
) {
  const verdict = evaluate(history.evidence);
  const [item] = verdict.items;
  if (!item) throw new Error('this history has no item');
  const { organisation } = contextOf(history.evidence);
  return {
    ...nextStep(item, verdict, organisation, acting, standing),
    blockers: toldBlockers(verdict, item, 'zhouyi').map(({ message }) => message),
  };
}

const returned = () => story().approves('zhouyi', '10:00').asks('zhengsi', '10:10', { body: '数据不一致' });

describe('the next step at the desk', () => {
  it.each<[string, Story, string | null, ReturnType<typeof told>]>([
    [
      'names the first reviewer and says no word of the secrecy review that he gives with it',
      story(),
      'zhouyi',
      { title: '下一步：请您（周一）审核', why: '批准后系统自动请下一级。', mine: true, blockers: [] },
    ],
    [
      'names all who may act',
      story().approves('zhouyi', '10:00'),
      'lisi',
      { title: '下一步：请 郑四 或 王五 审核', why: '批准后系统自动请下一级。', mine: false, blockers: [] },
    ],
    [
      'asks the contributor to mend after a return',
      returned(),
      'lisi',
      { title: '下一步：请您（李四）修改', why: '稿件已退回，改好后重新送审。', mine: true, blockers: [] },
    ],
    [
      'asks whoever returned it to look again, once it is mended',
      returned().pushes('lisi', 'c2', '10:20'),
      'zhengsi',
      { title: '下一步：请您（郑四）审核', why: '退回以后稿件已改过，请再看一次。', mine: true, blockers: [] },
    ],
  ])('%s', (_, history, acting, expected) => {
    expect(told(history, acting)).toEqual(expected);
  });

  it('after three signatures is the merge, by whoever may, and nobody’s while the check finds something', () => {
    expect(told(story().signed(), 'lisi')).toMatchObject({ title: '三级审核已完成', mine: false });
    expect(told(story().signed(), 'zhengsi', { toMend: 0, mayMerge: true, kind: 'item' })).toMatchObject({
      title: '下一步：请您（郑四）合并并发布',
      mine: true,
    });
    expect(told(story().signed(), 'zhengsi', { toMend: 2, mayMerge: false, kind: 'item' })).toMatchObject({
      title: '三级审核已完成，但检查还有 2 处要改',
      mine: false,
    });
  });

  it('of the settings and of the program alone speaks of no item', () => {
    const rules = ruleStory('content/policy.yml').approves('zhengsi', '10:10').approves('fengliu', '10:20');
    expect(told(rules, 'guanli', { toMend: 0, mayMerge: true, kind: 'rules' })).toEqual({
      title: '下一步：请您（关理）合并',
      why: '办公室和分管领导已审核。合并后，系统把这一版记入台账，从此照它办；记下以前什么也不发。',
      mine: true,
      blockers: [],
    });
    const { evidence } = story().with((own) => Object.assign(own, { files: [{ path: 'pipeline/cli.ts', status: 'modified' }], items: [] }));
    const verdict = evaluate(evidence);
    const { organisation } = contextOf(evidence);
    expect(nextStep(null, verdict, organisation, null, { toMend: 0, mayMerge: false, kind: 'code' })).toEqual({
      title: '没有改动稿件和名单，不需要三级审核',
      why: '管理员合并后从下一次运行起用新的程序。',
      mine: false,
    });
    expect(toldBlockers(verdict, null, undefined)).toEqual([]);
    expect(nextAfterMerge([], 'rules')).toEqual({
      title: '已合并',
      why: '系统把这一版记入台账，从此照它办；记下以前什么也不发。',
      mine: false,
    });
  });

  it('of a withdrawal that is merged counts the channels that still show it', () => {
    const titles = (...states: string[]) =>
      nextAfterMerge(
        states.map((state) => ({ state })),
        'item',
        true,
      ).title;
    expect(titles()).toBe('已合并，正在核对');
    expect(titles('withdraw-intent', 'withdrawn', 'withdraw-intent')).toBe('还有 2 个渠道没有撤下');
    expect(titles('withdrawn', 'expired')).toBe('已撤下');
  });
});
