import { AHEAD } from '../alerts/endings.ts';
import { addDays, type BeijingDate } from '../beijing-time.ts';
import { administrators, hasMainLeader, inForce, peopleWithoutAccount } from '../organisation/holders.ts';
import { HOLIDAYS_FILE } from '../organisation/holidays.ts';
import { LEVEL_NAMES, type Organisation } from '../organisation/organisation.ts';
import { nameOfPerson } from '../organisation/person.ts';
import { validateOrganisation } from '../organisation/validate.ts';
import { validatePolicy } from '../organisation/validate-policy.ts';
import { rotaFaults } from '../organisation/validate-rota.ts';
import { knowsYear } from '../organisation/working-days.ts';
import type { DoctorFacts, ListFact } from './facts.ts';
import { type Check, checkOf, type Finding, mustDo, remind } from './report.ts';

const ORGANISATION = 'content/organisation.yml';
const POLICY = 'content/policy.yml';

/** True for something that ends today or within the next days. */
const endsSoon = (to: BeijingDate | undefined, today: BeijingDate): to is BeijingDate =>
  to !== undefined && today <= to && to <= addDays(today, AHEAD);

function organisation({ organisation: all, policy, today, holidays: off }: DoctorFacts): Finding[] {
  const rota = rotaFaults(all, policy.delegation.enabled, 'value' in off ? off.value : [], today);
  return [...validateOrganisation(all, today, policy.distinct_persons), ...rota].map(({ code, message, place }) =>
    mustDo(code, message, `${ORGANISATION} ${place}`),
  );
}

function accounts({ organisation: all, today }: DoctorFacts): Finding[] {
  return peopleWithoutAccount(all, today).map((person) => {
    const name = nameOfPerson(all, person);
    const message = `${name}有任职或专人职责，但没有登记账号，不能在平台上办理；应写明 logins；请补上账号，或给任职写上结束日。`;
    return remind('organisation/no-login', message, `${ORGANISATION} people.${person}`);
  });
}

function noAdministrator({ organisation: all, today }: DoctorFacts): Finding[] {
  if (administrators(all, today).length > 0) return [];
  const message = '今天没有平台管理员，没有人合并、登记手工发布和接收提醒；应至少有一人（第三条）；请在 duties 里补上 administrator。';
  return [mustDo('organisation/no-administrator', message, `${ORGANISATION} duties`)];
}

/** Who holds the same post for the same unit the day after. */
function successors({ posts, people }: Organisation, { unit, level }: Organisation['posts'][number], day: BeijingDate): string {
  const next = posts.filter((post) => post.unit === unit && post.level === level && inForce(post, day));
  const names = [...new Set(next.map(({ person }) => people[person]?.name ?? person))];
  return names.length === 0 ? '之后没有人接任' : `之后由${names.join('、')}办理`;
}

function postsEnding({ organisation: all, today }: DoctorFacts): Finding[] {
  const posts = all.posts.flatMap((post, index) => {
    if (!endsSoon(post.to, today)) return [];
    const message = `${nameOfPerson(all, post.person)}的任职“${post.post}”（${LEVEL_NAMES[post.level]}）到 ${post.to} 为止，${successors(all, post, addDays(post.to, 1))}；应提前定好接任的人；请在 posts 里写明。`;
    return [remind('organisation/post-ending', message, `${ORGANISATION} posts[${index}]`)];
  });
  const duties = all.duties.flatMap(({ duty, person, to }, index) => {
    if (!endsSoon(to, today)) return [];
    const what = duty === 'administrator' ? '平台管理员' : '保密审查';
    const message = `${nameOfPerson(all, person)}的职责“${what}”到 ${to} 为止；应提前定好接任的人；请在 duties 里写明。`;
    return [remind('organisation/duty-ending', message, `${ORGANISATION} duties[${index}]`)];
  });
  return [...posts, ...duties];
}

function delegations({ organisation: all, policy, today }: DoctorFacts): Finding[] {
  if (!policy.delegation.enabled) {
    const count = all.delegations.filter(({ to }) => to >= today).length;
    const message = `名单里有 ${count} 条代签，但没有打开代签，都不起作用；两处应一致；请在 policy.yml 打开 delegation，或删去这几条。`;
    return count === 0 ? [] : [remind('delegation/off', message, `${ORGANISATION} delegations`)];
  }
  return all.delegations.flatMap(({ principal, delegate, from, to, document }, index) => {
    // A day of the 值班表 ends of itself.
    if (from === to || !endsSoon(to, today)) return [];
    const message = `${nameOfPerson(all, delegate)}代${nameOfPerson(all, principal)}签（${document}）到 ${to} 为止；到期应由本人签；还要代签的，请凭新文件另写一条。`;
    return [remind('delegation/ending', message, `${ORGANISATION} delegations[${index}]`)];
  });
}

/** Categories that only the main leader may sign, and nobody who is it: then any level 3 signs. */
function noMainLeader({ organisation: all, policy, today }: DoctorFacts): Finding[] {
  const { main_leader_signs: categories } = policy;
  if (categories.length === 0 || hasMainLeader(all, today)) return [];
  const message = `规则写明${categories.join('、')}由主要领导签发，但今天没有人任“主要领导”，现在由任一分管领导签发；两处应一致；请在 posts 里补上，或改 main_leader_signs。`;
  return [remind('organisation/no-main-leader', message, `${ORGANISATION} posts`)];
}

/** The State Council's office tells next year's holidays about then; who starts now has two months to enter them. */
const NEXT_YEAR_KNOWN = '11-01';

function holidays(days: readonly BeijingDate[], { policy, today }: DoctorFacts): Finding[] {
  const has = (year: number): boolean => knowsYear(days, `${year}-01-01`);
  const year = Number(today.slice(0, 4));
  const next = today.slice(5) >= NEXT_YEAR_KNOWN && !has(year + 1) ? [year + 1] : [];
  const { holidays: counting, statutory } = policy.freshness;
  return [...(has(year) ? [] : [year]), ...next].map((wanted) => {
    const message = `没有 ${wanted} 年的节假日和调休，跨到 ${wanted} 年的顺延和工作日算不准；应照国务院办公厅的通知（一般在 11 月）录入；请办公室补上，送审后生效。`;
    const needed = wanted === year && (counting === 'extended' || statutory.bases.length > 0);
    return needed ? mustDo('holidays/missing', message, HOLIDAYS_FILE) : remind('holidays/missing', message, HOLIDAYS_FILE);
  });
}

/** A list that was looked through longer ago than it may stay so, as people call it. */
function overdue({ name, path, months, asOf }: ListFact, today: BeijingDate): string[] {
  if (asOf !== null && addDays(asOf, months * 31) >= today) return [];
  return [
    `${name}（${path.split('/').at(-1)}，${months === 1 ? '每月' : `每 ${months} 个月`}一次，${asOf === null ? '没有写核对日期' : `上次 ${asOf}`}）`,
  ];
}

/** Old lists don't know new phrases, posts and names: nothing is wrong yet, but mistakes pass unseen. */
function lists(all: readonly ListFact[], { today }: DoctorFacts): Finding[] {
  const told = (own: boolean): string => all.flatMap((list) => (list.own === own ? overdue(list, today) : [])).join('、');
  const [own, program] = [told(true), told(false)];
  const byOffice = `清单该核对了：${own}；过期的清单不认得新的提法、职务和名称，写错了查不出来；请办公室照《管理员手册》“每月核对清单”查一遍，改好并写上 as_of，送审后生效。`;
  const byAdministrator = `程序自带的清单该换新的了：${program}；过期的清单不认得新的名称和提法，写错了查不出来；请管理员升级程序，新版没有出来的，请办公室先写进 content/terms/phrases.yml、laws.yml。`;
  return [
    ...(own === '' ? [] : [remind('lists/own-old', byOffice, 'content/terms')]),
    ...(program === '' ? [] : [remind('lists/program-old', byAdministrator)]),
  ];
}

function channels({ policy }: DoctorFacts): Finding[] {
  const { website, wechat, weibo } = policy.channels;
  const findings = validatePolicy(policy).map(({ code, message, place }) => mustDo(code, message, `${POLICY} ${place}`));
  if (policy.site.url === undefined && website.mode !== 'manual') {
    const message = '没有写网站地址，网站不会发布，微信、微博也没有原文链接；应写明 site.url；请补上。';
    findings.push(mustDo('policy/site-url', message, POLICY));
  }
  if (wechat.mode !== 'manual' && wechat.app_id === undefined) {
    const message =
      '微信不是手工发布，但没有写公众号的 app_id，发错公众号查不出来，所以什么也不发；应写明 channels.wechat.app_id；请补上。';
    findings.push(mustDo('policy/wechat-app-id', message, POLICY));
  }
  if (weibo.mode !== 'manual' && weibo.uid === undefined) {
    const message = '微博不是手工发布，但没有写账号的 uid，发错账号查不出来，所以什么也不发；应写明 channels.weibo.uid；请补上。';
    findings.push(mustDo('policy/weibo-uid', message, POLICY));
  }
  return findings;
}

/** The mailbox that units send to: without a mail server nobody is answered, and outside of the government's domains nobody vouches for it. */
function mailbox({ policy, organisation: { people, units } }: DoctorFacts): Finding[] {
  const { intake, mail } = policy;
  if (intake.mailbox === undefined) return [];
  const { authenticated_by: server } = intake.mailbox;
  const foreign = [server, mail?.from.split('@').at(-1)].filter(
    (name) => name !== undefined && name !== 'nobody' && !/\.gov\.cn$/i.test(name),
  );
  const outside = `报送邮箱用了政务域名以外的服务器（${foreign.join('、')}）；来稿在审核前不应经过商业邮箱；请改用 .gov.cn 的邮箱。`;
  const unproved =
    '报送邮箱不验证发件人（authenticated_by: nobody），谁都可以冒充名单里的邮箱；应由邮件服务器验证；服务器能写 Authentication-Results 的，请写上它的名字。';
  const silent = '开了报送邮箱，但没有写 mail，收到来稿回不了信，所以不收；应写明发邮件的服务器；请补上 mail。';
  const all = [...Object.values(people), ...Object.values(units)].flatMap(({ emails = [] }) => emails.map((one) => one.toLowerCase()));
  const twice = [...new Set(all.filter((one, index) => all.indexOf(one) !== index))];
  const shared = `邮箱 ${twice.join('、')} 写在几个人或单位名下，从那里来的稿件分不清是谁的，都进隔离；一个邮箱应只写一处；请改正。`;
  return [
    ...(twice.length > 0 ? [remind('mailbox/shared', shared, `${ORGANISATION} emails`)] : []),
    ...(mail === undefined ? [mustDo('mailbox/no-mail', silent, POLICY)] : []),
    ...(server === 'nobody' ? [remind('mailbox/unproved', unproved, `${POLICY} intake.mailbox`)] : []),
    ...(foreign.length > 0 ? [remind('mailbox/outside', outside, POLICY)] : []),
  ];
}

function demo({ policy }: DoctorFacts): Finding[] {
  const message = 'policy.yml 写着 demo: true，每个页面都标“演示”，公开仓库也放行；正式使用不应有这一行；启用前请删去。';
  return policy.demo ? [remind('policy/demo', message, POLICY)] : [];
}

function generated(differing: readonly string[]): Finding[] {
  return differing.map((path) => {
    const message = `${path} 与名单、规则或这一版程序不一致；应由程序生成，不手改；请运行 sanshen generate，把更新的文件一起提交。`;
    return mustDo('drift/generated', message, path);
  });
}

/** What the settings alone show: no network, no secrets. */
export const SETTINGS_CHECKS: readonly Check<DoctorFacts>[] = [
  { name: 'organisation', title: '名单是否完整，各单位能否凑齐三级审核', look: organisation },
  { name: 'accounts', title: '任职的人有没有账号', look: accounts },
  { name: 'administrator', title: '有没有平台管理员', look: noAdministrator },
  { name: 'posts', title: '任职和职责是否将要到期', look: postsEnding },
  { name: 'delegations', title: '代签', look: delegations },
  { name: 'main-leader', title: '主要领导签发的信息类别', look: noMainLeader },
  checkOf('holidays', '节假日表', ({ holidays: days }) => days, holidays),
  checkOf('lists', '用语和名称的清单有没有过期', ({ lists: all }) => all, lists),
  { name: 'channels', title: '各渠道的账号、暂停和时段是否写明', look: channels },
  { name: 'mailbox', title: '报送邮箱', look: mailbox },
  { name: 'demo', title: '演示标记', look: demo },
  checkOf('generated', '生成的文件与名单、规则是否一致', ({ generated: files }) => files, generated),
];
