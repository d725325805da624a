import { printable } from '../../printable.ts';
import type { Blocker, NextAct } from './verdict.ts';

/** Something that keeps a pull request or an item from passing, whoever signs it. */
export interface Obstacle extends Blocker {
  kind: 'refused' | 'waiting';
  act: NextAct['action'];
  by: 'author' | 'administrator';
}

interface Wording {
  kind: Obstacle['kind'];
  act: NextAct['action'];
  by: Obstacle['by'];
  /** `{detail}` is what was found; every sentence names who acts next. */
  text: string;
}

const refused = (act: NextAct['action'], text: string, by: Obstacle['by'] = 'author'): Wording => ({ kind: 'refused', act, by, text });
const waiting = (act: NextAct['action'], text: string, by: Obstacle['by'] = 'author'): Wording => ({ kind: 'waiting', act, by, text });

/** Every obstacle of the rules (contracts.md 4), by its code. */
const WORDINGS = {
  // Rule 1: one pull request, one item.
  fork: refused('resubmit', '不接受从复刻仓库报送；稿件应从本仓库的分支报送；请报送人在本仓库重新报送。'),
  'other-base': refused('resubmit', '合并的目标是 {detail}；稿件只合并到发布用的分支；请报送人改合并目标后重新报送。'),
  'too-many-files': refused('split', '这次改了 {detail} 个文件，超过上限；请报送人分开提交。'),
  'mixed-change': refused('split', '同时改了稿件和别的文件（{detail}）；稿件、名单与规则、程序应各自提交；请报送人分开提交。'),
  'second-item': refused('split', '这次报送了 {detail}；应一事一稿；请报送人分开提交。'),
  'bad-path': refused('resubmit', '{detail} 不在信息的文件夹里；应放在 content/items/单位/日期-短名 下；请报送人改放后重新报送。'),
  'unknown-unit': refused('resubmit', '{detail} 不是名单里的报送单位；请报送人放到本单位的文件夹重新报送。'),
  // Rule 2.
  'item-removed': refused(
    'revise',
    '信息的文件夹 {detail} 被移走或删去了；文件夹应留在原处，已发布的信息用撤稿（withdraw）收回；请报送人恢复文件夹。',
  ),
  'nothing-to-withdraw': refused(
    'revise',
    '主分支上没有 {detail}，没有可撤的；撤稿只撤已经合并的信息；请报送人去掉 withdraw，或关闭这个合并请求。',
  ),
  // Rule 3.
  'organisation-head': refused('revise', '改过的名单写得不对：{detail}请报送人改正后重新送审。'),
  // Rule 4: unread.
  'no-pull-request': refused('resubmit', '这一版不属于任何合并请求，没有审核记录；请报送人用合并请求重新报送。'),
  'records-incomplete': refused('repair', '审核记录没有读全（{detail}），先不放行；请管理员稍后重新核对。', 'administrator'),
  'shared-head': refused('resubmit', '这一版同时用在第 {detail} 号合并请求里，分不清审核的是哪一件；请报送人关闭其中一个。'),
  'text-unread': refused('repair', '{detail} 现在的内容读不出来，先不放行；请管理员稍后重新核对。', 'administrator'),
  'front-matter': refused('revise', '文首写得不合规定，读不出来；请报送人照检查结果改正。'),
  'correction-missing': refused('revise', '这条信息已经发布；再改动应写明更正（correction）或撤稿（withdraw）；请报送人补上。'),
  'activity-unreadable': waiting(
    'repair',
    '读不到分支的推送记录，无法核对审核时的版本，原审核暂不计入；请管理员检查读取权限，读到后自动重新核对。',
    'administrator',
  ),
  // Rule 7.
  'unknown-hand': refused(
    'repair',
    '改过稿件的 {detail} 不在名单里，认不出是谁；请报送人用名单里的账号重新提交，或请管理员核对名单后补上账号。',
  ),
  'unknown-author': refused(
    'repair',
    '{detail} 不在名单里，认不出是谁；报送人和提交报送单的应是名单里的人；请报送人用名单里的账号重新报送，或请管理员核对名单后补上账号。',
  ),
  // Rule 18: seven days (Art. 9).
  'seven-days': refused('revise', '不能发布：{detail}。日期写错的请报送人改正；确属法定公开的，请补 basis 并重新送审。'),
  'publish-after-late': refused('revise', '不能发布：定时发布日{detail}；请报送人改早发布时间，重新送审。'),
  'future-date': refused('revise', '信息日期 {detail}；信息日期不晚于报送当天；请报送人改正日期，重新送审。'),
  // Rule 19: secrecy (Art. 5).
  'secrecy-unknown': refused('revise', '保密审查写的 {detail} 不在名单里；应为单位负责人或专职保密审查人；请报送人改正。'),
  'secrecy-submitter': refused('revise', '保密审查写的是报送人本人；应由另一人审查；请报送人改为单位负责人或专职保密审查人。'),
  'secrecy-review': waiting('approve', '保密审查人 {detail} 还没有审核现在这一版；请 {detail} 看过全文和图片后点 Approve。'),
  'secrecy-replace': waiting('revise', '保密审查人 {detail} 不能审查这一件（参与过改稿，或今天没有这项职责）；请报送人改写另一位。'),
  // Rule 20.
  'merge-unknown': refused('repair', '已合并，但查不到合并后的版本，先不放行；请管理员核对。', 'administrator'),
  'merged-text': refused('resubmit', '合并后的内容和审核的不一样；发布的应是审核过的原文；请报送人重新报送现在的内容。'),
  // Rule 21.
  draft: waiting('ready', '改稿中，未送审。改好后请报送人点 Ready for review 送审。'),
  'nobody-left': waiting('appoint', '{detail}没有还能审核的人（都参与过改稿或报送，或没有账号）；请办公室安排审核人。'),
} as const satisfies Record<string, Wording>;

export type ObstacleCode = keyof typeof WORDINGS;

/** True for the code of something that refuses, and doesn't merely keep waiting (rule 21). */
export function refuses(code: string): boolean {
  return Object.hasOwn(WORDINGS, code) && WORDINGS[code as ObstacleCode].kind === 'refused';
}

/** An obstacle with what was found put into its sentence. */
export function obstacle(code: ObstacleCode, detail = ''): Obstacle {
  const { kind, act, by, text } = WORDINGS[code] as Wording;
  return { code, message: text.replaceAll('{detail}', () => printable(detail)), kind, act, by };
}
