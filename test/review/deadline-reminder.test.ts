import { describe, expect, it } from 'vitest';
import { stickyComment } from '#pipeline/review/comment/comment.ts';
import { deadlineReminders } from '#pipeline/review/comment/deadline-reminder.ts';
import { unwritten } from '#pipeline/review/comment/thread-comment.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';
import { published } from './stories.ts';

const viewOf = ({ evidence }: Story) => ({ evidence, verdict: evaluate(evidence), check: null });
const remindersOf = (told: Story) => deadlineReminders(viewOf(told));
const words = (told: Story): string[] => remindersOf(told).map(({ body }) => body.replace(/^<!-- .* -->\n/, '').trim());

const atLevel2 = () => story().approves('zhouyi', '10:00');

describe('an item that waits', () => {
  it.each([
    { at: '2026-11-26 23:59', left: null },
    { at: '2026-11-27 00:00', left: '还剩 3 日' },
    { at: '2026-11-28 09:00', left: '还剩 2 日' },
    { at: '2026-11-29 09:00', left: '还剩 1 日' },
    { at: '2026-11-30 09:00', left: '今天是最后一日' },
    { at: '2026-12-01 00:00', left: null },
  ])('is spoken of when few days are left: $at, $left', ({ at, left }) => {
    const told = words(atLevel2().at(at));
    expect(told).toEqual(
      left === null
        ? []
        : [`@zhengsi @wangwu 《示例：沿街店铺专项整治》${left}（11 月 30 日 24:00 截止），过期不能发布（第九条）。请郑四 或 王五审核。`],
    );
  });

  it('is spoken of once a step, and again where its last day has moved', () => {
    const marker = (told: Story) => remindersOf(told)[0]?.marker;
    expect(marker(atLevel2().at('2026-11-28 09:00'))).toBe(marker(atLevel2().at('2026-11-27 09:00')));
    expect(marker(atLevel2().at('2026-11-29 09:00'))).not.toBe(marker(atLevel2().at('2026-11-28 09:00')));
    expect(marker(atLevel2().frontMatter({ event_date: '2026-11-22' }).at('2026-11-28 09:00'))).not.toBe(
      marker(atLevel2().at('2026-11-29 09:00')),
    );
    const [reminder] = remindersOf(atLevel2().at('2026-11-27 09:00'));
    const comment = {
      id: 1,
      at: '2026-11-27T01:00:00Z',
      login: 'sanshen-bot',
      body: reminder?.body ?? '',
      url: '',
      ours: true,
      account: null,
    };
    expect(unwritten(remindersOf(atLevel2().at('2026-11-28 09:00')), [comment])).toEqual([]);
  });

  it('is spoken of to whoever is to mend it, and to the administrator once it only has to be merged', () => {
    expect(words(atLevel2().asks('zhengsi', '10:10', { body: '改' }).at('2026-11-29 09:00'))[0]).toMatch(/^@lisi .*请李四办理/);
    expect(words(story().signed().at('2026-11-29 09:00'))[0]).toMatch(/^@\S+ .*。请.+合并。$/);
  });

  it('is spoken of at the steps that the policy names, and at none where it names none', () => {
    const at = (remind: number[]) => words(atLevel2().policy({ freshness: { remind } }).at('2026-11-25 09:00')).length;
    expect([at([5]), at([4]), at([])]).toEqual([1, 0, 0]);
  });

  it.each([
    ['a change of the settings', ruleStory('content/policy.yml').at('2026-11-29 09:00')],
    [
      'a withdrawal',
      published()
        .frontMatter({ withdraw: { kind: 'error', reason: '有误' } })
        .at('2026-11-29 09:00'),
    ],
    ['what was refused', story().frontMatter({ event_date: '2026-11-25' }).at('2026-11-29 09:00')],
  ])('isn’t spoken of where Art. 9 asks nothing, or nothing helps: %s', (_, told) => expect(words(told)).toEqual([]));
});

describe('报送时效', () => {
  const line = (told: Story): string =>
    stickyComment(viewOf(told))
      .split('\n')
      .find((text) => text.includes('信息日期')) ?? '';

  it('is a reminder in the comment, and only where the policy asks for it', () => {
    const late = () => story().frontMatter({ event_date: '2026-11-21' });
    expect(line(late().policy({ freshness: { submit_within: 2 } }))).toContain('；11 月 24 日 报送，迟于要求的 2 日，请以后早报）');
    expect(line(late().policy({ freshness: { submit_within: 3 } }))).not.toContain('迟于');
    expect(line(late())).not.toContain('迟于');
  });
});
