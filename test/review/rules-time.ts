import { ITEM, type Story, story } from './evidence-builder.ts';
import type { Cases } from './judged.ts';
import { bySecrecyDuty, published, ZERO } from './stories.ts';

const WEEKENDS = ['2026-11-14', '2026-11-15', '2026-11-21', '2026-11-22'];

/** What a text says of itself where it was signed on paper (线下审签). */
const PAPER = {
  scan: 'paper.jpg',
  signed: [
    { level: 1, by: 'zhouyi', at: '2026-11-29 09:00' },
    { level: 2, by: 'zhengsi', at: '2026-11-29 10:00' },
    { level: 3, by: 'fengliu', at: '2026-11-29 11:00' },
  ],
  posted: { wechat: '2026-11-29 12:00' },
};

/** An item that a law has disclosed within some working days, where the policy refuses late ones. */
const lateRefused = (days: number, holidays: string[]): Story =>
  story()
    .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: days, late: 'refused' }] } } })
    .has({ holidays })
    .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
    .signed();

/** Rules 18 to 20 of contracts.md 4: time, secrecy, merging. */
export const timeRules: Record<string, Cases> = {
  '18 (时效)': {
    'passes on the seventh day': [story().signed().at('2026-11-30 23:59'), 'passed'],
    'refuses on the eighth': [story().signed().at('2026-11-30T16:00:00Z'), 'refused; blocked by seven-days'],
    'refuses the seventh where the policy counts the first day': [
      story()
        .policy({ freshness: { first_day: 'counted' } })
        .signed()
        .at('2026-11-30 08:00'),
      'refused; blocked by seven-days',
    ],
    'counts the day on which it was published by hand while the network was down, as the ledger has it': [
      story()
        .has({ offline: { [ITEM]: '2026-11-30' } })
        .signed()
        .at('2026-12-08 08:00'),
      'passed',
    ],
    'refuses it where that day was too late, and where it is another item’s': [
      story()
        .has({ offline: { 'content/items/wucheng/other': '2026-11-30', [ITEM]: '2026-12-01' } })
        .signed()
        .at('2026-12-08 08:00'),
      'refused; blocked by seven-days',
    ],
    'believes no text that says so itself': [
      story().frontMatter({ offline_review: PAPER }).signed().at('2026-12-08 08:00'),
      'refused; blocked by seven-days',
    ],
    'passes after a holiday where the policy lengthens': [
      story()
        .policy({ freshness: { holidays: 'extended' } })
        .has({ holidays: ['2026-11-30', '2026-12-01'] })
        .signed()
        .at('2026-12-02 08:00'),
      'passed',
    ],
    'refuses an information date after the first push': [
      story().frontMatter({ event_date: '2026-11-25' }).signed().at('2026-11-26 08:00'),
      'refused; blocked by future-date',
    ],
    'takes a first push that can’t be read for one that held the item already': [
      story()
        .frontMatter({ event_date: '2026-11-24' })
        .with(({ pushes }) => {
          pushes.unshift({ at: '2026-11-23T09:00:00+08:00', actor: 'lisi', before: ZERO, after: 'gone', forced: false });
          Object.assign(pushes[1] as object, { before: 'gone' });
        })
        .signed(),
      'refused; blocked by future-date',
    ],
    'takes the push that first held the item for the first, not an earlier one, nor the branch’s being deleted': [
      story()
        .frontMatter({ event_date: '2026-11-24' })
        .with(({ pushes }) => {
          pushes.unshift(
            { at: '2026-11-22T09:00:00+08:00', actor: 'lisi', before: ZERO, after: 'main0', forced: false },
            { at: '2026-11-23T09:00:00+08:00', actor: 'lisi', before: 'main0', after: ZERO, forced: false },
          );
        })
        .signed(),
      'passed',
    ],
    'doesn’t ask a withdrawal for its age': [
      published()
        .frontMatter({ event_date: '2026-01-01', withdraw: { kind: 'outdated', reason: '已过期' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'exempts a correction for the website alone': [
      published()
        .frontMatter({ event_date: '2026-10-01', channels: ['wechat'], correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      'refused; blocked by seven-days',
    ],
    'exempts no correction of what was never released': [
      story()
        .frontMatter({ event_date: '2026-10-01', correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      'refused; blocked by seven-days',
    ],
    'exempts disclosure whose law the policy lists': [
      story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 20 }] } } })
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      'passed',
    ],
    'exempts it after the law’s own term too: late disclosure is a duty still': [
      story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 5 }] } } })
        .has({ holidays: WEEKENDS })
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      'passed',
    ],
    'passes it on the last day of the law’s own term where the policy refuses late ones': [lateRefused(10, WEEKENDS), 'passed'],
    'refuses it a day later there': [lateRefused(9, WEEKENDS), 'refused; blocked by seven-days'],
    'takes no holiday for a working day': [lateRefused(9, [...WEEKENDS, '2026-11-17']), 'passed'],
    'refuses it there where nobody has entered the year’s holidays': [lateRefused(20, ['2025-10-01']), 'refused; blocked by seven-days'],
    'and no other': [
      story()
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      'refused; blocked by seven-days',
    ],
    'counts from the first push where the policy says so': [
      story()
        .policy({ freshness: { from: 'submission' } })
        .frontMatter({ event_date: '2026-10-01' })
        .signed()
        .at('2026-12-01 23:59'),
      'passed',
    ],
    'lets a publication be planned for the seventh day': [story().frontMatter({ publish_after: '2026-11-30 23:59' }).signed(), 'passed'],
    'exempts no disclosure under a law that the policy doesn’t list': [
      story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 20 }] } } })
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(7)' } })
        .signed(),
      'refused; blocked by seven-days',
    ],
    'lets a correction pass that may still go to the website, whatever the other channels': [
      published()
        .frontMatter({ event_date: '2026-10-01', channels: ['wechat', 'website'], correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      'passed',
    ],
    'all signed in time, but today is the eighth day': [story().signed().at('2026-12-01 00:00'), 'refused; blocked by seven-days'],
    'nor may it be planned for the eighth day': [
      story().frontMatter({ publish_after: '2026-12-01 08:00' }).signed(),
      'refused; blocked by publish-after-late',
    ],
    'a correction of a published item takes the full route, past the seven days too': [
      published()
        .frontMatter({ event_date: '2026-10-01', correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      'passed',
    ],
  },
  '19 (保密审查)': {
    'is done by a level-1 reviewer who signs': [story().signed(), 'passed'],
    'is done by the unit’s own secrecy reviewer, at any time': [bySecrecyDuty().approves('baomi', '10:30'), 'passed; ignored secrecy-only'],
    'waits for him': [bySecrecyDuty(), 'waiting; blocked by secrecy-review; next baomi approve'],
    'waits in an emergency too': [
      story()
        .policy({ emergency: { enabled: true } })
        .urges('fengliu', '10:00'),
      'waiting: waiting, waiting, approved fengliu; blocked by secrecy-review',
    ],
    'isn’t done by his signature of an older text': [
      bySecrecyDuty()
        .approves('baomi', '09:30')
        .pushes('lisi', 'c2', '11:00')
        .approves('zhouyi', '11:10')
        .approves('zhengsi', '11:20')
        .approves('fengliu', '11:30'),
      'waiting; blocked by secrecy-review',
    ],
    'isn’t done once he asks for changes': [
      bySecrecyDuty().approves('baomi', '10:30').asks('baomi', '10:40'),
      'waiting; blocked by secrecy-review',
    ],
    'isn’t done by the secrecy reviewer of another unit': [
      bySecrecyDuty()
        .organisation(({ duties }) => Object.assign(duties[1] as object, { unit: 'jindong' }))
        .approves('baomi', '10:30'),
      'waiting; blocked by secrecy-review; next lisi revise',
    ],
    'refuses the submitter': [story().secrecyBy('lisi').signed(), 'refused; blocked by secrecy-submitter'],
    'refuses somebody whom nobody knows': [story().secrecyBy('nobody').signed(), 'refused; blocked by secrecy-unknown'],
    'was done by whoever had the duty that day, though he has it no more': [
      bySecrecyDuty()
        .organisation(({ duties }) => Object.assign(duties[1] as object, { to: '2026-11-24' }))
        .approves('baomi', '10:30')
        .at('2026-11-25 09:00'),
      'passed',
    ],
    'isn’t done by whoever wrote the text himself': [
      bySecrecyDuty().pushes('baomi', 'c2', '10:25', { text: 'text1', parents: [] }).approves('baomi', '10:30'),
      'waiting; blocked by secrecy-review; next lisi revise',
    ],
    'isn’t done by an approval of the same instant as his request': [
      bySecrecyDuty().approves('baomi', '10:30').asks('baomi', '10:30'),
      'waiting; blocked by secrecy-review',
    ],
    'is done once he approves after it': [bySecrecyDuty().asks('baomi', '10:30').approves('baomi', '10:40'), 'passed'],
    'is no excuse for a signature out of turn, where he is of the Office too': [
      story().holds('baomi', 2).secrecyBy('baomi').approves('baomi', '09:30'),
      'waiting: waiting, out-of-order baomi, waiting; ignored out-of-order',
    ],
  },
  '20 (merging decides nothing)': {
    'counts signatures given after the merge': [
      story().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1').signed(),
      'passed',
    ],
    'refuses a merge that nobody can find': [story().signed().pullRequest({ merged: true }), 'refused; blocked by merge-unknown'],
    'refuses one whose text can’t be read': [
      story().signed().pullRequest({ merged: true, mergeSha: 'm1' }),
      'refused; blocked by merge-unknown',
    ],
    'main holds a text that nobody signed': [
      story().signed().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1 and what main had'),
      'refused; blocked by merged-text',
    ],
    'a squash gives another commit with the same text: passed': [
      story().signed().pullRequest({ merged: true, mergeSha: 'squashed' }).text('squashed', 'text1'),
      'passed',
    ],
    'the merge queue’s commit is compared too': [
      story().signed().pullRequest({ mergeSha: 'queued' }).text('queued', 'another'),
      'refused; blocked by merged-text',
    ],
  },
};
