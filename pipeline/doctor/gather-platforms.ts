import type { Alert } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import { mailFault, mailServerOf } from '../alerts/mail.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import type { ChannelEnvironment } from '../release/adapters.ts';
import { mayHearSecrets, unknownHost } from '../release/channels/addresses.ts';
import { callable } from '../release/channels/call.ts';
import { Halt } from '../release/channels/outcome.ts';
import { looked as lookedAtWechat, type WechatApi, type Reply as WechatReply, wechatApi } from '../release/channels/wechat/api.ts';
import { looked as lookedAtWeibo, weiboApi } from '../release/channels/weibo/api.ts';
import type { DoctorFacts, WeiboFacts } from './facts.ts';
import { type DoctorReport, type Fact, factOf } from './report.ts';

/** What of the environment a channel needs, and how its address is called. */
interface Needs {
  channel: 'wechat' | 'weibo';
  name: string;
  variables: readonly string[];
  base: { variable: string; official: string };
}

const WECHAT: Needs = {
  channel: 'wechat',
  name: '微信',
  variables: ['WECHAT_APP_ID', 'WECHAT_APP_SECRET'],
  base: { variable: 'WECHAT_API_BASE', official: 'https://api.weixin.qq.com' },
};
const WEIBO: Needs = {
  channel: 'weibo',
  name: '微博',
  variables: ['WEIBO_ACCESS_TOKEN', 'WEIBO_RIP'],
  base: { variable: 'WEIBO_API_BASE', official: 'https://api.weibo.com' },
};
/** Who has one of these is where everything should be: the environment `publish`. */
const SECRETS = ['SANSHEN_SIGNING_KEY', 'SANSHEN_LEDGER_TOKEN', 'WECHAT_APP_SECRET', 'WEIBO_ACCESS_TOKEN'];

const isSet = (env: ChannelEnvironment, name: string): boolean => (env[name] ?? '').trim() !== '';

/** True where the secrets of publishing are: there a missing one is a mistake, elsewhere it is as it should be. */
export function holdsSecrets(env: ChannelEnvironment): boolean {
  return SECRETS.some((name) => isSet(env, name));
}

/** The address to call, or why it isn't called. @throws Problem for credentials that are missing, or an address that may not be called */
function addressOf({ channel, name, variables, base }: Needs, policy: Policy, env: ChannelEnvironment): URL | { unknown: string } {
  const missing = variables.filter((variable) => !isSet(env, variable));
  if (missing.length > 0 && !holdsSecrets(env)) {
    return { unknown: `没有设置 ${missing.join('、')}（只放在 publish 环境里；要查请在那里运行）` };
  }
  if (missing.length > 0) {
    const message = `${name}不是手工发布，但没有设置 ${missing.join('、')}，发不出去；应放在 publish 环境里；请管理员补齐，或改为手工发布。`;
    throw new Problem(`${channel}/credentials`, message, { place: missing[0] as string });
  }
  const address = callable(env[base.variable]?.trim() || base.official);
  if (address && mayHearSecrets(channel, address, policy.channels[channel].relay)) return address;
  if (address) throw new Problem(`${channel}/unknown-host`, unknownHost(channel, address), { place: base.variable });
  const message = `${name}的接口地址不能用；应为 https 的网址，不带用户名和密码；请改正 ${base.variable}，不用中转的不要设置。`;
  throw new Problem(`${channel}/base`, message, { place: base.variable });
}

/** What the platform says to a question, its refusals as problems that say who must do what. */
export async function answered<Value>(place: string, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    const { outcome } = error;
    const message = 'message' in outcome && outcome.message ? outcome.message : '平台没有给出结果';
    throw new Problem('code' in outcome ? outcome.code : 'platform/unclear', message, { place });
  }
}

async function wechatToken(api: WechatApi, policy: Policy, appId: string): Promise<'token'> {
  const wanted = policy.channels.wechat.app_id;
  if (wanted !== undefined && wanted !== appId) {
    const message = `公众号不对：policy.yml 写的是 ${wanted}，密钥属于 ${appId}；两者应相同；请管理员核对 WECHAT_APP_ID。`;
    throw new Problem('wechat/wrong-account', message, { place: 'WECHAT_APP_ID' });
  }
  await answered('微信', async () => lookedAtWechat('取凭证', await api.token()));
  return 'token';
}

/** How often 发布 or 群发 may still be asked for today (`openapi/quota/get`). An account that may not ask this is none the worse. */
function quotaOf(reply: WechatReply): { left: number; of: number } | { unknown: string } {
  const quota = reply.kind === 'ok' ? (reply.body.quota as { remain?: unknown; daily_limit?: unknown } | undefined) : undefined;
  const { remain, daily_limit } = quota ?? {};
  if (typeof remain === 'number' && typeof daily_limit === 'number') return { left: remain, of: daily_limit };
  return { unknown: '微信没有答复次数' };
}

/** WeChat's credentials and what is left of today's quota: asks for a token and the quota, changes nothing. */
export async function gatherWechat(policy: Policy, env: ChannelEnvironment): Promise<Pick<DoctorFacts, 'wechat' | 'wechatQuota'>> {
  const { mode } = policy.channels.wechat;
  if (mode === 'manual') return { wechat: { unknown: '微信为手工发布，不用接口' }, wechatQuota: { unknown: '微信为手工发布，不用接口' } };
  const appId = env.WECHAT_APP_ID?.trim() ?? '';
  let api: WechatApi | null = null;
  const wechat = await factOf(async () => {
    const base = addressOf(WECHAT, policy, env);
    if (!(base instanceof URL)) return base;
    api = wechatApi({ base, appId, secret: env.WECHAT_APP_SECRET?.trim() ?? '' });
    return wechatToken(api, policy, appId);
  });
  if (!('value' in wechat) || api === null) return { wechat, wechatQuota: { unknown: '没有取到微信的凭证' } };
  if (mode === 'draft') return { wechat, wechatQuota: { unknown: '发表由人办理，不占接口次数' } };
  const cgi_path = mode === 'mass' ? '/cgi-bin/message/mass/sendall' : '/cgi-bin/freepublish/submit';
  const reply = await (api as WechatApi).post('/cgi-bin/openapi/quota/get', { cgi_path });
  return { wechat, wechatQuota: await factOf(async () => quotaOf(reply)) };
}

/** Weibo's authorisation: whose it is and how long it holds. */
export async function gatherWeibo(policy: Policy, env: ChannelEnvironment): Promise<Fact<WeiboFacts>> {
  if (policy.channels.weibo.mode === 'manual') return { unknown: '微博为手工发布，不用接口' };
  return factOf(async () => {
    const base = addressOf(WEIBO, policy, env);
    if (!(base instanceof URL)) return base;
    const api = weiboApi({ base, accessToken: env.WEIBO_ACCESS_TOKEN?.trim() ?? '' });
    const body = await answered('微博', async () => lookedAtWeibo('核对授权', await api.post('/oauth2/get_token_info', {})));
    const left = Number(body.expire_in ?? Number.NaN);
    return { uid: String(body.uid ?? ''), secondsLeft: Number.isNaN(left) ? null : left };
  });
}

/** Whether the mail server lets us in; nothing is sent. */
export function gatherMail(policy: Policy, env: ChannelEnvironment): Promise<Fact<'let in'>> {
  return factOf(async () => {
    const server = mailServerOf(policy, env);
    if (server === null) return { unknown: '规则里没有写 mail：不给报送人另寄邮件' };
    if (!isSet(env, 'SMTP_USER') && !holdsSecrets(env)) return { unknown: '没有设置 SMTP_USER（只放在 publish 环境里；要查请在那里运行）' };
    await server.greet().catch((error: unknown) => {
      const message = `登录不了邮件服务器（${mailFault(error)}），给报送人的邮件寄不出去；应能登录；请管理员核对 policy.yml 的 mail、变量 SMTP_USER 和密钥 SMTP_PASSWORD。`;
      throw new Problem('mail/login', message, { place: 'policy.yml 的 mail' });
    });
    return 'let in' as const;
  });
}

/** What ends by itself, or tells of one day alone: nothing that anybody has to mend. */
const PASSING = ['wechat/quota-low', 'wechat/unreadable', 'weibo/unreadable', 'weibo/10023'];

/** True if everything that may be wrong with a platform's credentials was looked at. */
export function isExamined({ skipped }: DoctorReport, channel: Channel): boolean {
  return !skipped.some(({ check }) => check === channel || check === `${channel}-quota`);
}

/**
 * What the examination found wrong with a platform's credentials, told before the first post is refused: one alert a platform and cause.
 * What ends soon is told with all that ends (`endingAlerts`).
 */
export function platformAlerts({ findings }: DoctorReport): Alert[] {
  return findings.flatMap(({ code, severity, message, ending }) => {
    const channel = /^(wechat|weibo)\//.exec(code)?.[1] as Channel | undefined;
    if (channel === undefined || severity === 'info' || ending !== undefined || PASSING.includes(code)) return [];
    const after = '处理好以前，到时发不出去的会留着，处理好以后自动补发（仍在七日时效内的），不会重发；请不要手工补发。';
    return [{ item: 'run', channel, code: alertCode(code, `${channel}/unreadable`), message: `${message}${after}` }];
  });
}
