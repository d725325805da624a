import { describe, expect, it } from 'vitest';
import { requestChange } from '#pipeline/review/comment/stage-labels.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { type Story, story } from './evidence-builder.ts';

const change = (told: Story, ...requested: string[]) =>
  requestChange({ evidence: told.evidence, verdict: evaluate(told.evidence), check: null }, requested);

const atLevel2 = () => story().approves('zhouyi', '10:00');

describe('reviews are asked for level by level', () => {
  it.each<[string, Story, string[]]>([
    ['level 1', story(), ['zhouyi', 'wujiu']],
    ['level 2', atLevel2(), ['zhengsi', 'wangwu']],
    ['level 3', atLevel2().approves('zhengsi', '10:10'), ['fengliu', 'sunqi']],
    ['nobody of a draft', story().pullRequest({ draft: true }), []],
    ['nobody after the third', story().signed(), []],
    ['nobody who pushed the text', story().pushes('wujiu', 'c2', '09:30'), ['zhouyi']],
    ['the author of what was returned: never', atLevel2().asks('zhengsi', '10:10', { body: '改' }), []],
    ['who returned it, once it is mended', atLevel2().asks('zhengsi', '10:10', { body: '改' }).pushes('lisi', 'c2', '10:20'), ['zhengsi']],
    ['nobody of what can’t be published', story().pullRequest({ fromFork: true }), []],
    ['nobody after seven days, its author included', story().at('2026-12-01 00:01'), []],
  ])('%s', (_, told, ask) => expect(change(told)).toEqual({ ask, withdraw: [] }));

  it('nobody is asked twice, by whichever of his accounts he was asked', () => {
    expect(change(story(), 'ZhouYi-old')).toEqual({ ask: ['wujiu'], withdraw: [] });
    expect(change(story(), 'zhouyi', 'wujiu')).toEqual({ ask: [], withdraw: [] });
  });

  it('nobody is asked who is known by a number alone', () => {
    const told = story().organisation(({ people }) => Object.assign(people.wujiu, { logins: [], ids: [7] }));
    expect(change(told)).toEqual({ ask: ['zhouyi'], withdraw: [] });
  });

  it('requests whose turn hasn’t come, or has passed, are taken back', () => {
    expect(change(story(), 'zhengsi', 'fengliu', 'zhouyi')).toEqual({ ask: ['wujiu'], withdraw: ['zhengsi', 'fengliu'] });
    expect(change(atLevel2(), 'wujiu', 'zhengsi', 'wangwu')).toEqual({ ask: [], withdraw: ['wujiu'] });
    expect(change(story().pullRequest({ draft: true }), 'zhouyi')).toEqual({ ask: [], withdraw: ['zhouyi'] });
  });

  it('nobody is asked while the check has found something to mend, and who was asked before is asked no more', () => {
    const { evidence } = story();
    const place = { file: 'index.md', line: 1, column: 1, endLine: 1, endColumn: 1 };
    const words = { problem: '出现手机号。', expected: '应为。', fix: '怎么改。' };
    const finding = {
      rule: 'pii/phone',
      severity: 'error' as const,
      message: '',
      words,
      ...place,
      article: '第五条',
      group: '个人信息' as const,
      waivable: true,
      waived: false,
    };
    const check = {
      version: 1 as const,
      items: [{ id: null, path: 'x', findings: [finding] }],
      errors: 1,
      warnings: 0,
      infos: 0,
      waived: 0,
    };
    const view = { evidence, verdict: evaluate(evidence), check };
    expect(requestChange(view, ['zhouyi'])).toEqual({ ask: [], withdraw: ['zhouyi'] });
    const warned = {
      ...check,
      items: [{ ...check.items[0], id: null, path: 'x', findings: [{ ...finding, severity: 'warning' as const }] }],
      errors: 0,
      warnings: 1,
    };
    expect(requestChange({ ...view, check: warned }, ['zhouyi'])).toEqual({ ask: ['wujiu'], withdraw: [] });
  });

  it('nobody is asked, and nobody’s request is taken back, where nothing is to be signed or it can’t be published', () => {
    const none = story().with((evidence) => Object.assign(evidence, { files: [], items: [] }));
    expect(change(none, 'zhouyi')).toEqual({ ask: [], withdraw: [] });
    expect(change(story().at('2026-12-01 00:01'), 'zhengsi')).toEqual({ ask: [], withdraw: [] });
  });

  it('requests to others stay, and all of them while nothing can be read', () => {
    expect(change(atLevel2(), 'qianer', 'stranger', 'zhengsi', 'wangwu')).toEqual({ ask: [], withdraw: [] });
    const unread = story().with((evidence) => evidence.incomplete?.push('commits'));
    expect(change(unread, 'zhengsi')).toEqual({ ask: [], withdraw: [] });
  });
});
