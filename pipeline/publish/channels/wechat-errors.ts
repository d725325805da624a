import type { Outcome } from './channel.ts';
import { type Refusal, type Remedy, refused } from './outcome.ts';

/** errcodes that say the token is spent; a new one is asked for once. */
export const SPENT_TOKEN = new Set([40001, 40014, 41001, 42001]);

const TOKEN = '公众号接口凭证无效，换了新凭证仍被拒绝；应为本公众号的 AppSecret；请管理员核对 WECHAT_APP_ID 和 WECHAT_APP_SECRET';
const CONFIRM = '公众号管理员还没有确认本机调用接口；应由管理员在手机微信里确认；请管理员确认后等待自动重试';
const BANNED = '公众号已被限制；应先恢复账号；请管理员登录公众平台查看通知并申诉';
const PICTURE = '图片没有通过微信的检查；应为 1 MB 以内的 JPG；请报送人更换图片后重新送审';
const WEB_ONLY = '微信要求这份草稿在网页上处理；应由人工完成；请管理员在公众平台保存并发表该草稿，再登记结果';

/**
 * What WeChat's errcodes ask for (developers.weixin.qq.com 公众号「全局返回码」 and the pages of draft and freepublish; facts A9).
 * One row a remedy and sentence; a code that isn't here is treated as unclear.
 */
const ROWS: [codes: number[], remedy: Remedy, say: string][] = [
  [[...SPENT_TOKEN], 'token', TOKEN],
  [[40164], 'account', '服务器的 IP {ip} 不在公众号的白名单里；应在白名单内；请管理员在公众平台“开发接口管理”把 {ip} 加入 IP 白名单'],
  [[89501, 89503, 89506, 89507], 'account', CONFIRM],
  [[40013, 40125, 40243], 'account', '公众号的 AppID 或 AppSecret 不对；应与公众平台一致；请管理员核对 WECHAT_APP_ID 和 WECHAT_APP_SECRET'],
  [[48001], 'account', '公众号没有这个接口的权限；应为已认证的公众号；请管理员在公众平台查看认证和接口权限'],
  [[48003], 'account', '公众号还没有同意群发协议；应先同意；请管理员登录公众平台处理'],
  [[48004, 50002, 53500], 'account', BANNED],
  [[429, 45011, 53501, 45066], 'later', '调用微信接口过于频繁；应稍候；不用处理，下次运行会自动再试'],
  [[45009, 45028], 'later', '今天的微信接口次数已用完；应等到次日；不用处理，明天会自动再试，临近时效的请改为手工发布并登记'],
  [[45166], 'content', '正文里有微信不接受的链接或格式；应只有文字、图片和公众号文章链接；请报送人修改正文后重新送审'],
  [[45002], 'content', '正文太长；应不到 20000 字（含格式）；请报送人删减正文后重新送审'],
  [[45003], 'content', '标题太长；应在 32 字以内；请报送人缩短标题后重新送审'],
  [[45004], 'content', '摘要太长；应在 128 字以内；请报送人缩短摘要后重新送审'],
  [[45005, 41039], 'content', '原文地址不被微信接受；应为网站上的页面地址；请管理员核对 policy.yml 的 site.url'],
  [[45110], 'content', '作者太长；应在 16 字以内；请报送人缩短署名后重新送审'],
  [[45008, 44003, 40033, 47001], 'content', '图文的格式不被微信接受；应为一篇完整的图文；请管理员带上编号联系维护人员'],
  [[53503, 87014], 'content', '草稿没有通过微信的内容检查；应符合平台规则；请办公室核对内容，修改后重新送审'],
  [[53504, 53505], 'person', WEB_ONLY],
  [[88000], 'account', '公众号没有留言权限；应关闭留言；请管理员在公众平台关闭留言设置'],
  [[40004, 40005, 40006, 40009, 40113, 40137, 41005, 45001], 'content', PICTURE],
  [[40007], 'read-back', '微信说这份素材已不在；可能已经发布或被人删除；不用处理，下次运行会先读回再决定'],
  [[-1], 'read-back', '微信系统繁忙，没有说明结果；应先读回再决定；请不要手工重发，下次运行会先读回'],
];

const TABLE = new Map<number, Refusal>(
  ROWS.flatMap(([codes, remedy, say]) => codes.map((code): [number, Refusal] => [code, { remedy, say }])),
);

/**
 * The outcome of a refusal by WeChat.
 * @param errmsg WeChat's own words; only the IP of 40164 and the `rid` (needed by their support) are taken from it
 */
export function wechatRefusal(step: string, errcode: number, errmsg: string): Outcome {
  const known = TABLE.get(errcode) ?? {
    remedy: 'read-back' as const,
    say: '微信返回了没有见过的错误；应先读回再决定；请管理员带上编号联系维护人员',
  };
  const ip = /invalid ip ([0-9a-f.:]{2,45})/i.exec(errmsg)?.[1] ?? '（见微信提示）';
  const rid = /rid:?\s*([0-9a-z-]{8,40})/i.exec(errmsg)?.[1];
  const say = known.say.replaceAll('{ip}', ip);
  return refused(`wechat/${errcode}`, {
    remedy: known.remedy,
    say: `${step}：${say}。（错误码 ${errcode}${rid ? `，编号 rid ${rid}` : ''}）`,
  });
}
