import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** A test that shows an attack refused: its file, and its title or that of its row. */
type Proof = [file: string, title: string];

const item = (title: string): Proof => ['check/attacks.test.ts', title];
const text = (title: string): Proof => ['check/deceiving-texts.test.ts', title];
const record = (title: string): Proof => ['review/deceiving-records.test.ts', title];
const persons = (title: string): Proof => ['review/rules-persons.ts', title];
const signatures = (title: string): Proof => ['review/rules-signatures.ts', title];

/** The attack catalogue by its numbers: what proves that each is refused. */
const CATALOGUE: Record<number, Proof[]> = {
  1: [item('front matter in JavaScript')],
  2: [item('a language that every object has')],
  3: [item('a second block in the body')],
  4: [item('a byte order mark')],
  5: [item('an alias bomb')],
  6: [item('a key twice')],
  7: [item('__proto__')],
  8: [item('a function as a tag')],
  9: [item('computed data')],
  10: [item('a day that does not exist')],
  11: [
    item('an information date in the future'),
    persons('one character fixed after level 1 makes its signature stale, and the later two out of turn'),
  ],
  12: [item('an item older than seven days'), ['release/call-guard.test.ts', 'Article 9 right before a call']],
  13: [item('13: what looks like a template is published letter by letter')],
  14: [item('item.11tydata.js')],
  15: [item('a name that leads up')],
  16: [item('a symbolic link in place of a picture')],
  17: [item('another repository')],
  18: [item('.gitattributes')],
  19: [item('a pointer of Git LFS')],
  20: [item('a program of PHP')],
  21: [item('a pixel bomb')],
  22: [
    item('where a photo was taken'),
    ['item/picture/jpeg.test.ts', 'with %s says that it holds something foreign, and clearing takes it away'],
  ],
  23: [item('a picture written as data')],
  24: [item('another item’s picture')],
  25: [item('a picture of an inner address')],
  26: [item('<script>alert(1)</script>')],
  27: [item('javascript:alert(1)')],
  28: [item('a user name before the host'), text('addresses that pass their reader on')],
  29: [item('a text that names another host than the link'), text('words that name another host than the link’s')],
  30: [item("'\\u202E'")],
  31: [item("'\\u{E0041}'"), text('characters that nobody sees')],
  32: [text('characters that nobody sees within a mark'), ['check/lexicon/term-scan.test.ts', 'in a Kangxi radical']],
  33: [
    ['intake/archive.test.ts', 'zeros that pack a thousandfold'],
    ['intake/word/left-out.test.ts', 'an embedded file, a macro, a template elsewhere, a protection'],
    ['intake/take-in.test.ts', 'a mail within a mail'],
  ],
  34: [['intake/word/read-word.test.ts', 'a picture that is only an address']],
  35: [
    ['intake/word/files.test.ts', 'a declaration that reads files'],
    ['intake/word/left-out.test.ts', 'hidden words'],
    ['intake/word/left-out.test.ts', 'words taken out go, and are told'],
    ['intake/word/read-word.test.ts', 'a field that fetches is told'],
  ],
  36: [item('a text of a megabyte')],
  37: [item('delimiters without end'), ['regular-expressions.test.ts', 'never take more than linear time for what anybody wrote']],
  38: [
    ['github/workflow-audits.test.ts', '%s finds its bad examples, and nothing where all is sound'],
    ['github/act.deep.test.ts', 'gives whatever was filled in to the program as it is, and to no shell'],
  ],
  39: [['check/reporters.test.ts', 'lets no text begin a command or break out of its field']],
  40: [['check/reporters.test.ts', 'lets no text end a cell, begin a heading, a command or HTML']],
  41: [
    ['review/rules-text.ts', 'refuses settings together with the program'],
    ['review/rules-text.ts', 'an item and the list of people in one pull request are refused'],
  ],
  42: [
    [
      'lockfile.test.ts',
      'holds packages of the registry alone, each with its sum, none with a script that runs, by settings that take no young ones',
    ],
  ],
  43: [['lockfile.test.ts', 'a package %s is found']],
  44: [
    persons('the author of the pull request signs nothing'),
    persons('a co-author of the unit or a co-writing leader does not'),
    persons('lets no machine sign, a person’s login or not'),
  ],
  45: [signatures('head of a unit and Office reviewer in one person: one signature fills one level, the other waits')],
  46: [signatures('a leader who signs before the Office signs out of turn'), signatures('takes equal times for not later')],
  47: [persons('a force-push changes the text and GitHub shows the review on the new head: stale all the same')],
  48: [
    ['review/rules-text.ts', 'refuses it, too, where main no longer holds it and it comes as a new one'],
    ['review/rules-text.ts', 'another open pull request with the same head is refused'],
    record('to the same text in another pull request, whose reviews aren’t here'),
    record('to a text that was taken back, and comes again as a new one'),
  ],
  49: [
    signatures('takes along all that its person gave until then'),
    ['review/rules-text.ts', 'a list that wasn’t read to its end is refused'],
    persons('a reviewer whose account is gone counts for nothing'),
  ],
  50: [['approve/approve.test.ts', 'lets nobody sign who was taken off the list by a change before, even if both come in one run']],
  51: [
    ['approve/approve.test.ts', '33: a text that was pushed straight to main'],
    ['end-to-end/past-the-review.deep.test.ts', 'is published on no channel, the website included, and somebody is told what to do'],
  ],
  52: [['approve/approve.test.ts', 'a merge commit that holds another text than the one that was approved']],
  53: [
    ['approve/approve.test.ts', 'does nothing a second time'],
    ['end-to-end/never-twice.deep.test.ts', 'leave every item of the run with one article and one post'],
    ['github/workflow-runs.test.ts', 'a run of %s that an old commit started works on main as it is now'],
    ['github/workflow-runs.test.ts', 'somebody starts the publisher at '],
    ['github/workflow-scenes.ts', 'give the keys to no branch that somebody changes the publisher on'],
  ],
  54: [
    [
      'end-to-end/secrets.deep.test.ts',
      'reach no output, page of a run, plan, issue, comment, ledger or setting of Git with any of twelve',
    ],
  ],
  55: [
    ['verify/forged-files.test.ts', 'stops everybody who opens the ledger, and is named, whatever it is and however it was made'],
    ['verify/verify.test.ts', 'a tail that was cut stops everything on a machine that has seen it, again and again'],
    ['ledger/ledger-count.test.ts', 'a ledger that was set back stops whoever reads it, in a fresh clone too'],
    ['release/forged-push.deep.test.ts', 'a ledger of another key, with a text of a branch, put in the place of ours'],
  ],
  56: [
    ['release/channels/call.test.ts', 'is asked once and follows no redirect'],
    ['release/channels/interface-host.test.ts', 'secrets never go to a host'],
    ['release/channels/wechat/wechat.test.ts', 'another account than the policy names'],
    ['release/channels/wechat/wechat.test.ts', 'an account that the policy doesn’t name'],
    ['acts/by-hand.deep.test.ts', 'reads a post on Weibo by its number, and refuses one that is gone or of another account'],
  ],
};

describe('the catalogue of 56 attacks', () => {
  it('has a proof of each', () => {
    const numbers = Object.keys(CATALOGUE).map(Number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 56 }, (_, index) => index + 1));
  });

  it.each(Object.entries(CATALOGUE))('%s is refused by tests that exist', (_number, proofs) => {
    expect(proofs.length).toBeGreaterThan(0);
    for (const [file, title] of proofs) {
      const written = readFileSync(`test/${file}`, 'utf8');
      expect([file, title, written.includes(title)]).toEqual([file, title, true]);
    }
  });
});
