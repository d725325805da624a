import type { CalledNumber } from './called-numbers.ts';

/*
 * Kinds of secrets of machines and accounts. The beginnings are the issuers' own. `[...]{n}` at the end is bounded. What stands before a
 * value is looked at, not flagged, since a waiver's or a report's evidence is the value alone.
 */
export const CREDENTIALS: readonly CalledNumber[] = [
  { name: '私钥', pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g },
  { name: 'GitHub 令牌', pattern: /(?<![A-Za-z\d_])(?:gh[pousr]_[A-Za-z\d]{36,255}|github_pat_[A-Za-z\d_]{22,255})/g },
  { name: '阿里云访问密钥', pattern: /(?<![A-Za-z\d])LTAI[A-Za-z\d]{12,26}(?![A-Za-z\d])/g },
  { name: '腾讯云访问密钥', pattern: /(?<![A-Za-z\d])AKID[A-Za-z\d]{13,40}(?![A-Za-z\d])/g },
  { name: '亚马逊云访问密钥', pattern: /(?<![A-Za-z\d])(?:AKIA|ASIA)[A-Z\d]{16}(?![A-Za-z\d])/g },
  {
    name: '接口密钥',
    pattern: /(?<![A-Za-z\d_-])(?:sk-[A-Za-z\d_-]{20,200}|AIza[A-Za-z\d_-]{35}|npm_[A-Za-z\d]{36}|xox[abprs]-[A-Za-z\d-]{10,200})/g,
  },
  { name: '登录令牌（JWT）', pattern: /(?<![A-Za-z\d_-])eyJ[A-Za-z\d_-]{10,2000}\.eyJ[A-Za-z\d_-]{10,4000}\.[A-Za-z\d_-]{10,2000}/g },
  { name: '微博令牌', pattern: /(?<![A-Za-z\d.])2\.00[A-Za-z\d_-]{20,40}(?![A-Za-z\d_-])/g },
  {
    name: '群机器人地址',
    pattern:
      /(?:oapi\.dingtalk\.com\/robot\/send\?access_token=|qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=|open\.feishu\.cn\/open-apis\/bot\/v2\/hook\/)[A-Za-z\d-]{16,80}/g,
  },
  { name: '写在网址里的用户名和密码', pattern: /(?<=[A-Za-z]:\/\/)[^\s/:@]{1,64}:[^\s/@]{1,64}(?=@)/g },
  {
    name: '密钥',
    pattern:
      /(?<=(?:app_?secret|client_?secret|secret_?key|access_?key(?:_?secret)?|api_?key|access_?token|refresh_?token|private_?key|secret|(?<!share_)token|密钥|秘钥|私钥|令牌|授权码)["'”]?\s{0,3}[:=是为]\s{0,3}["'“]?)(?=[A-Za-z+/_=.-]{0,64}\d)[A-Za-z\d+/_=.-]{16,512}/gi,
  },
  {
    // Not one that everybody is meant to know (a public wireless network), nor what a password should be like (8-16位).
    name: '密码',
    pattern:
      /(?<=(?<!(?:wi-?fi|无线网?络?|上网|热点)[^\n]{0,6})(?:密码|口令|password|passwd|pwd)["'”]?\s{0,3}[:=是为]{1,2}\s{0,3}["'“]?|(?:门锁|门禁|楼[道栋]|入户|[家房单大]门|单元门|开锁|解锁|锁屏|取款|支付|银行卡|保险[箱柜])的?密码\s?)(?!https?:|(?:19|20)\d\d年)(?![*xX•·_.-]{1,64}(?![!-~]))[A-Za-z\d!#$%&*+./:=?@^_~|-]{4,64}(?![A-Za-z\d!#$%&*+./:=?@^_~|-]|\s?[位个])/gi,
  },
  {
    // Without a sign between, only what looks like nothing but a password: letters and digits, no standard's number and no kind of cipher.
    name: '密码',
    pattern:
      /(?<=(?<!(?:wi-?fi|无线网?络?|上网|热点)[^\n]{0,6})(?:密码|口令)\s?)(?!G[BM]|ISO|IEC|RFC|SHA|AES|DES|SM\d|WPA|Windows|https?:)(?=[A-Za-z!#$%&*+.=?@^_~|-]{0,63}\d)(?=[\d!#$%&*+.=?@^_~|-]{0,63}[A-Za-z])[A-Za-z\d!#$%&*+.=?@^_~|-]{6,64}(?![A-Za-z\d!#$%&*+./:=?@^_~|-]|\s?[位个])/gi,
  },
  {
    name: '密码',
    pattern:
      /(?<=(?<!(?:wi-?fi|无线网?络?|上网|热点)[^\n]{0,6})(?:(?:[卡门锁机禁]|存折)\(?密码|(?:给|告诉|留下|提供|交代|报出|记下|输入)[^。;,\n]{0,5}密码|(?:门禁|开门|入户|解锁|进门)码[为是:]?|密码(?=\d{4,8}(?:打?开[^。;,\n]{0,4}[门锁]|进门|解锁|入户))|密码[^。;\d\n]{0,12}[,(]为|密码(?:页上|本上|仍|还|就|都|也){0,2}(?:写着|写有|设[为成]|改[为成]|[是为])(?:(?:初始|原来|默认)的)?)|验证码[为是:]{0,2})\d{4,8}(?![\d位个年月元以等])/gi,
  },
];
