import { bugsIn } from './altered-gate.ts';

/** Rules 1 to 4 of contracts.md 4: what the gate could do wrong. */
export const textBugs = bugsIn({
  1: {
    'review/gate/scope.ts': {
      'takes a pull request from a fork': ["...(pullRequest.fromFork ? [obstacle('fork')] : []),", ''],
      'refuses as many files as are allowed': ['files.length > most ?', 'files.length >= most ?'],
      'lets one item more through than are allowed': [
        'folders.length > policy.items_per_pull_request',
        'folders.length > policy.items_per_pull_request + 1',
      ],
      'lets a file of the program go along with an item': [
        "const others = pathsOf(parts, 'rule', 'generated', 'code');",
        "const others = pathsOf(parts, 'rule', 'generated');",
      ],
      'never asks which branch it merges into': ['pullRequest.base.ref !== policy.branch ?', "pullRequest.base.ref === '' ?"],
      'takes two items of two units where two items are allowed': ['&& units.size > 1 ?', '&& units.size > 2 ?'],
      'takes a name that every object has for a unit': ['!Object.hasOwn(organisation.units, unit)', '!(unit in organisation.units)'],
    },
  },
  2: {
    'review/gate/scope.ts': {
      'forgets where a moved file came from': ["status === 'renamed' ? [path, previousPath ?? '来处不明'] : [path],", '[path],'],
    },
    'review/gate/item-obstacles.ts': {
      'takes a folder that is gone for one whose front matter can’t be read': [
        'const removed = isItem && history.present === null;',
        'const removed = isItem && history.base === null && history.present === null;',
      ],
      'takes back what main doesn’t hold': [
        "if (!frontMatter.withdraw || typeof base === 'string') return [];",
        'if (!frontMatter.withdraw || base !== undefined) return [];',
      ],
    },
    'review/gate/subject.ts': {
      'lets a leader alone take an item back': [
        'if (frontMatter.withdraw) return upper;',
        'if (frontMatter.withdraw) return upper.slice(1);',
      ],
    },
  },
  3: {
    'review/gate/scope.ts': {
      'lets a file of the settings go along with as many as an old site has': [
        'const isHistory = files.every(',
        'const isHistory = files.some(',
      ],
      'signs no file that is generated': [", ...pathsOf(parts, 'generated').filter((path) => byPath.has(path))]", ']'],
    },
    'review/gate/subject.ts': {
      'asks for the main leader only where posts and delegations change together': [
        'differ(leaders(before), leaders(after)) || differ(',
        'differ(leaders(before), leaders(after)) && differ(',
      ],
      'takes an organisation that isn’t shown for one without new leaders': ['return { ...none, mainLeader: true };', 'return none;'],
      'bars the principal of a new delegation, not the delegate': [
        '!old.has(canonicalJson(entry))).map(({ delegate }) => delegate)',
        '!old.has(canonicalJson(entry))).map(({ principal }) => principal)',
      ],
      'lets any leader sign what the policy leaves to the main leader': [
        'category !== undefined && policy.main_leader_signs.includes(category);',
        'category !== undefined && policy.main_leader_signs.length > 6;',
      ],
      'waits for the main leader to take back what is his to sign': [
        'const mainLeader = !withdraw && category',
        'const mainLeader = withdraw !== null && category',
      ],
      'lets a leader alone change the settings': ["    { level: 2, units: 'any' },\n", ''],
    },
    'review/gate/claims.ts': {
      'waits for a main leader where there is none': [" && day !== 'ever' && hasMainLeader(organisation, day);", " && day !== 'ever';"],
      'lets a delegate stand in for the main leader': ['policy.delegation.enabled && !leaderOnly ?', 'policy.delegation.enabled ?'],
    },
  },
  4: {
    'review/gate/item-obstacles.ts': {
      'overlooks a list that wasn’t read to the end': ['incomplete.length > 0 ?', 'incomplete.length > 1 ?'],
      'overlooks the only other pull request with this head': [
        'pullRequest.siblings?.length ?',
        '(pullRequest.siblings?.length ?? 0) > 1 ?',
      ],
      'asks for a correction only where main still holds the item': [
        '[...correctionObstacles(context, subject),',
        '[...(history.base === null ? [] : correctionObstacles(context, subject)),',
      ],
      'lets a released item change without a word': ['evidence.released?.includes(path)', 'evidence.released?.includes(path.slice(1))'],
    },
    'review/gate/subject.ts': {
      'takes a broken front matter for a whole one': ['complete: false }', 'complete: true }'],
    },
    'review/gate/context.ts': {
      'judges by an organisation with a post of nobody': ['if (fault) throw', "if (fault?.code === 'organisation/login-twice') throw"],
    },
  },
});
