import { describe, expect, it } from 'vitest';
import { type Story, story } from './evidence-builder.ts';
import { judged } from './judged.ts';
import { bySecrecyDuty, delegated, delegation, emergency } from './stories.ts';

/** A refusal that its author mends: a front matter that breaks its schema. */
const broken = (): Story => story().frontMatter({ unit: 'jindong' });
/** A refusal that the administrator mends: records that weren't read to the end. */
const unread = (): Story => story().with((evidence) => Object.assign(evidence, { incomplete: ['reviews'] }));

const withoutOffice = (told: Story): Story =>
  told.organisation((organisation) => Object.assign(organisation, { posts: organisation.posts.filter(({ level }) => level !== 2) }));
const withoutAdministrator = (told: Story): Story => told.organisation(({ duties }) => void duties.shift());

/** Who acts next (contracts.md 4, `next`), with the level where it is a signature that is due. */
const cases: Record<string, [it: string, given: () => Story, next: string[]][]> = {
  'whoever wrote it mends it': [
    ['the author of the pull request', broken, ['lisi revise']],
    ['by his login, where nobody knows him', () => broken().pullRequest({ author: 'stranger' }), ['stranger revise', 'stranger repair']],
    [
      'the author of the issue, where a machine opened the pull request',
      () => broken().pullRequest({ author: 'intake[bot]', issueAuthor: 'wujiu' }),
      ['wujiu revise'],
    ],
    [
      'the author of the issue, where the account is gone that opened the pull request',
      () => broken().pullRequest({ author: null, issueAuthor: 'wujiu' }),
      ['wujiu revise', 'wujiu repair'],
    ],
    ['the submitter, where there is neither', () => broken().pullRequest({ author: 'intake[bot]' }), ['lisi revise']],
    [
      'the Office, where nobody can be named at all',
      () => broken().frontMatter({ submitter: 7 }).pullRequest({ author: null }),
      ['zhengsi revise', 'zhengsi repair'],
    ],
    [
      'an administrator, where there is no Office either',
      () => withoutOffice(broken().frontMatter({ submitter: 7 }).pullRequest({ author: null })),
      ['guanli revise', 'guanli repair'],
    ],
    [
      'and the Office by its name, where there is nobody left at all',
      () => withoutAdministrator(withoutOffice(broken().frontMatter({ submitter: 7 }).pullRequest({ author: null }))),
      ['office revise', 'office repair'],
    ],
  ],
  'what the program couldn’t read is repaired': [
    ['by the administrators', unread, ['guanli repair']],
    ['by the Office, where there are none', () => withoutAdministrator(unread()), ['zhengsi repair', 'wangwu repair']],
    [
      'and the author mends what is his at the same time',
      () => unread().frontMatter({ unit: 'jindong' }),
      ['guanli repair', 'lisi revise'],
    ],
  ],
  'a request is answered': [
    ['by the author', () => story().asks('zhengsi', '10:00'), ['lisi revise']],
    ['once, though two asked for changes', () => story().asks('zhengsi', '10:00').asks('zhouyi', '10:05'), ['lisi revise']],
    [
      'by all who asked, once the text has changed',
      () => story().asks('zhengsi', '10:00').asks('fengliu', '10:05').pushes('lisi', 'c2', '10:30'),
      ['zhengsi approve', 'fengliu approve'],
    ],
    [
      'by the author again, where one of them has seen the new text',
      () => story().asks('zhengsi', '10:00').pushes('lisi', 'c2', '10:30').asks('fengliu', '10:40'),
      ['zhengsi approve', 'lisi revise'],
    ],
    ['after the item is ready, while it is a draft', () => story().asks('zhengsi', '10:00').pullRequest({ draft: true }), ['lisi ready']],
  ],
  'a signature is due': [
    ['from whoever holds the lowest open level today', story, ['zhouyi approve 1', 'wujiu approve 1']],
    ['then of the next', () => story().approves('zhouyi', '10:00'), ['zhengsi approve 2', 'wangwu approve 2']],
    [
      'from the units of a joint item at once, each of those still open',
      () =>
        story()
          .frontMatter({ joint_units: ['jindong', 'fazhi'] })
          .approves('qianer', '10:00'),
      ['zhouyi approve 1', 'wujiu approve 1'],
    ],
    [
      'from nobody whose post begins tomorrow, and from whoever holds his for the last day',
      () =>
        story()
          .organisation(({ posts }) => {
            Object.assign(posts[5] as object, { from: '2026-11-25' });
            Object.assign(posts[6] as object, { from: '2026-11-24', to: '2026-11-24' });
          })
          .approves('zhouyi', '10:00'),
      ['wangwu approve 2'],
    ],
    [
      'from nobody who stands at another level already',
      () => story().approves('zhouyi', '10:00').approves('zhengsi', '10:10'),
      ['fengliu approve 3', 'sunqi approve 3'],
    ],
    ['from the secrecy reviewer, once the three have signed', bySecrecyDuty, ['baomi approve']],
    ['from the three first, though his is missing too', () => story().secrecyBy('baomi'), ['zhouyi approve 1', 'wujiu approve 1']],
    [
      'from the lower levels after an emergency has passed',
      () => emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }).approves('zhouyi', '10:10'),
      ['zhengsi approve 2', 'wangwu approve 2'],
    ],
    ['from nobody, once everything is done', () => story().signed(), []],
    [
      'from nobody after an emergency that all have made good',
      () => emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }).approves('zhouyi', '10:10').approves('zhengsi', '10:20'),
      [],
    ],
  ],
  'who is asked to sign has an account': [
    [
      'if only by its number',
      () => story().organisation(({ people }) => Object.assign(people.wujiu, { logins: [], ids: [7] })),
      ['zhouyi approve 1', 'wujiu approve 1'],
    ],
    ['or isn’t asked', () => story().organisation(({ people }) => Object.assign(people.wujiu, { logins: [] })), ['zhouyi approve 1']],
    [
      'as a delegate too, whom the list knows',
      () =>
        delegated()
          .organisation((organisation) =>
            Object.assign(organisation, {
              delegations: [delegation(), delegation({ delegate: 'nobody' }), delegation({ delegate: 'wujiu' })],
            }),
          )
          .approves('zhouyi', '10:00')
          .approves('zhengsi', '10:10'),
      ['fengliu approve 3', 'sunqi approve 3', 'baomi approve 3', 'wujiu approve 3'],
    ],
  ],
  'somebody is appointed where nobody is left': [
    [
      'by the Office',
      () =>
        story()
          .organisation(({ posts }) => void posts.splice(7, 2))
          .approves('zhouyi', '10:00')
          .approves('zhengsi', '10:10'),
      ['zhengsi appoint 3', 'wangwu appoint 3'],
    ],
    [
      'while the other unit of a joint item is asked to sign',
      () =>
        story()
          .organisation(({ posts }) => void posts.splice(2, 1))
          .frontMatter({ joint_units: ['jindong'] }),
      ['zhouyi approve 1', 'wujiu approve 1', 'zhengsi appoint 1', 'wangwu appoint 1'],
    ],
  ],
};

describe.each(Object.entries(cases))('%s', (_what, table) => {
  it.each(table)('%s', (_title, given, next) => {
    const acts = judged(given()).full.items.flatMap((item) => item.next);
    expect(acts.map(({ person, action, level }) => [person, action, level].filter(Boolean).join(' '))).toEqual(next);
  });
});
