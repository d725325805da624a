import { SETTINGS_WRONG, TO_SETTLE, TRIED_AGAIN } from './release.ts';
import { type AlertRow, type Course, IN_TIME, rows, TRIED, under } from './row.ts';

/** The text itself is refused. */
const TO_REWRITE: Course = {
  who: '报送人',
  how: '照提醒写的改好，重新送审。',
  by: IN_TIME,
  again: TRIED,
  one: 'item',
  end: 'refusal',
};
const TO_WEIGH: Course = { ...TO_REWRITE, who: '办公室', how: '照提醒写的核对内容，修改后重新送审。' };
const READ_BACK: Course = { ...TRIED_AGAIN, how: '先不用办，下一次运行先读回；明天还在的请查明。', end: 'refusal' };
const AGAIN: Course = { ...TRIED_AGAIN, end: 'refusal' };
const TO_DO: Course = { ...SETTINGS_WRONG, end: 'refusal' };
const SETTLE: Course = { ...TO_SETTLE, end: 'refusal' };
const ACCOUNT: Course = {
  who: '管理员',
  how: '照提醒写的处理平台账号和授权；办好以后不用重新运行，下一次运行自动补发。',
  by: '下一条要发以前',
  again: '不会：发不出去的留着，处理好以后补发一次；请不要手工补发。',
  one: 'account',
  end: 'refusal',
};
/** A quota is spent: only time helps. */
const QUOTA: Course = {
  ...ACCOUNT,
  how: '先不用办；今天就到时效的，照提醒写的办。明天还在的，请查明次数用在哪里。',
  by: IN_TIME,
  again: '不会重发：没有发出的留着，次数恢复以后自动发一次；提醒里没有写要手工发的，请不要手工发。',
};

const WEBSITE = {
  ...under(TO_DO, { 'website/wrong-address': '网页地址不在网站之内', 'website/unreadable': '网站页面打不开' }),
  ...under(TO_DO, { 'website/not-live-yet': '网页还没有上线', 'website/deploy-failed': '网站没有部署成功' }),
};

/** WeChat's errcodes, and what the program finds out itself. What each asks for in detail stands in the message. */
const WECHAT = {
  ...rows(['wechat/40001', 'wechat/40014', 'wechat/41001', 'wechat/42001'], '公众号的接口凭证无效', ACCOUNT),
  ...rows(['wechat/40013', 'wechat/40125', 'wechat/40243', 'wechat/wrong-account'], '公众号的 AppID 或 AppSecret 不对', ACCOUNT),
  ...rows(['wechat/89501', 'wechat/89503', 'wechat/89506', 'wechat/89507'], '公众号管理员没有允许调用接口', ACCOUNT),
  ...rows(['wechat/48001', 'wechat/48003'], '公众号没有接口权限', ACCOUNT),
  ...rows(['wechat/48004', 'wechat/50002', 'wechat/53500'], '公众号已被限制', ACCOUNT),
  ...rows(['wechat/credentials', 'wechat/base', 'wechat/not-configured', 'wechat/unknown-host'], '微信接口没有配置好', ACCOUNT),
  ...under(ACCOUNT, { 'wechat/40164': '服务器的 IP 不在公众号的白名单里', 'wechat/account-not-named': '规则里没有写明公众号' }),
  ...rows(['wechat/429', 'wechat/45011', 'wechat/53501'], '微信接口调用太频繁', QUOTA),
  ...under(QUOTA, { 'wechat/45009': '今天的微信接口次数用完了', 'wechat/45028': '今天的群发次数用完了' }),
  ...rows(['wechat/45166', 'wechat/45002', 'wechat/45003', 'wechat/45004', 'wechat/45110'], '微信不接受这篇的文字', TO_REWRITE),
  ...rows(
    [
      'wechat/empty',
      'wechat/title-too-long',
      'wechat/author-too-long',
      'wechat/digest-too-long',
      'wechat/content-too-long',
      'wechat/no-cover',
    ],
    '微信不接受这篇的文字',
    TO_REWRITE,
  ),
  ...rows(['wechat/40004', 'wechat/40005', 'wechat/40006', 'wechat/40009', 'wechat/40113'], '微信不接受这篇的图片', TO_REWRITE),
  ...rows(['wechat/40137', 'wechat/41005', 'wechat/45001', 'wechat/picture-missing'], '微信不接受这篇的图片', TO_REWRITE),
  ...rows(['wechat/picture-refused'], '微信不接受这篇的图片', TO_REWRITE),
  ...rows(['wechat/53503', 'wechat/87014'], '没有通过微信的内容检查', TO_WEIGH),
  ...under(TO_WEIGH, { 'wechat/publish-4': '没有通过微信的审核' }),
  ...rows(['wechat/45005', 'wechat/41039', 'wechat/address-too-long'], '微信不接受原文地址', TO_DO),
  ...rows(['wechat/45008', 'wechat/44003', 'wechat/40033', 'wechat/47001'], '微信不接受图文的格式', TO_DO),
  ...rows(['wechat/53504', 'wechat/53505'], '微信要求在网页上处理草稿', TO_DO),
  ...under(TO_DO, { 'wechat/publish-2': '微信判定原创声明不成立', 'wechat/publish-3': '微信发布失败' }),
  ...rows(['wechat/88000', 'wechat/45067'], '公众号的设置不合', TO_DO),
  ...rows(['wechat/picture-changed', 'wechat/picture-address'], '微信的图片没有上传成', TO_DO),
  ...rows(['wechat/45066', 'wechat/45065', 'wechat/40007', 'wechat/-1', 'wechat/unclear'], '微信没有说明结果', READ_BACK),
  ...under(AGAIN, {
    'wechat/not-sent': '没有连上微信公众平台，没有发出',
    'wechat/unreadable': '没有连上微信公众平台，读不到结果',
    'wechat/unread': '读不到微信上的结果',
    'wechat/message-refused': '微信没有发布合并的消息',
  }),
  ...under(SETTLE, {
    'wechat/mass-deleted': '群发的文章被删除了',
    'wechat/mass-unknown': '群发的结果查不到',
    'wechat/mass-failed': '微信没有群发',
    'wechat/draft-gone': '微信草稿不见了',
    'wechat/draft-differs': '微信草稿与审定稿不同',
    'wechat/read-back-differs': '微信上发出的与审定稿不同',
    'wechat/list-too-long': '微信的发布列表太长，没有找到',
    'wechat/not-in-message': '微信的消息里没有这篇文章',
  }),
};

const WEIBO = {
  ...rows(['weibo/21301', 'weibo/21314', 'weibo/21315', 'weibo/21316', 'weibo/21317', 'weibo/21321'], '微博授权无效或已到期', ACCOUNT),
  ...rows(['weibo/21325', 'weibo/21327', 'weibo/21332'], '微博授权无效或已到期', ACCOUNT),
  ...rows(['weibo/10004', 'weibo/10005', 'weibo/10006', 'weibo/10013', 'weibo/10014'], '微博应用没有接口权限', ACCOUNT),
  ...rows(['weibo/20015', 'weibo/20022', 'weibo/20031'], '微博账号或 IP 被判为异常', ACCOUNT),
  ...rows(['weibo/credentials', 'weibo/base', 'weibo/not-configured', 'weibo/unknown-host'], '微博接口没有配置好', ACCOUNT),
  ...under(ACCOUNT, {
    'weibo/account-not-named': '规则里没有写明微博账号',
    'weibo/wrong-account': '微博授权属于别的账号',
  }),
  ...rows(['weibo/429', 'weibo/10009', 'weibo/10022', 'weibo/10023', 'weibo/10024', 'weibo/20016'], '微博接口次数用完了', QUOTA),
  ...rows(['weibo/20012', 'weibo/20008', 'weibo/empty', 'weibo/too-long', 'weibo/topic'], '微博不接受这条的文字', TO_REWRITE),
  ...rows(['weibo/20005', 'weibo/20006', 'weibo/20007', 'weibo/picture-refused'], '微博不接受这条的配图', TO_REWRITE),
  ...rows(['weibo/20020', 'weibo/20021'], '没有通过微博的内容检查', TO_WEIGH),
  ...rows(['weibo/10016', 'weibo/10017', 'weibo/20018', 'weibo/no-address'], '微博不接受网址或参数', TO_DO),
  ...rows(['weibo/20032', 'weibo/10001', 'weibo/10002', 'weibo/10003', 'weibo/10010', 'weibo/10011'], '微博没有说明结果', READ_BACK),
  ...rows(['weibo/unclear'], '微博没有说明结果', READ_BACK),
  ...under(AGAIN, {
    'weibo/not-sent': '没有连上微博，没有发出',
    'weibo/unreadable': '没有连上微博，读不到结果',
    'weibo/unread': '读不到微博上的结果',
    'weibo/resting': '微博刚发过，等一会儿再看',
  }),
  ...rows(['weibo/20017', 'weibo/20019', 'weibo/20111'], '微博说已有相同的内容', SETTLE),
  ...under(SETTLE, {
    'weibo/window-passed': '微博的列表里已看不到那时的内容',
    'weibo/read-back-differs': '微博上发出的与审定稿不同',
    'weibo/other-account': '微博发到了别的账号',
  }),
};

/** Everything that a platform or its account says. */
export const PLATFORMS = { ...WEBSITE, ...WECHAT, ...WEIBO } satisfies Record<string, AlertRow>;

/** A number that the platform has never said before, by what stands before it. */
export const UNLISTED = {
  'wechat/': { ...READ_BACK, what: '微信返回了没有见过的错误' },
  'weibo/': { ...READ_BACK, what: '微博返回了没有见过的错误' },
  'wechat/publish-': { ...SETTLE, what: '微信文章发布后被删除或封禁' },
} satisfies Record<string, AlertRow>;
