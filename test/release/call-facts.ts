import { type FrontMatter, frontMatterSchema } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import type { CallFacts } from '#pipeline/release/not-now.ts';

/** Front matter of an approved item for three channels. */
export const item = (more: Partial<FrontMatter> = {}): FrontMatter =>
  frontMatterSchema.parse({
    title: '示例街道整治',
    submitter: 'lisi',
    submitted_at: '2026-11-24 09:00',
    event_date: '2026-11-23',
    category: '工作动态',
    channels: ['website', 'wechat', 'weibo'],
    secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' },
    ...more,
  });

/** What is known right before a call, all well; `item` and `policy`: what is otherwise. */
export const facts = (
  more: Partial<Omit<CallFacts, 'policy' | 'frontMatter'>> & { policy?: object; item?: Partial<FrontMatter> } = {},
): CallFacts => {
  const { policy, item: front, ...rest } = more;
  return {
    frontMatter: item(front),
    policy: policySchema.parse(policy ?? {}),
    holidays: [],
    firstPush: '2026-11-24T01:00:00Z',
    released: false,
    held: null,
    ...rest,
  };
};
