import { bugsIn } from './altered-gate.ts';

/** Rules 12 to 17 of contracts.md 4: what the gate could do wrong. */
export const signatureBugs = bugsIn({
  12: {
    'review/gate/best-set.ts': {
      'takes a signature of the same instant for a later one': ['claim.ms > after &&', 'claim.ms >= after &&'],
      'asks level 3 to wait for level 1 alone': ['step.level < level)', 'step.level === 1)'],
      'lets one person sign at two levels': ['const differ = distinct ||', 'const differ ='],
      'lets a level be skipped': ['claim === null ? Number.POSITIVE_INFINITY : claim.ms', 'claim === null ? 0 : claim.ms'],
    },
  },
  13: {
    'review/gate/best-set.ts': {
      'takes the first signature of each level and tries no other': [
        'const claim of fitting(rung, chosen, order, emergency))',
        'const claim of fitting(rung, chosen, order, emergency).slice(0, 1))',
      ],
      'lets an early signature stand in the way of the same person’s later one': [
        'const fits = claims.filter((claim) =>',
        'const fits = earliestOfEach(claims, order).filter((claim) =>',
      ],
    },
    'review/gate/places.ts': {
      'says of a signature too many that it is stale': ["return { code: 'surplus',", "return { code: 'stale',"],
    },
  },
  14: {
    'review/gate/best-set.ts': {
      'lets one person sign for two units where persons needn’t differ': ['distinct || (a.level === 1 && b.level === 1) ||', 'distinct ||'],
    },
    'review/gate/subject.ts': {
      'forgets the other units of a joint item': ['[unit, ...(frontMatter.joint_units ?? [])]', '[unit]'],
      'is content with the level 1 of any unit of a joint item': [
        'level: 1, units: [each], ...',
        'level: 1, units: [units[0] as string], ...',
      ],
    },
  },
  15: {
    'review/gate/claims.ts': {
      'asks whether the declared head holds his post today': ['slot.units, beijingDate(at));', 'slot.units, context.today);'],
      'believes a declaration of a time to come': ["? 'unknown' : 'present';\n  const claim", "? 'present' : 'present';\n  const claim"],
      'takes a declaration on a route that asks for a review': [
        'if (!slot || !review || !isDeclared(context, subject)) return [];',
        'if (!slot || !review) return [];',
      ],
      'lets the submitter be declared': [
        "bar: held ? barOf(bars, claim) : 'no-post', retracted",
        "bar: held ? null : 'no-post', retracted",
      ],
    },
    'review/gate/standing-requests.ts': {
      'lets a declaration lift a request': ['claims.filter((claim) => claim.act !== null && isGood(claim))', 'claims.filter(isGood)'],
    },
  },
  16: {
    'review/gate/standing-requests.ts': {
      'lets another of the same level lift a request': ['claim.level > highest ||', 'claim.level >= highest ||'],
      'lets a level above lift a request that is made at the same instant': ['claim.ms > ms && (', 'claim.ms >= ms && ('],
      'stops at anybody’s request': [
        'person === null ? null : placeOf(context, subject, person, day);',
        'person === null ? null : (placeOf(context, subject, person, day) ?? { slot: 0, highest: 1, persons: new Set([person]) });',
      ],
      'forgets a request once the text changes': [
        'return himself || orAbove ? []',
        "return himself || orAbove || history.seen(request) === 'changed' ? []",
      ],
      'forgets a request once its person’s post has ended': [
        'person === null ? null : placeOf(context, subject, person, day);',
        'person === null ? null : placeOf(context, subject, person, context.today);',
      ],
      'lets a signature of an older text lift a request': ["history.seen(approval) === 'present' && survives", 'survives'],
    },
    'review/gate/acts.ts': {
      'leaves a person’s signature as it was when he asks for changes': [
        "return [{ person, day, until: ms, code: 'taken-back' }];",
        'return [];',
      ],
    },
  },
  17: {
    'review/gate/acts.ts': {
      'lets the dismissal of a request lift it': [
        '    else acts.requests.push(',
        "    else if (review.state !== 'DISMISSED') acts.requests.push(",
      ],
      'takes back no further than the dismissed signature itself': ['until: Math.max(ms, ...byHand),', 'until: ms,'],
      'takes a dismissed review of unknown state for a signature': [
        'return others.length > 0 ? null : state;',
        "return others.length > 0 ? null : (state ?? 'APPROVED');",
      ],
      'believes one of two records that disagree': ['return others.length > 0 ? null : state;', 'return state;'],
      'counts a dismissed signature as before': ["code: 'dismissed' }] : [];", "code: 'dismissed' }].slice(1) : [];"],
    },
  },
});
