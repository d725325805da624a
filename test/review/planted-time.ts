import { bugsIn } from './altered-gate.ts';

/** Rules 18 to 20 of contracts.md 4: what the gate could do wrong. */
export const timeBugs = bugsIn({
  18: {
    'review/gate/timeliness.ts': {
      'refuses on the 7th day': ['if (today > last)', 'if (today >= last)'],
      'refuses a publication planned for the 7th day': [
        'planned !== undefined && planned > last)',
        'planned !== undefined && planned >= last)',
      ],
      'forgets the planned day of publication': [
        'const planned = publishAfter?.slice(0, 10);',
        'const planned = publishAfter?.slice(0, 0);',
      ],
      'takes an information date after the first push': ['eventDate > firstDay)', 'eventDate > today)'],
      'asks for today what was published by hand on a day': ['evidence.offline?.[subject.path] ?? context.today', 'context.today'],
      'takes the day of any item that was published by hand': [
        'evidence.offline?.[subject.path] ??',
        'Object.values(evidence.offline ?? {})[0] ??',
      ],
      'exempts a listed disclosure on every channel': [
        'return channels.some((channel) => exempt.includes(channel));',
        'return exempt.length > 0;',
      ],
    },
    'organisation/freshness.ts': {
      'counts the information day as the first': [
        "switches.first_day === 'counted' ? switches.days - 1 : switches.days",
        "switches.first_day === 'counted' ? switches.days : switches.days - 1",
      ],
      'exempts what calls itself a correction and was never released': [
        'if (frontMatter.correction && released)',
        'if (frontMatter.correction)',
      ],
      'exempts every disclosure that names a law': ['bases.find(({ law }) => law === basis.law)', 'bases[0]'],
      'refuses late disclosure where the policy doesn’t': ["term.basis.late === 'refused' && ", ''],
      'lets late disclosure pass where the policy refuses it': ['return today > day || ', 'return '],
      'counts a law’s term over a year whose holidays nobody has entered': [
        ' || (unknownYear !== null && today.slice(0, 4) >= unknownYear)',
        '',
      ],
    },
    'organisation/working-days.ts': {
      'counts a law’s term in days on which nobody works': ['if (isWorkingDay(day, daysOff)) left -= 1;', 'left -= 1;'],
    },
  },
  19: {
    'review/gate/secrecy.ts': {
      'asks who has the secrecy duty today': ['mayByDuty(approval.day) &&', 'mayByDuty(today) &&'],
      'lets the submitter review his own secrecy': ['if (person === submitter)', 'if (person === submitter && subject.slots.length > 3)'],
      'asks a withdrawal for a secrecy review': ['if (withdraw || !review)', 'if (!review)'],
      'takes a review of an older text': ["      history.seen(approval) === 'present' &&\n", ''],
      'takes a review that was taken back': [
        ' &&\n      !acts.retractions.some((each) => each.person === person && approval.ms <= each.until),',
        ',',
      ],
      'takes no declaration for a review': [
        '(claim) => claim.person === person',
        '(claim) => claim.act !== null && claim.person === person',
      ],
    },
    'review/gate/evaluate.ts': {
      'lets an emergency pass without one': ['    ...secrecy.obstacles,\n', '    ...(emergency ? [] : secrecy.obstacles),\n'],
    },
  },
  20: {
    'review/gate/item-obstacles.ts': {
      'never looks at the merge queue’s commit': ['  if (!mergeSha) return', '  if (!merged) return [];\n  if (!mergeSha) return'],
      'lets a merged text pass that can’t be read': [
        "if (there === undefined) return [obstacle('merge-unknown')];",
        'if (there === undefined) return [];',
      ],
      'never compares what was merged': ['return there === history.present ? [] :', 'return there !== null ? [] :'],
    },
    'review/gate/claims.ts': {
      'counts no signature given after the merge': [
        'const { person } = act;\n  if (person === null) return [];',
        'const { person } = act;\n  if (person === null || context.evidence.pullRequest?.merged) return [];',
      ],
    },
  },
});
