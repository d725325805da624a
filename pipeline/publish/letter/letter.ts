import type { BeijingDate } from '../../beijing-time.ts';
import { administrators, hasMainLeader, holdersFor } from '../../organisation/holders.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import { accountRows } from './accounts.ts';
import { addressRows } from './addresses.ts';
import { decisionRows } from './decisions.ts';
import type { LetterOptions } from './letter-options.ts';
import { missingSeconds, signerRows } from './signers.ts';

/** A table of a section: the heads of its columns, and rows of as many cells. */
export interface LetterTable {
  head: string[];
  /** Shares of the width, one a column. */
  widths: number[];
  rows: string[][];
}

export interface LetterSection {
  heading: string;
  table?: LetterTable;
  paragraphs: string[];
}

/** The page of requests to the leaders, as plain data; the same settings and day give the same letter. */
export interface Letter {
  title: string;
  /** Whom it is for. */
  to: string;
  opening: string;
  sections: LetterSection[];
  closing: string;
  /** Who asks. */
  from: string;
  date: BeijingDate;
  /** Where questions go. */
  contact: string;
}

const STEPS = [
  ['领导批示，确定人员和开关', '第 1 周'],
  ['申请账号和接口，放行地址', '第 1 至 2 周，平台审核时间以平台为准'],
  ['生成签名密钥，登记第一版名单与规则，逐项体检', '第 3 周，约半天'],
  ['试运行：各渠道先手工发布，再逐个改为自动', '第 3 至 4 周'],
];

function people({ organisation, policy, today }: LetterOptions): LetterSection {
  const gaps = missingSeconds(organisation, today);
  const alone = gaps.length === 0 ? [] : [`以下岗位只有一人，外出或回避（本人是报送人）时无人可办，请各定一名 B 角：${gaps.join('、')}。`];
  const keeper = administrators(organisation, today)
    .map((person) => nameOfPerson(organisation, person))
    .join('、');
  const leaders = holdersFor(organisation, 3, 'any', today).length;
  const delegated = policy.delegation.enabled || leaders < 2 ? '' : '代签不启用，领导出差由另一位签发人办理。';
  return {
    heading: '三、请确定审核和管理人员（第三、五、八、十条）',
    table: { head: ['环节', '人员'], widths: [27, 73], rows: signerRows(organisation, today) },
    paragraphs: [
      ...alone,
      `审核单签名密钥和发布令牌拟由管理员${keeper === '' ? '（待定）' : keeper}保管，只放在发布环境，备份封存于办公室，不交他人。${delegated}`,
    ],
  };
}

function decisions({ organisation, policy, today }: LetterOptions): LetterSection {
  const rows = decisionRows(organisation, policy);
  const rest = '其余开关都按最严的办法：信息日期起 7 日内，逐级审核，三人三级，一事一稿。';
  const leader = hasMainLeader(organisation, today) ? '，其中调整签发人、代签的由主要领导签发' : '';
  const later = `名单与规则以后每次改动，都须经办公室审核、分管领导签发才生效${leader}。`;
  const demo = policy.demo ? '试用期间每页标明“演示”，正式启用前取消。' : '';
  const heading = '四、请决定与默认办法不同的开关';
  if (rows.length === 0) return { heading, paragraphs: [`没有。${rest.replace('其余', '全部')}${later}${demo}`] };
  return {
    heading,
    table: { head: ['事项', '拟定', '若不批准', '依据'], widths: [18, 36, 18, 28], rows },
    paragraphs: [`${rest}${later}${demo}`],
  };
}

/**
 * What a bureau has to ask its leaders for before it starts: accounts, addresses, people, decisions, order and time
 * (Arts. 3, 5, 8, 9, 10).
 */
export function makeLetter(options: LetterOptions): Letter {
  const { organisation, policy, today } = options;
  const bureau = policy.site.name ?? organisation.bureau ?? '本局';
  const contacts = administrators(organisation, today).map((person) => nameOfPerson(organisation, person));
  return {
    title: '关于启用“三审”信息发布系统有关事项的请示',
    to: '局领导',
    opening:
      '为落实《“两微一站”信息发布管理制度》第八条三级审核、第九条七日时效和第十条账号管理的规定，拟启用“三审”信息发布系统：稿件由报送单位负责人、办公室、分管领导依次审核签发，审完才发，每件留有可核验的审核单。现将需要批准和办理的事项请示如下。',
    sections: [
      {
        heading: '一、请批准申请账号和接口权限',
        table: { head: ['账号', '要求', '申请人'], widths: [19, 69, 12], rows: accountRows(options) },
        paragraphs: [],
      },
      {
        heading: '二、请信息化部门放行网络地址',
        table: { head: ['地址（443 端口，由内向外）', '用途'], widths: [38, 62], rows: addressRows(options) },
        paragraphs: [],
      },
      people(options),
      decisions(options),
      {
        heading: '五、办理次序和时间',
        paragraphs: [`${STEPS.map(([what, when], index) => `${index + 1}．${what}：${when}`).join('；')}。`],
      },
    ],
    closing: '妥否，请批示。',
    from: `${bureau}办公室`,
    date: today,
    contact: `联系人：${contacts.length === 0 ? '（管理员待定）' : contacts.join('、')}`,
  };
}
