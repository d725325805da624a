import { bugsIn } from './altered-gate.ts';

/** Rules 5 to 11 of contracts.md 4: what the gate could do wrong. */
export const personBugs = bugsIn({
  5: {
    'organisation/person.ts': {
      'goes on knowing a person with a recorded number by his login': [
        '    else for (const login of logins)',
        '    for (const login of logins)',
      ],
      'minds capital letters': ['?? byLogin.get(name);', '?? byLogin.get(login);'],
      'takes an account that GitHub calls a bot for a person': [" || account?.type === 'Bot') return MACHINE;", ') return MACHINE;'],
      'takes an app for an unknown hand': [" || name.endsWith('[bot]')", ''],
      'minds capital letters in the policy’s machines': ['...machines.map((login) => login.toLowerCase())', '...machines'],
    },
  },
  6: {
    'review/gate/bars.ts': {
      'lets the author of the pull request sign': ["  bar(context.personOf(author), 'author');\n", ''],
      'lets the author of the issue sign': [
        "  for (const login of issueAuthorsOf(context.evidence)) bar(context.personOf(login), 'issue-author');\n",
        '',
      ],
      'lets the submitter sign': ["  bar(subject.frontMatter.submitter, 'submitter');\n", ''],
      'lets whoever committed the text sign': ["      { login: committer, code: 'wrote-text', where },\n", ''],
      'lets whoever pushed the text sign': ['return [...commits, ...pushes];', 'return commits;'],
      'lets a co-author sign at level 1': ['level !== 2 ?', 'level === 3 ?'],
      'bars a co-author at level 2 too': ['coAuthors.has(person) && level !== 2 ?', 'coAuthors.has(person) ?'],
    },
  },
  7: {
    'review/gate/text-history.ts': {
      'takes a commit without known parents for one that leaves the text as it was': [
        'if (parents === undefined) return true;',
        'if (parents === undefined) return false;',
      ],
      'bars whoever merges main into the branch': ['!parents.some((parent) =>', '!parents.every((parent) =>'],
      'takes two texts that can’t be read for the same': ['a !== undefined && a === b;', 'a === b;'],
      'bars whoever deletes the branch': ['      if (isNothing(push.after)) return false;\n', ''],
      'takes a branch made again for a change of the text': [
        'const origins = heads.length > 0 ? heads.map(at) : [base];',
        'const origins = [base];',
      ],
    },
    'review/gate/bars.ts': {
      'overlooks an author whose account is deleted': [
        "identify(login).kind === 'unknown' ?",
        "login !== null && identify(login).kind === 'unknown' ?",
      ],
      'asks of several issues only who wrote the first': [
        '...issueAuthorsOf(evidence).flatMap((login) =>',
        '...issueAuthorsOf(evidence).slice(0, 1).flatMap((login) =>',
      ],
      'never asks who submitted': ['...(isKnown ?', '...(true ?'],
      'overlooks a hand whose account is deleted': [
        'filter(({ login }) => context.identify(login).kind',
        'filter(({ login }) => login !== null && context.identify(login).kind',
      ],
    },
  },
  8: {
    'organisation/holders.ts': {
      'ends a post a day early': ['day <= entry.to)', 'day < entry.to)'],
      'begins a post a day late': ['(entry.from <= day &&', '(entry.from < day &&'],
      'takes an Office of one unit for that of all units of a joint item': [
        'units.length > 0 && units.every(',
        'units.length > 0 && units.some(',
      ],
      'takes every post for one of all units': ["post.covers === '*' ||", 'post.covers !== undefined ||'],
    },
    'review/gate/claims.ts': {
      'asks for the post that a person holds today': ['const held = on(act.day);', 'const held = on(context.today);'],
    },
    'review/gate/acts.ts': {
      'counts days in Greenwich': ['day: beijingDate(at)', 'day: new Date(at).toISOString().slice(0, 10)'],
    },
    'beijing-time.ts': {
      'takes the machine’s calendar for Beijing’s': [
        'const date = shifted(instant).toISOString().slice(0, 10);',
        "const date = new Date(instant).toLocaleDateString('sv-SE');",
      ],
    },
  },
  9: {
    'review/gate/text-history.ts': {
      'takes a push of the same instant for one before': ['?? before) < before)', '?? before) <= before)'],
      'believes the commit that a review names': ['const texts = [...heads.map(at), commit', 'const texts = [commit'],
      'never looks at the commit that a review names': ['...heads.map(at), commit === null ? undefined : at(commit)]', '...heads.map(at)]'],
      'counts a signature of a time to come': ['heads.length === 0 || ms > now)', 'heads.length === 0)'],
      'takes what can’t be told for the present text': ["return texts.includes(undefined) ? 'unknown' : 'present';", "return 'present';"],
      'looks at the head of today, not at the one before the signature': [
        'const heads = headsBefore(moves, ms);',
        'const heads = headsBefore(moves, Number.POSITIVE_INFINITY);',
      ],
      'takes the pushes in the order in which they are listed': [
        '.map((push) => ({ ms: Date.parse(push.at), push })).sort((a, b) => a.ms - b.ms);',
        '.map((push) => ({ ms: Date.parse(push.at), push }));',
      ],
    },
    'review/gate/claims.ts': {
      'counts a signature of a text that can’t be told': ["claim.seen === 'present';", "claim.seen !== 'changed';"],
      'counts a signature of whatever text': [" && claim.seen === 'present';", ';'],
    },
  },
  10: {
    'review/gate/acts.ts': {
      'lets GitHub’s own dismissal after a push take a signature away': [
        'dismissals.filter(({ commit }) => !commit).map(',
        'dismissals.map(',
      ],
    },
    'review/gate/text-history.ts': {
      'compares commits where texts should be': [
        'commit === null ? undefined : at(commit)]',
        'commit === pullRequest?.head.sha ? present : null]',
      ],
      'takes a forced push for a change whatever the text': [
        'if (!isNothing(push.before)) return !same(',
        'if (!isNothing(push.before)) return push.forced || !same(',
      ],
    },
  },
  11: {
    'review/gate/acts.ts': {
      'takes a comment that says 同意 for a signature': [
        "if (state === 'COMMENTED') continue;\n    if (state === 'APPROVED')",
        "if (state === 'COMMENTED' && !body.includes('同意')) continue;\n    if (state === 'APPROVED' || state === 'COMMENTED')",
      ],
      'takes every comment for a request': ["if (state === 'COMMENTED') continue;", ''],
      'takes a signature that says 不同意 for none': [
        "if (state === 'COMMENTED') continue;",
        "if (state === 'COMMENTED' || (state === 'APPROVED' && body.includes('不'))) continue;",
      ],
    },
  },
});
