import { type AlertRow, AT_ONCE, type Course, IN_TIME, TODAY, TRIED, under } from './row.ts';

const BY_HAND: Course = {
  who: '管理员',
  how: '照提醒写的在平台上办，办完用 record 登记地址；不发了的用 resolve 登记。',
  by: IN_TIME,
  again: '不会：这一步由人发布或修改，系统不代发，也不重发。',
  one: 'item',
  end: 'done',
};
const TO_PUBLISH: Course = { ...BY_HAND, publishes: true };
/** Nobody knows whether it is out. */
export const TO_SETTLE: Course = {
  who: '管理员',
  how: '到平台核对，用 record 或 resolve 登记结果（办公室审核人、分管领导也可以登记）。',
  by: TODAY,
  again: '不会：弄清以前系统不发；请不要手工重发。',
  one: 'item',
  end: 'done',
};
const TO_REMOVE: Course = {
  who: '管理员',
  how: '照提醒写的到平台核对，删除后用 resolve --as confirmed 登记。',
  by: AT_ONCE,
  again: '不会：撤下的不恢复，也不重发。',
  one: 'item',
  end: 'removed',
};
const REMOVED_AGAIN: Course = {
  ...TO_REMOVE,
  how: '到平台核对，删了的用 resolve --as confirmed 登记；没有登记的，系统每次运行都会再撤。',
};
/** Nothing went out, and every run tries again. */
export const TRIED_AGAIN: Course = {
  who: '管理员',
  how: '先不用办，系统会再试；明天还在的请查明。',
  by: IN_TIME,
  again: TRIED,
  one: 'item',
  end: 'done',
};
export const SETTINGS_WRONG: Course = { ...TRIED_AGAIN, how: '照提醒写的办；办好以后，下一次运行自动再试。' };
const ON_THE_ACCOUNT: Course = {
  who: '管理员',
  how: '照提醒写的查明、处理，报办公室。',
  by: TODAY,
  again: '不会：系统不删、不改、不重发。',
  one: 'post',
  end: 'listed',
};

/** What the state machine of the releases tells, and what a night finds on the accounts. */
export const RELEASE = {
  ...under(TO_PUBLISH, {
    manual: '等人工发布',
    'person-publishes': '等人在平台上办一步',
    'wechat/manual': '等人工发布',
    'weibo/manual': '等人工发布',
  }),
  'correct-by-hand': { ...BY_HAND, by: TODAY, what: '更正要在平台上手工改' },
  ...under(TO_SETTLE, {
    attempts: '试了几次都没有发出',
    crossed: '发送期间台账里有了别的结果',
    'older-in-doubt': '上一版的结果还没有查清，更正先不发',
    'others-post': '平台上文字相同的一条是别的信息的',
    'run-unknown': '发送的那次运行查不到了，结果不明',
    'first-look': '台账可能被回退过，看不出是否群发过',
    'needs-human': '结果不明，等人核对',
    'website/too-late': '过了时效，网页没有登记过',
    'offline-differs': '线下审签登记的与审定的不是同一稿',
    'offline-unrecorded': '写明已手工发布，台账里没有登记',
  }),
  ...under({ ...TO_SETTLE, end: 'compared' }, { differs: '发出的与审定稿不同', gone: '发布的看不到了' }),
  ...under(SETTINGS_WRONG, {
    'render-differs': '排版出来的与审定稿不同',
    'not-approved': '台账里没有这一稿的审定',
    'evidence-fails': '审核记录复核不过',
    'approval-gone': '三级审核已不成立',
    'no-adapter': '渠道没有接入',
    'no-site': '没有写网站地址',
    stuck: '发布停在准备的一步',
  }),
  ...under(TRIED_AGAIN, { 'no-plan': '这次运行没有做成稿件', 'message-in-doubt': '等同一条合并消息里的其他信息' }),
  ...under(TO_REMOVE, {
    'withdraw-by-hand': '要在平台上手工撤下',
    'wechat/delete-by-hand': '要在公众平台手工删除',
    'website/withdraw-by-hand': '要在网站平台手工撤下',
    'weibo/no-number': '不知道微博的编号，要手工删除',
    'withdraw-mismatch': '登记的那一条不是这条信息，没有删',
  }),
  ...under(REMOVED_AGAIN, {
    'withdraw-unfinished': '撤下没有完成',
    'website/still-there': '网站上还没有撤下',
    'wechat/still-there': '删除以后微信上还在',
    'wechat/under-way': '微信正在群发，还删不了',
    'weibo/still-there': '删除以后微博上还在',
  }),
  'withdraw-remains': {
    ...TO_REMOVE,
    who: '办公室',
    how: '照提醒写的留意转载，请转载单位删除。',
    by: TODAY,
    end: 'person',
    what: '已撤下，平台收不回的还在',
  },
  'draft-left': {
    ...TO_REMOVE,
    how: '登录公众号后台，在草稿箱里删除旧稿的草稿，不要发布。',
    by: TODAY,
    again: '不会：旧稿的草稿系统不发；新的一稿照常发。',
    end: 'person',
    what: '旧稿的草稿还留在公众号草稿箱里',
  },
  ...under(ON_THE_ACCOUNT, { 'unknown-post': '账号上有台账里没有的内容', 'post-back': '撤下的又出现了' }),
} satisfies Record<string, AlertRow>;
