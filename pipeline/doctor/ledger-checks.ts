import { AHEAD } from '../alerts/endings.ts';
import { addDays } from '../beijing-time.ts';
import type { DoctorFacts, LedgerFacts, WeiboFacts } from './facts.ts';
import { type Check, checkOf, ends, type Finding, fine, mustDo, remind } from './report.ts';

const SHOWN = 5;
const DAY = 86_400;

/** The first few of a list, and how many more there are. */
function someOf(list: readonly string[]): string {
  const more = list.length > SHOWN ? ` 等 ${list.length} 项` : '';
  return `${list.slice(0, SHOWN).join('、')}${more}`;
}

function verified({ head, items, events, problems }: LedgerFacts): Finding[] {
  const [first] = problems;
  if (first) {
    const message = `台账核验没有通过，共 ${problems.length} 处，第一处：${first.message}运行 sanshen verify 可看全部。`;
    return [mustDo('ledger/unverified', message, first.event || 'ledger')];
  }
  const newest = head?.slice(0, 12) ?? '';
  return [fine('ledger/verified', `台账核验通过：${items} 条信息，${events} 条登记，最新提交 ${newest}。`, 'ledger')];
}

function settings({ settings: state }: LedgerFacts): Finding[] {
  if (state === 'held') return [];
  if (state === 'none') {
    const message = '台账里还没有第一版名单与规则，什么也不发；应先登记；请管理员运行 sanshen setup --apply。';
    return [mustDo('settings/unsigned', message, 'ledger')];
  }
  const message =
    '主分支上的名单与规则与台账登记的不同，登记以前什么也不发；改动应经办公室审核、分管领导签发；审完的下一次运行自动登记，没有审的请补审或改回。';
  return [remind('settings/unverified', message, 'content/')];
}

function releases({ needsHuman, unknown }: LedgerFacts): Finding[] {
  const waiting = `${needsHuman.length} 件发布等人处理：${someOf(needsHuman)}；应尽快办结；请管理员核对后用 record 或 resolve 登记。`;
  const doubt = `${unknown.length} 件发布结果不明：${someOf(unknown)}；下一次运行会先读回；请不要手工重发，一天后仍不明的请管理员核对。`;
  return [
    ...(needsHuman.length > 0 ? [mustDo('releases/needs-human', waiting, 'ledger')] : []),
    ...(unknown.length > 0 ? [remind('releases/unknown', doubt, 'ledger')] : []),
  ];
}

function held({ held: reason }: LedgerFacts): Finding[] {
  if (reason === null) return [];
  return [remind('releases/held', `全部发布已暂停：${reason}；原因消除后应恢复；请办公室审核人运行 sanshen resume。`, 'ledger')];
}

function wechatQuota({ left, of }: { left: number; of: number }): Finding[] {
  const told = `微信今天还能发布 ${left} 次（每天 ${of} 次）`;
  if (left > of / 10) return [fine('wechat/quota', `${told}。`, '微信')];
  return [
    remind(
      'wechat/quota-low',
      `${told}；应留有余量，用完以后审定的等次日自动发，不会重发；请办公室先安排急件，当天必须发的请管理员手工发表后登记。`,
      '微信',
    ),
  ];
}

function weibo({ uid, secondsLeft }: WeiboFacts, { policy, today }: DoctorFacts): Finding[] {
  const wanted = policy.channels.weibo.uid;
  const place = 'WEIBO_ACCESS_TOKEN';
  if (wanted !== undefined && wanted !== uid) {
    const message = `微博账号不对：policy.yml 写的是 ${wanted}，令牌属于 ${uid}；两者应相同；请管理员核对 WEIBO_ACCESS_TOKEN。`;
    return [mustDo('weibo/wrong-account', message, place)];
  }
  if (secondsLeft === null) return [];
  const days = Math.floor(secondsLeft / DAY);
  if (days > AHEAD) return [fine('weibo/token-valid', `微博授权还有 ${days} 天。`, place)];
  const until = addDays(today, days);
  const message = `微博授权还有 ${days} 天到期（${until}）；应提前续；请管理员用本局账号重新授权，更新 WEIBO_ACCESS_TOKEN。`;
  return [ends('weibo/token-ending', message, place, { kind: 'weibo-token', channel: 'weibo', until })];
}

/** What a ledger tells that is there and could be read; why it couldn't is told by the first of these checks. */
function fromLedger(name: string, title: string, judge: (ledger: LedgerFacts) => Finding[]): Check<DoctorFacts> {
  return checkOf(
    name,
    title,
    (facts) => {
      if ('problem' in facts.ledger) return { unknown: '台账没有读成（见上）' };
      return 'value' in facts.ledger && facts.ledger.value.head === null ? { unknown: '还没有台账' } : facts.ledger;
    },
    judge,
  );
}

/** The ledger, what waits in it, and the platforms. */
export const LEDGER_CHECKS: readonly Check<DoctorFacts>[] = [
  checkOf(
    'ledger-push',
    '台账令牌能不能写台账分支（试推，不写入）',
    ({ ledgerPush }) => ledgerPush,
    () => [fine('ledger/push', '台账令牌能写台账分支（分支规则是否放行，推送时才看得出）。', 'SANSHEN_LEDGER_TOKEN')],
  ),
  checkOf(
    'fetched',
    '取来最新的主分支和台账',
    ({ fetched }) => fetched,
    () => [],
  ),
  checkOf('settings-lock', '名单与规则是否已登记', (facts) => facts.ledger, settings),
  fromLedger('ledger', '台账核验', verified),
  fromLedger('releases', '等人处理和结果不明的发布', releases),
  fromLedger('hold', '是否暂停发布', held),
  checkOf(
    'wechat',
    '微信接口能不能取到凭证',
    (facts) => facts.wechat,
    () => [fine('wechat/token', '微信接口能取到凭证。', '微信')],
  ),
  checkOf('wechat-quota', '微信今天的发布次数', (facts) => facts.wechatQuota, wechatQuota),
  checkOf('weibo', '微博授权', (facts) => facts.weibo, weibo),
  checkOf(
    'mail',
    '邮件服务器能不能登录',
    ({ mail }) => mail,
    () => [fine('mail/login', '邮件服务器能登录。', 'policy.yml 的 mail')],
  ),
];
