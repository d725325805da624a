import type { ObstacleCode } from './obstacle.ts';
import type { UncountedCode } from './places.ts';
import type { AnonymousCode } from './signature-words.ts';

/** What the 25 rules of the gate are called, by number (contracts.md 4). */
const RULE_NAMES: Readonly<Record<number, string>> = {
  1: '一事一稿',
  2: '文件夹不移不删，已发布的用撤稿收回',
  3: '名单与规则的变更由第二、三级审核',
  4: '没有读全、分不清的不放行',
  5: '按名单认人，名单外的账号和系统账号不作数',
  6: '回避：报送、改稿、推送的人不审自己的稿件',
  7: '报送和改过稿件的人须认得出；没有改动稿件的，不因此回避',
  8: '审核当天在任，管得到这个单位',
  9: '所见即所批：看的须是现在这一版',
  10: '稿件没有变，签批照旧；平台自动撤销不算',
  11: '只认审核的状态，留言和标签不算',
  12: '三人三级，逐级审核',
  13: '多签、重签无妨；先于上一级的须再签',
  14: '联合报送的，各单位都审第一级',
  15: '单位自审以文首的声明为准',
  16: '退回的，由本人或上一级再同意才解除',
  17: '撤销审核只会取消同意，不会解除退回',
  18: '时效：信息日期起七日内',
  19: '保密审查由指定的人亲自审核现在这一版',
  20: '主分支上的须是审过的那一版',
  21: '不能发布先于退回，退回先于等待；草稿和无人可审的等待',
  22: '每一级显示首先成立的状态',
  23: '代签',
  24: '紧急签发',
  25: '放宽的选项',
};

/** The rule behind each code that keeps an item from passing or a review from counting. */
const RULES: Record<ObstacleCode | UncountedCode | AnonymousCode, number> = {
  fork: 1,
  'other-base': 1,
  'too-many-files': 1,
  'mixed-change': 1,
  'second-item': 1,
  'bad-path': 1,
  'unknown-unit': 1,
  'item-removed': 2,
  'nothing-to-withdraw': 2,
  'organisation-head': 3,
  'own-delegation': 3,
  'not-main-leader': 3,
  'no-pull-request': 4,
  'records-incomplete': 4,
  'shared-head': 4,
  'text-unread': 4,
  'front-matter': 4,
  'correction-missing': 4,
  'deleted-account': 5,
  'unknown-account': 5,
  machine: 5,
  author: 6,
  'issue-author': 6,
  submitter: 6,
  'wrote-text': 6,
  'pushed-text': 6,
  'co-author': 6,
  'unknown-hand': 7,
  'unknown-author': 7,
  'no-post': 8,
  'activity-unreadable': 9,
  stale: 9,
  'unknown-text': 9,
  'out-of-order': 12,
  surplus: 13,
  advice: 16,
  'request-lifted': 16,
  'taken-back': 16,
  dismissed: 17,
  'seven-days': 18,
  'publish-after-late': 18,
  'future-date': 18,
  'secrecy-unknown': 19,
  'secrecy-submitter': 19,
  'secrecy-only': 19,
  'secrecy-review': 19,
  'secrecy-replace': 19,
  'merge-unknown': 20,
  'merged-text': 20,
  draft: 21,
  'nobody-left': 21,
};

/** `（规则 9）` */
export function cited(rule: number): string {
  return `（规则 ${rule}）`;
}

/** A sentence with the rule that its code comes from, before its full stop. */
export function withRule(sentence: string, code: string): string {
  return `${sentence.replace(/。$/, '')}${cited(RULES[code as keyof typeof RULES])}`;
}

/** The names of the rules that a text cites, in order of number. */
export function rulesCitedIn(text: string): string[] {
  const numbers = new Set([...text.matchAll(/（规则 (\d+)）/g)].map(([, number]) => Number(number)));
  return [...numbers].sort((a, b) => a - b).map((number) => `${number} ${RULE_NAMES[number]}`);
}
