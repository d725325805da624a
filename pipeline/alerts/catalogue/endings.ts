import { type AlertRow, type Course, TRIED } from './row.ts';

const TOKEN: Course = {
  who: '管理员',
  how: '照提醒写的换新。',
  by: '提醒里写的到期日以前',
  again: '不会重发：到期以前照常；到期以后没有发出的留着，换好以后各发一次。',
  one: 'bureau',
  end: 'done',
};
const OF_ACCOUNT: Course = {
  ...TOKEN,
  how: '照提醒写的办好，把新的日期写进 content/organisation.yml 送审。',
  again: TRIED,
  one: 'account',
};

/** What holds until a day, by the days until then: `ledger-token-7`, `certification-30`. */
export const ENDINGS = {
  'ledger-token-': {
    ...TOKEN,
    how: '用发布程序的账号新做一个令牌（Contents 读写），更新环境 publish 里的密钥 SANSHEN_LEDGER_TOKEN。',
    what: '台账令牌快到期了',
  },
  'intake-token-': { ...TOKEN, what: '收稿令牌快到期了' },
  'github-token-': { ...TOKEN, what: '代码平台的令牌快到期了' },
  'weibo-token-': { ...TOKEN, one: 'account', what: '微博授权快到期了' },
  'signing-key-': { ...TOKEN, what: '审核单的签名钥匙快到期了' },
  'certification-': { ...OF_ACCOUNT, what: '账号的认证快到期了' },
  'authorisation-': { ...OF_ACCOUNT, what: '给第三方平台的授权快到期了' },
  'certificate-': { ...OF_ACCOUNT, what: '网站的证书快到期了' },
  'protection-': { ...OF_ACCOUNT, what: '网站的等级保护测评快到期了' },
} satisfies Record<string, AlertRow>;

/** What ends, by the name that its codes begin with. */
export type EndKind = keyof typeof ENDINGS extends `${infer Kind}-` ? Kind : never;
