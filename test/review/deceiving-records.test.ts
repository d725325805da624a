import { describe, expect, it } from 'vitest';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { type Cases, caseOf, compared, expected, judged } from './judged.ts';
import { declared, published, ZERO } from './stories.ts';

/** Histories that deceive, with what the gate makes of them, and histories that only look like them. */
interface Deceit {
  refused: Cases;
  harmless: Cases;
}

const OWNERS = '.github/CODEOWNERS';
const FORM = '.github/ISSUE_TEMPLATE/submit.yml';

/** A rule change that 郑四 and 冯六 have signed, with a file that follows from it; then its branch goes on. */
const ruled = (path: string): Story => ruleStory('content/policy.yml', path).signs('zhengsi', 'fengliu');
/** The branch moves to a commit that holds the settings as they were, and another of the files. */
const alters = (told: Story, path: string, text: string | null, more: { forced?: boolean } = {}): Story =>
  told.pushes('guanli', 'c2', '11:00', { text: 'new', ...more }).text('c2', text, path);
const STALE = 'waiting: approved zhengsi, approved fengliu, stale zhengsi, stale fengliu';
const SIGNED = 'passed: approved zhengsi, approved fengliu, approved zhengsi, approved fengliu';

const from = (issueAuthor: string | null, ...issueAuthors: (string | null)[]): Story =>
  story().pullRequest({ author: 'sanshen-intake[bot]', issueAuthor, issueAuthors });
const BARRED = 'waiting: not-counted wujiu, waiting, waiting; blocked by secrecy-review; ignored issue-author';

const DECEITS: Record<string, Deceit> = {
  'a signature of a time to come': {
    refused: {
      'at level 1': [
        story().approves('zhouyi', '12:01'),
        'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review; ignored unknown-text',
      ],
      'at level 3, by one second': [
        story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '12:00:01'),
        'waiting: approved zhouyi, approved zhengsi, stale fengliu; ignored unknown-text',
      ],
      'written in another zone': [
        story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '2026-11-24T04:00:01Z'),
        'waiting: approved zhouyi, approved zhengsi, stale fengliu; ignored unknown-text',
      ],
      'declared on paper': [declared('2026-11-24 12:30'), 'waiting: stale zhouyi, waiting, waiting'],
      'of a rule change': [
        ruleStory('content/policy.yml').approves('zhengsi', '10:00').approves('fengliu', '12:01'),
        'waiting: approved zhengsi, stale fengliu; ignored unknown-text',
      ],
    },
    harmless: {
      'a signature of this very second': [
        story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '12:00'),
        'passed',
      ],
      'one of the same in another zone': [
        story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '2026-11-24T04:00:00Z'),
        'passed',
      ],
      'a word of a time to come, which signs nothing': [story().signed().reviews('lisi', '12:30', 'COMMENTED'), 'passed'],
      'one more by who has signed': [story().signed().approves('fengliu', '12:30'), 'passed'],
    },
  },
  'nobody in the place of an author': {
    refused: {
      'of the pull request': [story().signed().pullRequest({ author: null }), 'refused; blocked by unknown-author'],
      'of a rule change': [
        ruleStory('content/policy.yml').pullRequest({ author: null }).signs('zhengsi', 'fengliu'),
        'refused: approved zhengsi, approved fengliu; blocked by unknown-author',
      ],
      'of one of its issues': [
        story()
          .signed()
          .pullRequest({ issueAuthor: 'lisi', issueAuthors: ['lisi', null] }),
        'refused; blocked by unknown-author',
      ],
      'of a commit': [story().signed().commit({ author: null }), 'refused; blocked by unknown-hand'],
      'of a push': [story().signed().push({ actor: null }), 'refused; blocked by unknown-hand'],
      'among who wrote along': [story().signed().coAuthors(null), 'refused; blocked by unknown-hand'],
    },
    harmless: {
      'nobody’s issue, where it has none': [story().signed().pullRequest({ issueAuthor: null }), 'passed'],
      'nobody’s review': [story().approves(null, '09:50').signed(), 'passed'],
      'nobody’s hand that left the text as it was': [story().pushes(null, 'c2', '09:10', { text: 'text1' }).signed(), 'passed'],
      'a program as the author': [story().signed().pullRequest({ author: 'sanshen-intake[bot]' }), 'passed'],
    },
  },
  'an author whom only one of several issues tells': {
    refused: {
      'the first': [from('wujiu', 'wujiu', 'lisi').approves('wujiu', '10:00'), BARRED],
      'the second': [from('lisi', 'lisi', 'wujiu').approves('wujiu', '10:00'), BARRED],
      'the last of many': [from('lisi', 'lisi', 'guanli', 'baomi', 'wujiu').approves('wujiu', '10:00'), BARRED],
      'one by his other name': [
        from('lisi', 'lisi', 'zhouyi-old').approves('zhouyi', '10:00'),
        'waiting: not-counted zhouyi, waiting, waiting; blocked by secrecy-review; ignored issue-author',
      ],
    },
    harmless: {
      'issues of who submitted': [from('lisi', 'lisi').signed(), 'passed'],
      'issues of people who sign nothing here': [from('lisi', 'lisi', 'guanli', 'qianer').signed(), 'passed'],
      'no issue at all': [story().pullRequest({ issueAuthors: [] }).signed(), 'passed'],
    },
  },
  'a file that follows from the settings, altered after the signatures': {
    refused: {
      'who owns what': [alters(ruled(OWNERS), OWNERS, 'for everybody'), STALE],
      'a form': [alters(ruled(FORM), FORM, 'another form'), STALE],
      'rules of a branch, by force': [
        alters(ruled('.github/rulesets/main.json'), '.github/rulesets/main.json', 'none', { forced: true }),
        STALE,
      ],
      'taken away': [alters(ruled(OWNERS), OWNERS, null), STALE],
      'what nobody can read any more': [
        ruled(OWNERS).pushes('guanli', 'c2', '11:00', { text: 'new' }),
        `${STALE.replace('waiting', 'refused')}; blocked by text-unread`,
      ],
    },
    harmless: {
      'one that is as it was': [alters(ruled(OWNERS), OWNERS, 'new'), SIGNED],
      'one that was altered and restored': [
        alters(ruled(OWNERS), OWNERS, 'other').pushes('guanli', 'c3', '11:10', { text: 'new' }).text('c3', 'new', OWNERS),
        SIGNED,
      ],
      'one that was altered before they signed': [
        alters(ruleStory('content/policy.yml', OWNERS), OWNERS, 'other').approves('zhengsi', '11:10').approves('fengliu', '11:20'),
        SIGNED,
      ],
    },
  },
  'signatures that were given to something else': {
    refused: {
      'to the same text in another pull request, whose reviews aren’t here': [
        story(),
        'waiting: waiting, waiting, waiting; blocked by secrecy-review',
      ],
      'to the same head, which another open one has': [
        story()
          .signed()
          .pullRequest({ siblings: [13] }),
        'refused; blocked by shared-head',
      ],
      'to a text that was taken back, and comes again as a new one': [
        story()
          .signed()
          .has({ released: [ITEM] }),
        'refused; blocked by correction-missing',
      ],
      'to the text before it was changed and merged': [
        story().signed().pushes('lisi', 'c2', '10:30').text('m1', 'text of c2').pullRequest({ merged: true, mergeSha: 'm1' }),
        'waiting: stale zhouyi, stale zhengsi, stale fengliu; blocked by secrecy-review',
      ],
    },
    harmless: {
      'to the text, which then was merged': [story().signed().text('m1', 'text1').pullRequest({ merged: true, mergeSha: 'm1' }), 'passed'],
      'to a released text, that says what it corrects': [
        published()
          .frontMatter({ correction: { kind: '文字', note: '改正错字' } })
          .signed(),
        'passed',
      ],
      'to a text that went away and came back': [
        story().signed().pushes('lisi', 'c2', '10:30').pushes('lisi', 'c3', '10:40', { text: 'text1' }),
        'passed',
      ],
      'to a text on a branch that was made again': [story().moves('lisi', ZERO, '09:10').moves('lisi', 'c1', '09:20').signed(), 'passed'],
    },
  },
};

const shows = (cases: Cases): void => {
  for (const [it, row] of Object.entries(cases)) {
    const each = caseOf(it, row);
    expect([it, compared(judged(each.given), each)]).toEqual([it, expected(each)]);
  }
};

describe.each(Object.entries(DECEITS))('%s', (_what, { refused, harmless }) => {
  it('passes in none of its ways', () => {
    expect(Object.keys(refused).length).toBeGreaterThanOrEqual(3);
    expect(Object.values(refused).filter(([, then]) => then.startsWith('passed'))).toEqual([]);
    shows(refused);
  });

  it('is not seen in what only looks like it', () => {
    expect(Object.keys(harmless).length).toBeGreaterThanOrEqual(3);
    expect(Object.values(harmless).filter(([, then]) => !then.startsWith('passed'))).toEqual([]);
    shows(harmless);
  });
});
