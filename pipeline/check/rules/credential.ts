import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { isNowhere } from '../find.ts';
import { calledIn, type Named } from '../personal/called-numbers.ts';
import { CREDENTIALS } from '../personal/credentials.ts';
import { masked } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';
import { anywhere } from '../sightings.ts';

/** No credential is without one of these. */
const HINT = /[A-Za-z\d_/+=-]{16}|:\/\/[^\s/:@]{1,64}:[^\s/@]{1,64}@|BEGIN|密码|口令|验证码|[门户锁禁]码|[Pp][AaWw][SsDd]/;

const credentialsIn = (blocks: readonly TextBlock[]): Named[] => (isNowhere(blocks, HINT) ? [] : calledIn(blocks, CREDENTIALS));

/** No tokens, keys and passwords: whoever reads them acts in the bureau's name (Art. 10). Code and addresses are no hiding place. */
export const credential: Rule = {
  id: 'secret/credential',
  asks: '不出现账号的密码、密钥和令牌。',
  severity: 'error',
  article: '第十条',
  waivable: false,
  check: (subject) =>
    anywhere(subject, credentialsIn, HINT).map((match) => ({
      ...match,
      words: {
        problem: `出现${match.name} ${masked(match.flagged)}。`,
        expected: '密码、密钥和令牌不写进信息。',
        fix: '删去，并立即到发放它的平台作废、换新：推送过的就算已经泄露。不可豁免。',
      },
    })),
  good: [
    { title: '说到密码，没有写出来', body: '请妥善保管密码：密码以短信发送，密码为8-16位字母和数字。\n' },
    { title: '公共无线网络的密码', body: '大厅提供免费WiFi，WiFi密码：88886666。\n' },
    { title: '大厅的无线网络', body: '大厅免费WiFi密码为88888888，WIFI密码是12345678，热点密码是88886666。\n' },
    { title: '密码该是怎样', body: '门禁密码改为2026年统一设置，密码改为1000以内的数字不安全，用户密码设为12345678等弱口令。\n' },
    { title: '遮去的密码', body: '用户名admin，密码：******。\n' },
    { title: '公众号的编号不是密钥', body: '公众号编号wx0123456789abcdef。\n' },
    { title: '文件的校验值', body: '校验值e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855。\n' },
    { title: '密码的标准和算法', body: '依据商用密码GB/T39786-2021，采用密码SM4算法，密码AES256，口令8-16位。\n' },
    { title: '密码的种类', body: '动态口令、密码12345热线、密码Ukey。\n' },
    { title: '普通网址', body: '见 <https://www.zj.gov.cn/art/2026/11/23/art_1229278041_59079999.html>。\n' },
  ],
  bad: [
    { title: '后台的密码', body: '登录后台，初始密码：Abc@12345。\n', finds: { flagged: 'Abc@12345', count: 1 } },
    { title: '口令', body: '会议口令为 9527abcd。\n', finds: { flagged: '9527abcd' } },
    { title: '没有冒号的密码', body: '用户名admin密码admin123。\n', finds: { flagged: 'admin123', count: 1 } },
    { title: '卡和门锁的密码', body: '捡到银行卡（密码112233），门锁密码2580。\n', finds: { count: 2 } },
    { title: '写着的密码', body: '存折的密码页上写着258036，短信验证码为382916。\n', finds: { count: 2 } },
    { title: '空了一格的密码', body: '登录密码 2026Sanshen 已改。\n', finds: { flagged: '2026Sanshen', count: 1 } },
    { title: '私钥', body: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n', finds: { line: 13 } },
    { title: '写在代码块里的私钥', body: '```\n-----BEGIN RSA PRIVATE KEY-----\n```\n', finds: { line: 14, count: 1 } },
    { title: 'GitHub 令牌', body: `令牌ghp_${'a1B2'.repeat(9)}。\n`, finds: { count: 1 } },
    { title: '阿里云密钥', body: '编号LTAI5tExample1234567。\n' },
    { title: '亚马逊云密钥', body: '编号AKIAIOSFODNN7EXAMPLE。\n' },
    {
      title: '公众号的密钥',
      body: 'AppSecret：0123456789abcdef0123456789abcdef\n',
      finds: { flagged: '0123456789abcdef0123456789abcdef' },
    },
    { title: '登录令牌', body: '见eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLWV4YW1wbGU。\n', finds: { count: 1 } },
    { title: '链接里的群机器人', body: '[通知](https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef)\n' },
    { title: '网址里的用户名和密码', body: '见 <https://admin:s3cret@www.zj.gov.cn/>。\n' },
    { title: '标题里', frontMatter: { title: '后台密码：Abc@12345' }, finds: { line: 2, count: 1 } },
    { title: '全角字符', body: '密码：Ａｂｃ１２３４５。\n' },
  ],
};
