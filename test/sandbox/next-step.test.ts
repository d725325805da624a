import { describe, expect, it } from 'vitest';
import { contextOf } from '#pipeline/review/context.ts';
import { evaluate } from '#pipeline/review/evaluate.ts';
import { blockersOf, nextStep } from '#pipeline/sandbox/desk/next-step.ts';
import { type Story, story } from '../review/evidence-builder.ts';

function told(history: Story, acting: string | null, standing = { toMend: 0, mayMerge: false }) {
  const verdict = evaluate(history.evidence);
  const [item] = verdict.items;
  if (!item) throw new Error('this history has no item');
  const { organisation } = contextOf(history.evidence);
  return { ...nextStep(item, verdict, organisation, acting, standing), blockers: blockersOf(verdict, item, 'zhouyi') };
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
    expect(told(story().signed(), 'zhengsi', { toMend: 0, mayMerge: true })).toMatchObject({
      title: '下一步：请您（郑四）合并并发布',
      mine: true,
    });
    expect(told(story().signed(), 'zhengsi', { toMend: 2, mayMerge: false })).toMatchObject({
      title: '三级审核已完成，但检查还有 2 处要改',
      mine: false,
    });
  });
});
