import { story } from './evidence-builder.ts';
import type { Case } from './judged.ts';
import { bySecrecyDuty, declared, ownPost, PENDING, published, ZERO } from './stories.ts';

const WEEKENDS = ['2026-11-14', '2026-11-15', '2026-11-21', '2026-11-22'];

/** Rules 18 to 20 of contracts.md 4: time, secrecy, merging. */
export const timeRules: Record<string, Case[]> = {
  '18 (时效)': [
    { it: 'passes on the seventh day', given: story().signed().at('2026-11-30 23:59'), verdict: 'passed' },
    { it: 'refuses on the eighth', given: story().signed().at('2026-11-30T16:00:00Z'), verdict: 'refused', blockers: ['seven-days'] },
    {
      it: 'refuses the seventh where the policy counts the first day',
      given: story()
        .policy({ freshness: { first_day: 'counted' } })
        .signed()
        .at('2026-11-30 08:00'),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'passes after a holiday where the policy lengthens',
      given: story()
        .policy({ freshness: { holidays: 'extended' } })
        .with((evidence) => Object.assign(evidence, { holidays: ['2026-11-30', '2026-12-01'] }))
        .signed()
        .at('2026-12-02 08:00'),
      verdict: 'passed',
    },
    {
      it: 'refuses an information date after the first push',
      given: story().frontMatter({ event_date: '2026-11-25' }).signed().at('2026-11-26 08:00'),
      verdict: 'refused',
      blockers: ['future-date'],
    },
    {
      it: 'takes a first push that can’t be read for one that held the item already',
      given: story()
        .frontMatter({ event_date: '2026-11-24' })
        .with(({ pushes }) => {
          pushes.unshift({ at: '2026-11-23T09:00:00+08:00', actor: 'lisi', before: ZERO, after: 'gone', forced: false });
          Object.assign(pushes[1] as object, { before: 'gone' });
        })
        .signed(),
      verdict: 'refused',
      blockers: ['future-date'],
    },
    {
      it: 'takes the push that first held the item for the first, not an earlier one, nor the branch’s being deleted',
      given: story()
        .frontMatter({ event_date: '2026-11-24' })
        .with(({ pushes }) => {
          pushes.unshift(
            { at: '2026-11-22T09:00:00+08:00', actor: 'lisi', before: ZERO, after: 'main0', forced: false },
            { at: '2026-11-23T09:00:00+08:00', actor: 'lisi', before: 'main0', after: ZERO, forced: false },
          );
        })
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'doesn’t ask a withdrawal for its age',
      given: published()
        .frontMatter({ event_date: '2026-01-01', withdraw: { kind: 'outdated', reason: '已过期' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'exempts a correction for the website alone',
      given: published()
        .frontMatter({ event_date: '2026-10-01', channels: ['wechat'], correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'exempts no correction of what was never released',
      given: story()
        .frontMatter({ event_date: '2026-10-01', correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'exempts disclosure whose law the policy lists',
      given: story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 20 }] } } })
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'exempts it after the law’s own term too: late disclosure is a duty still',
      given: story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 5 }] } } })
        .with((evidence) => Object.assign(evidence, { holidays: WEEKENDS }))
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      verdict: 'passed',
    },
    ...[
      {
        it: 'passes it on the last day of the law’s own term where the policy refuses late ones',
        days: 10,
        holidays: WEEKENDS,
        passes: true,
      },
      { it: 'refuses it a day later there', days: 9, holidays: WEEKENDS, passes: false },
      { it: 'takes no holiday for a working day', days: 9, holidays: [...WEEKENDS, '2026-11-17'], passes: true },
      { it: 'refuses it there where nobody has entered the year’s holidays', days: 20, holidays: ['2025-10-01'], passes: false },
    ].map(({ it, days, holidays, passes }): Case => {
      const given = story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: days, late: 'refused' }] } } })
        .with((evidence) => Object.assign(evidence, { holidays }))
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed();
      return passes ? { it, given, verdict: 'passed' } : { it, given, verdict: 'refused', blockers: ['seven-days'] };
    }),
    {
      it: 'and no other',
      given: story()
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'counts from the first push where the policy says so',
      given: story()
        .policy({ freshness: { from: 'submission' } })
        .frontMatter({ event_date: '2026-10-01' })
        .signed()
        .at('2026-12-01 23:59'),
      verdict: 'passed',
    },
    {
      it: 'lets a publication be planned for the seventh day',
      given: story().frontMatter({ publish_after: '2026-11-30 23:59' }).signed(),
      verdict: 'passed',
    },
    {
      it: 'exempts no disclosure under a law that the policy doesn’t list',
      given: story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 20 }] } } })
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(7)' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'lets a correction pass that may still go to the website, whatever the other channels',
      given: published()
        .frontMatter({ event_date: '2026-10-01', channels: ['wechat', 'website'], correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      verdict: 'passed',
    },
  ],
  '19 (保密审查)': [
    { it: 'is done by a level-1 reviewer who signs', given: story().signed(), verdict: 'passed' },
    {
      it: 'is done by the unit’s own secrecy reviewer, at any time',
      given: bySecrecyDuty().approves('baomi', '10:30'),
      verdict: 'passed',
      ignored: ['secrecy-only'],
    },
    { it: 'waits for him', given: bySecrecyDuty(), verdict: 'waiting', blockers: PENDING, next: ['baomi approve'] },
    {
      it: 'waits in an emergency too',
      given: story()
        .policy({ emergency: { enabled: true } })
        .approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'approved fengliu'],
      blockers: PENDING,
    },
    {
      it: 'isn’t done by his signature of an older text',
      given: bySecrecyDuty()
        .approves('baomi', '09:30')
        .pushes('lisi', 'c2', '11:00')
        .approves('zhouyi', '11:10')
        .approves('zhengsi', '11:20')
        .approves('fengliu', '11:30'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'isn’t done once he asks for changes',
      given: bySecrecyDuty().approves('baomi', '10:30').asks('baomi', '10:40'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'isn’t done by the secrecy reviewer of another unit',
      given: bySecrecyDuty()
        .organisation(({ duties }) => Object.assign(duties[1] as object, { unit: 'jindong' }))
        .approves('baomi', '10:30'),
      verdict: 'waiting',
      blockers: PENDING,
      next: ['lisi revise'],
    },
    {
      it: 'isn’t done for him by a declaration',
      given: declared()
        .frontMatter({ secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'refuses the submitter',
      given: story()
        .frontMatter({ secrecy_review: { by: 'lisi', date: '2026-11-23', conclusion: '可公开' } })
        .signed(),
      verdict: 'refused',
      blockers: ['secrecy-submitter'],
    },
    {
      it: 'refuses somebody whom nobody knows',
      given: story()
        .frontMatter({ secrecy_review: { by: 'nobody', date: '2026-11-23', conclusion: '可公开' } })
        .signed(),
      verdict: 'refused',
      blockers: ['secrecy-unknown'],
    },
    {
      it: 'was done by whoever had the duty that day, though he has it no more',
      given: bySecrecyDuty()
        .organisation(({ duties }) => Object.assign(duties[1] as object, { to: '2026-11-24' }))
        .approves('baomi', '10:30')
        .at('2026-11-25 09:00'),
      verdict: 'passed',
    },
    {
      it: 'isn’t done by whoever wrote the text himself',
      given: bySecrecyDuty().pushes('baomi', 'c2', '10:25', { text: 'text1', parents: [] }).approves('baomi', '10:30'),
      verdict: 'waiting',
      blockers: PENDING,
      next: ['lisi revise'],
    },
    {
      it: 'isn’t done by an approval of the same instant as his request',
      given: bySecrecyDuty().approves('baomi', '10:30').asks('baomi', '10:30'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'is done once he approves after it',
      given: bySecrecyDuty().asks('baomi', '10:30').approves('baomi', '10:40'),
      verdict: 'passed',
    },
    {
      it: 'is no excuse for a signature out of turn, where he is of the Office too',
      given: ownPost(
        'baomi',
        2,
      )(story())
        .frontMatter({ secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
        .approves('baomi', '09:30'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order baomi', 'waiting'],
      ignored: ['out-of-order'],
    },
  ],
  '20 (merging decides nothing)': [
    {
      it: 'counts signatures given after the merge',
      given: story().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1').signed(),
      verdict: 'passed',
    },
    {
      it: 'refuses a merge that nobody can find',
      given: story().signed().pullRequest({ merged: true }),
      verdict: 'refused',
      blockers: ['merge-unknown'],
    },
    {
      it: 'refuses one whose text can’t be read',
      given: story().signed().pullRequest({ merged: true, mergeSha: 'm1' }),
      verdict: 'refused',
      blockers: ['merge-unknown'],
    },
  ],
};
