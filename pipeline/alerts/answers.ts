import type { Channel } from '../item/front-matter-schema.ts';

/** What an alert says besides what happened: 会不会重发, 谁来做什么, 几点前. */
export interface Answers {
  again: string;
  who: string;
  when: string;
}

const IN_TIME = '七日时效内（信息日期后第 7 日 24:00 前，第九条），过期不再发布';
const TODAY = '今天';
const AT_ONCE = '立即';

const BY_HAND: Answers = {
  again: '不会：这一步由人发布或修改，系统不代发，也不重发。',
  who: '管理员照上面在平台上办，办完用 record 登记地址；不发了的用 resolve 登记。',
  when: IN_TIME,
};
const TO_SETTLE: Answers = {
  again: '不会：弄清以前系统不发；请不要手工重发。',
  who: '管理员到平台核对，用 record 或 resolve 登记结果（办公室审核人、分管领导也可以登记）。',
  when: TODAY,
};
const TO_REMOVE: Answers = {
  again: '不会：撤下的不恢复，也不重发。',
  who: '管理员照上面到平台核对，删除后用 resolve --as confirmed 登记。',
  when: AT_ONCE,
};
const TO_REVIEW: Answers = {
  again: '不会：还没有发过；审核齐了，由系统发一次。',
  who: '报送单位和审核人照上面补齐，管理员协助；改了稿件的重新送审。',
  when: IN_TIME,
};
const TO_SEND: Answers = {
  again: '不会重发：没有发出的由系统自动再试，结果不明的先读回；上面没有写要手工发的，请不要手工发。',
  who: '照上面写的办；没有写要办什么的，先不用办，明天还在的请管理员查明。',
  when: IN_TIME,
};
const SETTINGS: Answers = {
  again: '不会：登记有效以前什么也不发，有效以后没发的发一次。',
  who: '办公室审核、分管领导签发这一版名单与规则；不该有的改动请管理员改回并查明。',
  when: '今天，等着发的信息七日时效照算',
};
const ON_THE_ACCOUNT: Answers = {
  again: '不会：系统不删、不改、不重发。',
  who: '管理员查明并照上面办，报办公室。登记了、准许保留了的，夜里核对后自动关闭；在平台上删掉的，列表里看不出，请自己关闭本条。',
  when: TODAY,
};

/** A quota is spent: only time helps. */
const QUOTA: Answers = {
  again: '不会重发：没有发出的留着，次数恢复以后自动发一次；上面没有写要手工发的，请不要手工发。',
  who: '先不用办；今天就到时效的，管理员照上面办。明天还在的，请管理员查明次数用在哪里。',
  when: IN_TIME,
};
const SPENT = ['wechat/429', 'wechat/45009', 'wechat/45011', 'wechat/45028', 'wechat/53501'];
const SPENT_ON_WEIBO = ['429', '10009', '10022', '10023', '10024', '20016'].map((code) => `weibo/${code}`);

/** By code. What isn't here is answered by what it is about. */
const ANSWERS: Readonly<Record<string, Answers>> = {
  ...Object.fromEntries([...SPENT, ...SPENT_ON_WEIBO].map((code) => [code, QUOTA])),
  manual: BY_HAND,
  'person-publishes': BY_HAND,
  'correct-by-hand': { ...BY_HAND, when: TODAY },
  attempts: TO_SETTLE,
  crossed: TO_SETTLE,
  differs: TO_SETTLE,
  gone: TO_SETTLE,
  'older-in-doubt': TO_SETTLE,
  'others-post': TO_SETTLE,
  'run-unknown': TO_SETTLE,
  'weibo/window-passed': TO_SETTLE,
  'weibo/20017': TO_SETTLE,
  'weibo/20019': TO_SETTLE,
  'weibo/20111': TO_SETTLE,
  'wechat/mass-deleted': TO_SETTLE,
  'withdraw-by-hand': TO_REMOVE,
  'withdraw-unfinished': { ...TO_REMOVE, who: '系统下一次运行再撤；管理员到平台核对，删了的用 resolve --as confirmed 登记。' },
  'withdraw-remains': { ...TO_REMOVE, who: '管理员照上面办；办完请自己关闭本条。' },
  'many-withdrawals': { ...TO_REMOVE, who: '办公室核对是不是本单位安排的；不是的，立即暂停全部发布（hold）并请管理员查明。' },
  'withdrawal-unconfirmed': { ...TO_REMOVE, who: '办公室用合并请求补办，办公室审核、分管领导签发。', when: '上面写的那一刻' },
  'penalty-withdrawal': { ...TO_REMOVE, when: '上面写的那一刻' },
  'check-failed': { ...TO_REVIEW, who: '报送单位照上面改好，重新送审。' },
  'history-rewritten': { ...TO_REVIEW, who: '报送单位照上面另开合并请求重新报送，审核人重新审；管理员协助。' },
  'settings-unverified': SETTINGS,
  'settings-moved': { ...SETTINGS, who: '先不用办：下一次运行按新的一版自动发送。' },
  'plan-outdated': { ...SETTINGS, who: '先不用办：下一次运行重做；明天还在的请管理员查明。' },
  breaker: {
    again: '不会：一条也没有发出，恢复后各发一次。',
    who: '办公室审核人逐条核对：是本单位安排的，运行 resume 恢复；不是的不要恢复，请管理员查明。',
    when: '今天，暂停期间七日时效照算',
  },
  expired: {
    again: '不会：这一条在这个渠道不再发布。',
    who: '办公室知悉；仍需让公众知道的，另报一条新的信息。看过以后请自己关闭本条。',
    when: '没有期限',
  },
  'emergency-review': {
    again: '不会：已按紧急程序发过，补审不再发。',
    who: '报送单位负责人、办公室照上面在原合并请求里补审（Files changed → Review changes → Approve）；补审齐了，下一次运行自动关闭本条。',
    when: '上面写的那一刻',
  },
  'unknown-post': ON_THE_ACCOUNT,
  'post-back': ON_THE_ACCOUNT,
};

const DAYS_LEFT: Answers = {
  again: '不会重发：条件具备时自动发一次。',
  who: '办公室核对暂停、定时和发送时段；等人处理的，请管理员办完。',
  when: IN_TIME,
};
const ACCOUNT: Answers = {
  again: '不会：发不出去的留着，处理好以后补发一次；请不要手工补发。',
  who: '管理员照上面处理平台账号和授权；办好以后不用重新运行，下一次运行自动补发。',
  when: '下一条要发以前',
};

function byKind({ item, code, channel }: { item: string; code: string; channel?: Channel }): Answers {
  if (code.startsWith('days-left-')) return DAYS_LEFT;
  if (item === 'run' && channel !== undefined) return ACCOUNT;
  return channel === undefined ? TO_REVIEW : TO_SEND;
}

/** The answers to an alert; its own last moment stands before the general one. */
export function answersTo(alert: { item: string; code: string; channel?: Channel; due?: string }): Answers {
  const answers = ANSWERS[alert.code] ?? byKind(alert);
  return alert.due === undefined ? answers : { ...answers, when: `${alert.due} 前` };
}
