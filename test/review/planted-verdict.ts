import { bugsIn } from './altered-gate.ts';

/** Rules 21 to 25 of contracts.md 4: what the gate could do wrong. */
export const verdictBugs = bugsIn({
  21: {
    'review/gate/evaluate.ts': {
      'rejects before it refuses': ["['refused', 'rejected', 'waiting']", "['rejected', 'refused', 'waiting']"],
      'waits before it rejects': ["['refused', 'rejected', 'waiting']", "['refused', 'waiting', 'rejected']"],
      'looks at the first item alone': ['...items.map((item) => item.verdict)]', '...items.slice(0, 1).map((item) => item.verdict)]'],
      'asks for signatures where nobody is left, and says nothing': ['    ...(emergency ? [] : nobodyLeft(standing)),\n', ''],
    },
    'review/gate/item-obstacles.ts': {
      'lets a draft pass': ["    ...(pullRequest.draft ? [obstacle('draft')] : []),\n", ''],
    },
  },
  22: {
    'review/gate/level-verdicts.ts': {
      'shows stale before out of order': ["['out-of-order', 'stale', 'not-counted']", "['stale', 'out-of-order', 'not-counted']"],
      'shows the latest of several stale signatures': [
        '.sort((a, b) => a.claim.ms - b.claim.ms));',
        '.sort((a, b) => b.claim.ms - a.claim.ms));',
      ],
    },
    'review/gate/place-in-item.ts': {
      'shows a request at its person’s highest level': ['const [lowest] = held;', 'const lowest = held.at(-1);'],
    },
    'review/gate/best-set.ts': {
      'takes the latest of the fullest sets': ['if (filled > best.filled)', 'if (filled >= best.filled)'],
    },
    'review/gate/places.ts': {
      'shows an uncounted signature at its person’s highest open level': ['const [claim] = open;', 'const claim = open.at(-1);'],
    },
    'review/gate/count-signatures.ts': {
      'asks people to sign who are barred': ['return barOf(bars, claim) === null &&', 'return'],
      'asks a person again who stands at another level': [' && !filled.some((other) => conflict(claim, other, order, emergency));', ';'],
    },
  },
  23: {
    'review/gate/claims.ts': {
      'heeds delegations while they are off': ['policy.delegation.enabled && !leaderOnly ?', '!leaderOnly ?'],
      'takes a delegate and his principal for two persons': [
        'return claim.for === null ? [claim.person] : [claim.person, claim.for];',
        'return [claim.person];',
      ],
      'lets a delegate sign for a principal who is barred': ['return personsOf(claim).reduce', 'return [claim.person].reduce'],
    },
    'organisation/holders.ts': {
      'lets a delegate sign for somebody who holds no post': [
        'return [...new Set(principals)].filter((principal) => holds(organisation, principal, level, units, day));',
        'return [...new Set(principals)];',
      ],
    },
    'review/gate/place-in-item.ts': {
      'lets a delegate take back only his own signature': [
        '?.persons ?? [retraction.person];',
        '?.persons.size ? [retraction.person] : [];',
      ],
    },
  },
  24: {
    'review/gate/count-signatures.ts': {
      'finds 紧急 anywhere in the words': ['/^\\s*紧急[^\\p{L}\\p{N}]*[\\p{L}\\p{N}]/u', '/紧急[^\\p{L}\\p{N}]*[\\p{L}\\p{N}]/u'],
      'takes 紧急 without a reason': ['/^\\s*紧急[^\\p{L}\\p{N}]*[\\p{L}\\p{N}]/u', '/^\\s*紧急/u'],
      'lets the Office call an emergency': ['level === 3 && act', 'level >= 2 && act'],
      'gives a day whatever the policy says': ['policy.emergency.review_hours * 3_600_000', '24 * 3_600_000'],
      'lets an emergency change the settings': [" || subject.kind !== 'item'", ''],
      'calls an emergency where three have signed': ['regular.includes(null) ?', 'regular.length > 0 ?'],
    },
    'review/gate/best-set.ts': {
      'lets the leader of an emergency make it good himself': [' || b === emergency;', ';'],
    },
  },
  25: {
    'review/gate/count-signatures.ts': {
      'drops the order only where persons needn’t differ either': [
        "ordered: policy.order === 'strict',",
        "ordered: policy.order === 'strict' || policy.distinct_persons,",
      ],
      'lets persons be the same whatever the policy, once the order is dropped': [
        'distinct: policy.distinct_persons }',
        "distinct: policy.distinct_persons && policy.order === 'strict' }",
      ],
    },
    'review/gate/best-set.ts': {
      'lets one review fill two levels': ['  if (a.act !== null && a.act === b.act) return true;\n', ''],
    },
  },
});
