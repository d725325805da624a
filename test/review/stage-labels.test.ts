import { describe, expect, it } from 'vitest';
import type { CheckResult } from '#pipeline/check/finding.ts';
import { FLAG_LABELS, LABELS, STAGE_LABELS } from '#pipeline/organisation/generated/labels.ts';
import { labelChange } from '#pipeline/review/comment/stage-labels.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';

const BROKEN = {
  ...{ version: 1, errors: 1, warnings: 0, infos: 0, waived: 0 },
  items: [
    { id: null, path: 'x', findings: [{ severity: 'error', waived: false, words: { problem: '标题太长。', expected: '', fix: '' } }] },
  ],
} as unknown as CheckResult;

const change = (told: Story, present: string[] = [], check: CheckResult | null = null) =>
  labelChange({ evidence: told.evidence, verdict: evaluate(told.evidence), check }, present);

const atLevel2 = () => story().approves('zhouyi', '10:00');
const secrecy = { secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } };
const urgent = () =>
  story()
    .frontMatter(secrecy)
    .policy({ emergency: { enabled: true } })
    .approves('baomi', '09:50')
    .approves('fengliu', '10:00', { body: '紧急：台风' });

describe('a pull request has one label of its stage', () => {
  it.each<[string, string[], Story, (CheckResult | null)?]>([
    ['as a draft', ['改稿中'], story().pullRequest({ draft: true })],
    ['while the check finds something', ['须改'], story(), BROKEN],
    ['at level 1', ['待单位审'], story()],
    ['at level 2', ['待办公室审'], atLevel2()],
    ['at level 2, where a leader signed early', ['待办公室审'], atLevel2().approves('fengliu', '10:05')],
    ['at level 3', ['待签发'], atLevel2().approves('zhengsi', '10:10')],
    ['with three signatures', ['已通过'], story().signed()],
    ['returned', ['退回'], atLevel2().asks('zhengsi', '10:10', { body: '改' })],
    ['mended after a return', ['待办公室审'], atLevel2().asks('zhengsi', '10:10', { body: '改' }).pushes('lisi', 'c2', '10:20')],
    ['changed after a signature', ['需重审'], atLevel2().pushes('lisi', 'c2', '10:20')],
    ['after seven days', ['超期'], story().at('2026-12-01 00:01')],
    ['from a fork', ['不能发布'], story().pullRequest({ fromFork: true })],
    [
      'where nobody is left',
      ['待单位审'],
      story().organisation((all) => Object.assign(all, { posts: all.posts.filter(({ level }) => level > 1) })),
    ],
    ['for want of the secrecy review', ['待单位审'], story().frontMatter(secrecy).signed()],
    ['with the settings', ['待办公室审', '规则变更'], ruleStory('content/policy.yml')],
    ['signed in an emergency', ['已通过', '紧急'], urgent()],
    [
      'with code alone',
      [],
      story().with((evidence) => Object.assign(evidence, { files: [{ path: 'site/a.css', status: 'modified' }], items: [] })),
    ],
  ])('%s: %j', (_, labels, told, check) => {
    expect(change(told, [], check ?? null)).toEqual({ add: labels, remove: [] });
    expect(change(told, labels, check ?? null)).toEqual({ add: [], remove: [] });
  });

  it('one that somebody added by hand is put right, and others’ labels stay', () => {
    expect(change(atLevel2(), ['已通过', '紧急', '重要', '报送', 'publish-alert', '待签发'])).toEqual({
      add: ['待办公室审'],
      remove: ['已通过', '紧急', '待签发'],
    });
  });

  it('that stays as it is while the records can’t be read', () => {
    const told = story().with((evidence) => evidence.incomplete?.push('commits'));
    expect(change(told, ['待签发', '退回'])).toEqual({ add: [], remove: [] });
  });
});

it('every label that the gate sets is one of those that setup makes', () => {
  const made = LABELS.map(({ name }) => name);
  expect(made).toEqual(expect.arrayContaining([...STAGE_LABELS, ...FLAG_LABELS]));
  expect(new Set(made).size).toBe(made.length);
});
