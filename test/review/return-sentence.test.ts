import { describe, expect, it } from 'vitest';
import { returnReplies } from '#pipeline/review/comment/return-sentence.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';

const links = { changes: 'https://git.example/pull/12/files' };
const repliesTo = (told: Story) => returnReplies({ evidence: told.evidence, verdict: evaluate(told.evidence), check: null, links });
const words = (told: Story): string[] => repliesTo(told).map(({ body }) => body.replace(/^<!-- .* -->\n/, '').trim());

const atLevel2 = () => story().approves('zhouyi', '10:00');
const TITLE = '《示例：沿街店铺专项整治》';

describe('a return', () => {
  it('is told to the submitter by name, with its sentence and the days left', () => {
    expect(words(atLevel2().asks('zhengsi', '10:10', { body: '第二段数据与标题不一致。' }))).toEqual([
      `@lisi 您报送的${TITLE}被办公室退回：第二段数据与标题不一致。请改后重新送审，还剩 6 日。[去修改](https://git.example/pull/12/files)`,
    ]);
  });

  it.each([
    ['zhouyi', '婺城分局', story()],
    ['fengliu', '分管领导', atLevel2().approves('zhengsi', '10:05')],
  ])('by %s is one of %s', (login, desk, told) =>
    expect(words(told.asks(login, '10:10', { body: '改' }))[0]).toContain(`被${desk}退回：改。`),
  );

  it('of a change of the settings needs no days', () => {
    expect(words(ruleStory('content/policy.yml').asks('zhengsi', '10:10', { body: '缺少依据' }))).toEqual([
      '@guanli 您报送的规则变更被办公室退回：缺少依据。请改后重新送审。[去修改](https://git.example/pull/12/files)',
    ]);
  });

  it('without a word asks whoever gave it for one sentence, with openings, and tells the submitter that it is still to come', () => {
    const [submitter, returner] = words(atLevel2().asks('zhengsi', '10:10', { body: '  ' }));
    expect(submitter).toContain('被办公室退回：还没有写明怎么改，已请退回的人补写。');
    expect(returner).toBe(
      `@zhengsi 郑四您好，${TITLE}已退回，但没有写一句怎么改（写在行间的不会出现在通知里），报送人不好动手。
请点 [改动页](https://git.example/pull/12/files) → 右上角 **Review changes** → **Request changes** 再退回一次，写明怎么改。可以这样开头：「数据与…不一致」「缺少…」「不属发布范围（第七条）」「涉及个人信息：…」「建议改为…」`,
    );
  });

  it('is told without an address where there is none', () => {
    const { evidence } = atLevel2().asks('zhengsi', '10:10');
    const [submitter, returner] = returnReplies({ evidence, verdict: evaluate(evidence), check: null });
    expect(submitter?.body).toMatch(/还剩 6 日。\n$/);
    expect(returner?.body).toContain('请点 改动页（Files changed） → 右上角');
  });

  it('is told with the sentence that was given last, in whatever order the reviews come', () => {
    const told = atLevel2().asks('zhengsi', '10:10').asks('zhengsi', '10:20', { body: '缺少数据' });
    told.evidence.reviews.reverse();
    expect(words(told)[0]).toContain('被办公室退回：缺少数据。');
  });

  it('that its giver dismissed stands, and is told with what he wrote', () => {
    const told = atLevel2().asks('zhengsi', '10:10', { body: '改' }).dismissed('zhengsi', '10:12', 'zhengsi', 'CHANGES_REQUESTED');
    expect(words(told)[0]).toContain('退回：改。');
  });

  it('is told once, by its number', () => {
    const told = atLevel2().asks('zhengsi', '10:10');
    const markers = () => repliesTo(told).map(({ marker }) => marker);
    expect(markers()).toEqual(['<!-- sanshen:returned 2 -->', '<!-- sanshen:sentence 2 -->']);
    told.asks('zhengsi', '10:20', { body: '数据与标题不一致' });
    expect(markers()).toEqual(['<!-- sanshen:returned 3 -->']);
  });

  it('shows what its giver wrote as plain text, on one line', () => {
    const told = atLevel2().asks('zhengsi', '10:10', { body: '@all\n<img src=x> [x](y)' });
    expect(words(told)[0]).toContain('被办公室退回：@\u200ball \\<img src=x\\> \\[x\\]\\(y\\)。');
  });

  it.each<[string, Story]>([
    ['that doesn’t stand', atLevel2()],
    ['that is advice', atLevel2().asks('qianer', '10:10', { body: '改' })],
    ['after which the text has changed', atLevel2().asks('zhengsi', '10:10', { body: '改' }).pushes('lisi', 'c2', '10:20')],
    ['of what can’t be published anyway', atLevel2().asks('zhengsi', '10:10', { body: '改' }).pullRequest({ fromFork: true })],
  ])('%s is told to nobody', (_, told) => expect(words(told)).toEqual([]));
});
