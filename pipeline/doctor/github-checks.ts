import { AHEAD } from '../alerts/endings.ts';
import { silence } from '../alerts/publisher-watch.ts';
import { addDays, beijingDate, beijingMinute, type Instant } from '../beijing-time.ts';
import type { RepositoryPlan } from '../organisation/repository/repository-plan.ts';
import type { DoctorFacts, RunnerGroups } from './facts.ts';
import { type Check, checkOf, ends, type Finding, fine, mustDo, remind } from './report.ts';
import { RIGHTS, type Right } from './rights.ts';

const CLOCK = { remind: 60, must: 300 };
const HOUR = 3_600_000;
/** The publishing workflow runs every quarter of an hour, the gate's every hour. */
const QUIET = { publish: 24 * HOUR, gate: 24 * HOUR };

function repository({ name, private: closed }: { name: string; private: boolean }, { policy }: DoctorFacts): Finding[] {
  if (closed || policy.demo) return [fine('github/repository', `GITHUB_TOKEN 能读仓库 ${name}。`, name)];
  const message =
    '信息仓库不是私有的（公开，或对整个企业可见），未审的稿件谁都能看到，系统不发布；应为私有仓库（演示除外：policy.yml 写 demo: true）；请改为私有。';
  return [mustDo('repository/public', message, name)];
}

function clock(ahead: number): Finding[] {
  const off = Math.abs(ahead);
  const message = `本机时钟${ahead > 0 ? '快' : '慢'}了 ${Math.round(off)} 秒；应与服务器相差不到 ${CLOCK.remind} 秒：登记和发送按平台的时间，不受影响，网站上的时间和本机做的检查会不准；请管理员打开这台机器的自动对时。`;
  if (off > CLOCK.must) return [mustDo('clock/wrong', message, '本机时钟')];
  return off > CLOCK.remind ? [remind('clock/off', message, '本机时钟')] : [];
}

function rate({ left, of }: { left: number; of: number }): Finding[] {
  const place = 'GITHUB_TOKEN';
  if (left === 0)
    return [
      mustDo(
        'github/rate-limit',
        '平台的请求次数已用完，这一小时里什么也核对不了、发不出；应有余量；到点自动恢复，没有发的由以后的运行发，不会重发；请管理员查一查是谁在用。',
        place,
      ),
    ];
  if (left < of / 10)
    return [
      remind(
        'github/rate-low',
        `平台的请求次数只剩 ${left}（每小时 ${of}）；应留有余量，用完的这一小时里什么也发不出；请管理员查一查是谁在用。`,
        place,
      ),
    ];
  return [fine('github/rate', `平台的请求次数还剩 ${left}（每小时 ${of}）。`, place)];
}

function expires(which: 'github' | 'ledger' | 'intake', place: string) {
  return (at: Instant, { today }: DoctorFacts): Finding[] => {
    const day = beijingDate(at);
    if (day > addDays(today, AHEAD)) return [fine(`${which}/token-valid`, `令牌有效到 ${day}。`, place)];
    const message = `令牌 ${place} 到 ${day} 到期；应提前换新；请管理员换一个令牌。`;
    // Of the ledger's the publisher tells, which holds it.
    if (which === 'ledger') return [remind('ledger/token-ending', message, place)];
    return [ends(`${which}/token-ending`, message, place, { kind: `${which}-token`, until: day })];
  };
}

/** GitHub's own runners: each job has a new one. */
const HOSTED = 'GitHub Actions';

const APART = {
  secrets: { jobs: '带密钥的作业', could: '等密钥来', only: 'publish、act、watch 三个工作流', variable: 'SANSHEN_SECRET_RUNNER' },
  site: { jobs: '生成网站的作业', could: '换掉网站', only: '工作流 publish', variable: 'SANSHEN_SITE_RUNNER' },
} as const;

function groups({ pullRequests, ...others }: RunnerGroups): Finding[] {
  if (pullRequests === HOSTED) return [];
  return (['secrets', 'site'] as const).flatMap((which) => {
    if (others[which] !== pullRequests) return [];
    const { jobs, could, only, variable } = APART[which];
    const message = `${jobs}和合并请求的作业用同一组运行器（${pullRequests}）：能推分支的人可以在上面留下程序，${could}；应各用一组；请管理员另建一组，只许${only}用，把它的标签写进仓库变量 ${variable}（见管理员手册“自建平台”）。`;
    return [remind('runs/shared-runners', message, variable)];
  });
}

function right({ name, what, route, permission, workflow, without, severity }: Right, asked: string | null): Finding[] {
  if (asked === null) return [];
  const hint = asked === '' ? '' : `（平台说要 ${asked}）`;
  const message = `GITHUB_TOKEN 读不到${what}（${route}），${without}；应有权限 ${permission}${hint}；请管理员补上，工作流里写 ${workflow}。`;
  const finding = { code: `github/${name}`, message, place: 'GITHUB_TOKEN' };
  return [{ ...finding, severity }];
}

function alerts(count: number): Finding[] {
  if (count === 0) return [];
  return [
    remind('alerts/open', `还有 ${count} 条发布提醒没有关闭；处理完应关闭；请管理员打开带 publish-alert 标签的议题逐条办理。`, '议题'),
  ];
}

function lastRun(workflow: 'publish' | 'gate', what: string) {
  return (at: Instant | null, { now }: DoctorFacts): Finding[] => {
    const place = `.github/workflows/${workflow}.yml`;
    const hint = '应按时运行；请打开仓库的 Actions 页面看最近一次为什么没有成功';
    if (at === null) return [remind(`runs/${workflow}-never`, `${what}还没有成功运行过；${hint}。`, place)];
    const told = `${what}上一次成功运行是 ${beijingMinute(at)}`;
    if (Date.parse(now) - Date.parse(at) <= QUIET[workflow]) return [fine(`runs/${workflow}`, `${told}。`, place)];
    return [remind(`runs/${workflow}-quiet`, `${told}，超过一天；${hint}。`, place)];
  };
}

/** A schedule that stops leaves no trace but this. */
function publishing(at: Instant | null, facts: DoctorFacts): Finding[] {
  const { publishBegan } = facts.github;
  const began = 'value' in publishBegan ? publishBegan.value : null;
  const alert = began === null ? null : silence({ began, now: facts.now });
  if (alert === null) return lastRun('publish', '发布')(at, facts);
  return [mustDo('runs/publish-stopped', alert.message, '.github/workflows/publish.yml')];
}

/** What a token couldn't read is told among what wasn't checked. */
const isUnread = (id: string): boolean => id.startsWith('unreadable/');

type Entry = RepositoryPlan['entries'][number];

/** What differs, in a few words. */
function differing({ action, what, before, after, parts }: Entry): string {
  if (parts) return `${what}：${parts.map((part) => `${part.what}现在是${part.before ?? '没有'}，应为${part.after ?? '没有'}`).join('；')}`;
  if (action === 'create') return `缺${what}`;
  if (action === 'remove') return `多出${what}（${before}）`;
  return `${what}现在是“${before ?? '没有'}”，应为“${after ?? '没有'}”`;
}

function driftOf(entries: readonly Entry[]): Finding[] {
  const [first] = entries;
  if (!first) return [];
  const { id, what, before, after, why, page } = first;
  if (first.action === 'person-must-do')
    return [mustDo('drift/github', `平台上的${what}：${before ?? '没有'}；${after}（${why}）。`, page)];
  const message = `平台的设置与名单、规则不一致：${entries.map(differing).join('；')}；两处应一致（${why}）；请管理员运行 sanshen setup 核对，再用 sanshen setup --apply 改正。`;
  return [id.startsWith('label') ? remind('drift/github', message, page) : mustDo('drift/github', message, page)];
}

/** One finding for what has the same reason and is done on the same page; what a person has to do stands alone. */
function drift({ entries, hints }: RepositoryPlan): Finding[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries.filter(({ id }) => !isUnread(id))) {
    const key = entry.action === 'person-must-do' ? entry.id : `${entry.page} ${entry.why}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...[...groups.values()].flatMap(driftOf), ...hints.map((hint) => remind('drift/open', hint, 'content/policy.yml'))];
}

function unread({ entries }: RepositoryPlan): Finding[] | { unknown: string } {
  const hidden = entries.filter(({ id }) => isUnread(id));
  if (hidden.length === 0) return [];
  return { unknown: `令牌读不到${hidden.map(({ what }) => what).join('、')}；请用管理员的令牌再查一次` };
}

/** What the token may do, and what GitHub has. */
export const GITHUB_CHECKS: readonly Check<DoctorFacts>[] = [
  checkOf('repository', '令牌能不能用，仓库是否私有', ({ github }) => github.repository, repository),
  checkOf('clock', '本机时钟', ({ github }) => github.clock, clock),
  checkOf('token-end', '令牌的到期日', ({ github }) => github.expires, expires('github', 'GITHUB_TOKEN')),
  checkOf('ledger-token-end', '台账令牌的到期日', ({ github }) => github.ledgerExpires, expires('ledger', 'SANSHEN_LEDGER_TOKEN')),
  checkOf('intake-token-end', '收稿令牌的到期日', ({ github }) => github.intakeExpires, expires('intake', 'SANSHEN_INTAKE_TOKEN')),
  checkOf('rate', '平台的请求次数', ({ github }) => github.rate, rate),
  ...RIGHTS.map((each) =>
    checkOf<DoctorFacts, string | null>(
      `right-${each.name}`,
      `令牌能不能读${each.what}`,
      ({ github }) => github.rights[each.name],
      (asked) => right(each, asked),
    ),
  ),
  {
    name: 'right-write',
    title: '令牌能不能写状态、留言和提醒',
    look: () => ({ unknown: '体检只读不写，写的权限要在第一次运行时才看得出' }),
  },
  checkOf('github-settings', '平台的设置与名单、规则是否一致', ({ github }) => github.plan, drift),
  {
    name: 'github-settings-unread',
    title: '平台设置里令牌看不到的部分',
    look: ({ github: { plan } }) => {
      if ('value' in plan) return unread(plan.value);
      return 'unknown' in plan ? plan : { unknown: '平台的设置没有读成（见上）' };
    },
  },
  checkOf('alerts', '没有关闭的发布提醒', ({ github }) => github.alerts, alerts),
  checkOf('publish-run', '上一次成功发布', ({ github }) => github.publishRun, publishing),
  checkOf('runner-groups', '带密钥的作业和合并请求的作业是否各用一组运行器', ({ github }) => github.runnerGroups, groups),
  checkOf('gate-run', '上一次审核巡查', ({ github }) => github.gateRun, lastRun('gate', '审核巡查')),
];
