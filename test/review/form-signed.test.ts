import { describe, expect, it } from 'vitest';
import { attestationOf, isSigned, opinionOf, type SignedLevel, signerOf } from '#pipeline/review/form/form-signed.ts';
import type { FormLevel } from '#pipeline/review/form/review-form.ts';
import { formOf } from './form-builder.ts';
import { told } from './form-page-builder.ts';

const HEAD: SignedLevel = {
  level: 1,
  label: '报送单位/部门负责人审核',
  decision: 'approved',
  person: '周一',
  personId: 'zhouyi',
  login: 'zhouyi',
  post: '分局负责人',
  opinion: '同意报送，数据已核。',
  at: '2026-11-24T10:02:00+08:00',
  reviewId: 1,
  head: 'c1',
};
const OFFICE: SignedLevel = { ...HEAD, level: 2, label: '办公室审核', person: '郑四', personId: 'zhengsi', login: 'zhengsi', reviewId: 2 };

describe('a level of the form', () => {
  it.each<[string, Partial<FormLevel>, boolean]>([
    ['approved', {}, true],
    ['sent back', { decision: 'rejected' }, true],
    ['not signed', { decision: 'waiting', person: null, at: null }, false],
    ['signed on another text', { decision: 'stale' }, false],
    ["signed by one whom it doesn't count of", { decision: 'not-counted' }, false],
    ['signed too early', { decision: 'out-of-order' }, false],
    ['approved by nobody', { person: null }, false],
    ['approved at no time', { at: null }, false],
  ])('%s is shown or not', (_, change, shown) => expect(isSigned({ ...HEAD, ...change })).toBe(shown));

  it.each<[string, Partial<FormLevel>]>([
    ['周一（分局负责人）', {}],
    ['周一', { post: null }],
    ['周一（受冯六委托，示〔2026〕1号）', { delegation: { personId: 'fengliu', person: '冯六', document: '示〔2026〕1号' } }],
    ['周一（受冯六委托）', { delegation: { personId: 'fengliu', person: '冯六', document: null } }],
  ])('is signed %s', (words, change) => expect(signerOf({ ...HEAD, ...change } as SignedLevel)).toBe(words));

  it.each<[string, Partial<FormLevel>]>([
    ['同意报送，数据已核。', {}],
    ['同意。', { opinion: '' }],
    ['退回：请改标题', { decision: 'rejected', opinion: '请改标题' }],
  ])('says %s', (words, change) => expect(opinionOf({ ...HEAD, ...change })).toBe(words));
});

describe('what level 1 attests', () => {
  const secrecy = '保密审查：周一，可公开';
  const whole = `已逐项核对：非涉密、非敏感；未发现第六条所列内容。${secrecy}`;
  const onPaper = { ...HEAD, reviewId: null };

  it.each<[string, FormLevel[], string]>([
    ['by approving here', [HEAD, OFFICE], whole],
    ['by heads who all approved here', [HEAD, HEAD], whole],
    ['not by signing on paper', [onPaper, OFFICE], secrecy],
    ['nor for a head who signed on paper', [HEAD, onPaper], secrecy],
    ['and not by another level', [OFFICE], ''],
    ['nor by sending back', [{ ...HEAD, decision: 'rejected' }, OFFICE], ''],
    ['nor before anybody has signed', [], ''],
  ])('is attested %s', (_, all, words) => expect(attestationOf({ ...formOf(told()), levels: all })).toBe(words));
});
