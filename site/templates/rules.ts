import type { SiteRule } from '#pipeline/render/site-data.ts';
import { type Html, html } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';

/** The catalogue's groups by the first part of a rule's id, in its order. */
const GROUPS: [string, string][] = [
  ['meta', '文首和文件'],
  ['time', '时间'],
  ['secret', '保密'],
  ['pii', '个人信息'],
  ['prohib', '禁止的内容和规范用语'],
  ['text', '文字'],
  ['fact', '事实'],
  ['img', '图片'],
  ['link', '链接'],
  ['chan', '渠道'],
  ['site', '网站'],
];

/** What each group of findings reaches, and what it can't: nobody is to believe more than is true. `also`: rules of another group that reach it. */
const REACH: [group: string, found: string, missed: string, also?: string[]][] = [
  [
    '政治表述',
    '国名、党和国家领导人的姓名和职务、重要提法，和清单差一个字的：错字、漏字、多字、颠倒；姓名配错了职务的，职务配错了机构的，没有的机构、写混了的提法，少数常见标语里一个词写反了或漏了“不”的，逐项列举时错了一项的，周年、第几个纪念日和纪念日的日期同信息日期对不上的，和次序定了、换了位置的固定内容（如“四个意识”的四项），已经不再担任又没有写“时任”“原”的；清单里注明已经改了说法的；涉台涉港涉澳的不规范表述；明令禁止的口号、辱骂，否认暴行、美化侵略和恐怖活动、诬蔑英烈、煽动打砸的说法，标语、横幅、字样里辱骂或反对国家、军队和英烈的话，和把该坚持的、该反对的说反了的固定句式；办公室登记的本单位领导姓名和职务。五个字以上的提法，中间写成音近、形近的字，叠了一个字，相邻两个字颠倒的，多半须改；漏了字、首尾写错的提醒。多半只供参考的有：不到七个字的名称、四个字的提法漏了一个字，不到十个字的提法紧接在别的字后面、漏了第二个字，提法首尾多了一个字、旁边还有字，十个字以内的提法里换成另一个词，两个词颠倒了次序。',
    '字都写对、用错地方的；一个词里错了两个字的；不到十个字的提法、不到七个字的名称，错成的字和原字读音、字形都不像的（国名、党名和党和国家领导人的姓名除外）；逐项列举时少了一项的；清单以外的领导排序、职务高低和该不该出现；话里的意思，如反话、暗示、影射；多数写反了的标语；新编的口号和绰号。新提法、换届、人事变动，在清单添上以前的几周里查不出。',
  ],
  [
    '单位名称',
    '清单里的党政机关、人大、政协、法院、检察院，地级以上和本省各地的地名，本单位和下属单位的名称，和清单差一个字的；已经改名的机构和区划。六个字以上的机构名称，中间错了的须改，别的提醒；短名称漏了字、首尾错了的，十个字以内的名称里换成另一个词的，有的只供参考。',
    '清单里没有的单位和企业，外省县以下的地名；名称末尾多打了一个字，后面紧接着别的字的；简称用得合不合适；两个都存在、写混了的单位；刚刚改名、清单还没添上的。',
    ['prohib/near-miss', 'prohib/official-terms'],
  ],
  [
    '法律名称',
    '书名号里的法律、法规名称和清单差一个字的，写了“中华人民共和国”的错成别的词也算；清单里没有的；已经废止、改了名称的；种类写错的（该写“条例”写了“法”）；条号超过最后一条的（没有加书名号的法律也算）。',
    '条文引得对不对、用在这里合不合适；没有加书名号的简称；该写“条例”写了“办法”的（地方和部门多有同名的办法）；清单里没有条数的法律的条号。',
  ],
  [
    '个人信息',
    '身份证、护照等证件号，手机号，银行卡号，车辆号牌，结婚证、学籍、病历、车架等号码，快递单号、订单号、取件码、缴费户号，住址，出生日期，个人邮箱和账号；写在病情、困难、举报、未成年人这些身份旁边的姓名，未成年人的学校和班级；没有写全名，但单位、行程、婚姻、收入、病情、前科、住处坐标这些细节让人认得出来的。',
    '本人同不同意公开：先进人物和当事人，程序分不清；少见的姓、别名；图片里的脸、证件和文字；只写了年龄、看不出遇到什么事的未成年人；只到门牌号、旁边没有写人的地址；几句话合起来能认出是谁。',
  ],
  [
    '文字',
    '清单里的错别字；前后文能说准的一些用混的词（截止、截至，反应、反映）；城市管理和执法的常用语差一个字的（漏了字的，开头两个字写颠倒的，只有三个字的，成语两个字写颠倒的，只供参考）；多打的虚词和量词（的的、86座座）、常用词多打的词尾（得到到解决）、写了两遍的词（通过通过、由于由于）和标点；用错的半角标点、不成对的标点、繁体字、没写完的地方。',
    '错成另一个词的（该写“制定”写了“制订”）；多打的一个字，分不清属于前后哪个词的（商户户、对对账）；三个字以上写了两遍的，和清单里没有的词写了两遍的，只供参考：也可能是有意重叠，或者标题碰上正文；清单以外的错别字、漏字、病句；事实、数字和日期是真是假。',
    ['prohib/near-miss'],
  ],
  [
    '其他',
    '文首、日期和七日时效；密级标志；图片的格式和拍摄信息；链接；各渠道的字数和版式。',
    '涉不涉密、敏不敏感；图片里拍到了什么；地图对不对；事情是不是真的。',
  ],
];

function reach(rules: readonly SiteRule[]): Html {
  const of = (group: string, also: readonly string[]): Html | false => {
    const some = rules.filter((rule) => rule.group === group || also.includes(rule.id));
    const links = some.map(({ id, name }, index) => html`${index > 0 && '、'}<a href="#${id.replace('/', '-')}">${name}</a>`);
    return some.length > 0 && html`<p class="note">规则：${links}</p>\n`;
  };
  return html`<h2>查得出什么，查不出什么</h2>
<p>程序照清单和写法查，不懂意思，也不知道事实。下面写着“查不出”的，只有审核人看得出来。</p>
${REACH.map(
  ([group, found, missed, also = []]) => html`<h3>${group}</h3>
<p><strong>查得出</strong>　${found}</p>
<p><strong>查不出</strong>　${missed}</p>
${of(group, also)}`,
)}`;
}

function examples(heading: string, some: SiteRule['good']): Html | false {
  const one = ({ title, lines }: SiteRule['good'][number]): Html =>
    html`<li>${title}${lines.length > 0 && html`<pre>${lines.join('\n')}</pre>`}</li>\n`;
  return some.length > 0 && html`<details><summary>${heading}（${some.length} 例）</summary><ul>\n${some.map(one)}</ul></details>\n`;
}

function section({ id, name, asks, article, severity, waivable, good, bad }: SiteRule): Html {
  const how = severity === '须改' || severity === '提醒' ? `${severity}，${waivable ? '可豁免' : '不可豁免'}` : severity;
  return html`<h3 id="${id.replace('/', '-')}">${name}</h3>
<p>${asks}</p>
<p class="note">${how}　依据：${article}　编号：${id}</p>
${examples('会指出的写法', bad)}${examples('没有问题的写法', good)}`;
}

function rulesPage(rules: readonly SiteRule[]): Html {
  const groups = GROUPS.map(([key, name]) => ({ name, rules: rules.filter(({ id }) => id.split('/')[0] === key) }));
  const rest = rules.filter(({ id }) => !GROUPS.some(([key]) => id.split('/')[0] === key));
  return html`<div class="frame narrow"><article data-read>
<div class="page-head"><h1>检查规则</h1></div>
<div class="text rules">
<p>每条信息送审、合并和发送以前，程序都按下面的规则检查；查网站的几条写明了什么时候查。共 ${rules.length} 条。“须改”要改好；“提醒”要改好，或写豁免并说明理由；“供参考”由审核人看。程序没有查出问题，不等于没有问题：内容由三级审核人确认。</p>
<p>例子里的人、号码和单位都是编的，号码只露出开头。</p>
${reach(rules)}
${[...groups, { name: '其他', rules: rest }].map(({ name, rules: some }) => some.length > 0 && html`<h2>${name}</h2>\n${some.map(section)}`)}
</div></article></div>`;
}

/** What the program checks, with examples: made from the rule files. For those who submit and review, so search machines stay away. */
export const rules = template<readonly SiteRule[]>({
  name: 'rules',
  pages: ({ data }) => (data.rules?.length ? [{ address: '/rules/', shown: data.rules }] : []),
  render: (site, { address, shown }) =>
    frame(site, {
      address,
      title: '检查规则',
      description: '程序检查什么、依据哪一条、怎样算对，每条都有例子。',
      main: rulesPage(shown),
      hidden: true,
    }),
});
