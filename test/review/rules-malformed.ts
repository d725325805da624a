import { type Story, story } from './evidence-builder.ts';

/** Rule 4: what is an error without a verdict. */
export const malformedCases: { it: string; given: Story; code: string; place?: string }[] = [
  {
    it: 'evidence of another version',
    given: story().with((evidence) => Object.assign(evidence, { version: 2 })),
    code: 'evidence/malformed',
  },
  {
    it: 'a time without a zone',
    given: story().with((evidence) => Object.assign(evidence, { now: '2026-11-24T12:00:00' })),
    code: 'evidence/malformed',
  },
  {
    it: 'a login of two persons',
    given: story().organisation(({ people }) => void people.lisi.logins.push('ZHENGSI')),
    code: 'organisation/login-twice',
    place: 'organisation people.zhengsi',
  },
  {
    it: 'a post of nobody',
    given: story().organisation(({ posts }) => Object.assign(posts[0] as object, { person: 'nobody' })),
    code: 'organisation/post-of-nobody',
    place: 'organisation posts[0]',
  },
  {
    it: 'a level 4',
    given: story().organisation(({ posts }) => Object.assign(posts[0] as object, { level: 4 })),
    code: 'organisation/malformed',
  },
  {
    it: 'a policy that takes what comes from a fork',
    given: story().policy({ forks: true }),
    code: 'policy/malformed',
    place: 'policy forks',
  },
  { it: 'a policy that is no policy', given: story().policy({ order: 'whenever' }), code: 'policy/malformed' },
];
