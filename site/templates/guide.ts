import { countingOf, termOf } from '../freshness.ts';
import { type Html, html } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import type { SiteFrame } from '../site-frame.ts';

/** Sentences that people will see, and what each asks of them. */
type Said = [sentence: string, meaning: string];

interface Guide {
  address: string;
  title: string;
  description: string;
  text: (site: SiteFrame) => Html;
  said: Said[];
}

const submit: Guide = {
  address: '/guide/submit/',
  title: '投稿',
  description: '谁来投稿，准备什么，怎样报送，几天之内。',
  text: ({ base, rules, freshness }) => html`<p>各县（市、区）分局、机关各处室和直属中心的同志，都可以报送信息。</p>
<h2>投什么</h2>
<p>业务宣传、重要事项公布、工作动态；经分管领导或主要领导批准发布的信息；结合工作需要，认定需要发布或转发的其他信息。</p>
<h2>准备什么</h2>
<ol>
<li>标题和正文：文字精练，数据有出处，写清日期，不写“近日”。</li>
<li>图片：JPG 格式，每张写明拍的是什么、谁拍的。机器生成的图片要写明。</li>
<li>信息日期：事情发生的那一天；连续几天的，写最后一天；文件和通知，写落款日期。</li>
<li>拟发布渠道：网站、微信、微博，可以选一个，也可以都选。</li>
<li>保密审查：由谁审查、哪一天、什么结论。审查的人不能是报送人自己。</li>
</ol>
<h2>几天之内</h2>
<p>本局只发布${termOf(freshness)}内的信息。${countingOf(freshness)}所以请当天写、当天报。法律、法规另有公开期限的，从其规定。</p>
<h2>怎样报送</h2>
<p>在报送页面（平台的 Issues）点 New issue，选“信息报送”，按表填写；或者把 Word 和照片发到办公室的邮箱。一次只报送一条。办公室转成稿件以后，稿件那一页写明下一步请谁做什么。</p>
<h2>程序先查一遍</h2>
<p>手机号、身份证号、照片里的拍摄地点、错别字、过期的日期，程序会先指出来，写明问题、应为、怎么改。${
    rules && html`查什么，见<a href="${base}/rules/">检查规则</a>。`
  }改好后自动再查，不用另外通知谁。</p>`,
  said: [
    ['改稿中，未送审', '还没有送给审核人。改好后点 Ready for review（送审）。'],
    ['须改 2 处：手机号、照片位置信息；改后自动重查', '这两处改好以前不能送审。'],
    ['第 1 日 / 共 7 日，11 月 30 日 24:00 截止', '过了这个时间就不能发布了。'],
    ['郑四 已退回：第二段数据与标题不一致。请 李四 修改。', '请照退回的意见修改，改好后再请退回的人看。'],
    ['今天是最后一日', '今天 24 时以前要审完、发出。'],
  ],
};

const review: Guide = {
  address: '/guide/review/',
  title: '审核',
  description: '三级审核怎样做：看什么，在哪里点，改稿以后怎样。',
  text: () => html`<p>每条信息由三个不同的人依次审核：报送单位或部门的负责人，办公室，分管领导。缺一级，不发布。</p>
<h2>看什么</h2>
<p>先看全文和每一张图片，再看检查结果。请确认：内容真实、准确；不涉密，不属敏感领域；没有第六条所列的内容；信息日期属实；要发的渠道合适。</p>
<h2>在哪里点</h2>
<ol>
<li>打开留言里的“打开改动页”。</li>
<li>点右上角的 Review changes（审核）。</li>
<li>选 Approve（同意）；不同意的选 Request changes（退回），写明怎么改。</li>
<li>点 Submit review（提交）。</li>
</ol>
<p>意见可以不填；填了，会印在审核单上。退回必须写明原因。选 Approve 即表示：我已看过当前版本全文和图片；信息不涉密、不属敏感领域；按第六条逐项核对，未发现所列内容；信息日期属实。</p>
<h2>留言不算审核</h2>
<p>在留言里写“同意”，系统不知道您看的是哪一版，所以不算。请照上面的四步再点一次，约十秒。</p>
<h2>稿件改过，请重审</h2>
<p>审核只对您看过的那一版有效。审核以后改动一个字，都要请已经审过的人再看一遍；系统会写明改了几处。</p>
<h2>先后</h2>
<p>上一级还没有审的，这一级先签了不计入，轮到时再点一次即可。报送人和改过稿的人，不审自己的稿件。</p>`,
  said: [
    ['待 郑四 或 王五 审核（2/3 办公室）；还剩 6 日', '办公室的一位审核即可。'],
    ['冯六已签但办公室未审，暂不计入；请 郑四 或 王五 先审（2/3）', '办公室审完以后，请冯六再签一次。'],
    ['稿件改过 1 处，请 周一 重新审核（原审核只对旧稿）。', '请看改了哪里，再点一次同意。'],
    ['您的“同意”收到了，但留言不算审核', '请照“在哪里点”的四步再点一次。'],
    ['三级审核已完成，合并后发布', '不用再做什么，由管理员合并。'],
  ],
};

const publish: Guide = {
  address: '/guide/publish/',
  title: '发布',
  description: '审完以后怎样发出，到哪里看，错了怎样更正。',
  text: ({
    base,
    freshness,
  }) => html`<p>三级审核完成、稿件合并以后，系统自动发布：先网站，再微信、微博。发的就是审定的那一稿，一个字不改。</p>
<h2>发布时间</h2>
<p>以网站实际发布的时间为准，以后更正也不改变。要定时发的，在稿件里写明；定的时间也要在${termOf(freshness)}以内。</p>
<h2>发完以后</h2>
<p>系统把三个地址和审核单的编号留言告诉报送人。每发一处，都读回来核对；没有核对清楚的，不会再发一遍，而是请人去看。</p>
<h2>更正</h2>
<p>已发布的信息有错，改稿件，写明是文字、事实、图片还是格式的更正、改了什么，再走一遍三级审核。网页前面会写明更正的时间和内容。更正不受${termOf(freshness)}限制；过了${termOf(freshness)}的，只改网站。</p>
<h2>暂停</h2>
<p>重大活动、突发事件时，办公室可以暂停全部发布；恢复以后，审定的随后发出。${termOf(freshness)}照算。</p>
<h2>看得见的结果</h2>
<p>各栏目、各渠道发布了多少条，最近是哪一天，见<a href="${base}/openness/">公开情况</a>。</p>`,
  said: [
    ['三级审核已完成，正在发布', '几分钟内发出，不用再做什么。'],
    ['已发布：网站　微信。编号 2026-0113，审核单。', '点开就能看，可以把地址转给同事。'],
    ['还没有发完：微信', '系统会接着办；要人办的，另有提醒写明谁在几点前做什么。'],
    ['微信草稿已备好，还没有发布', '请管理员到公众平台草稿箱核对，点“发表”，再登记地址。'],
    ['已过 7 日（11 月 23 日 24:00），不能发布', '日期写错的请改正；属法定公开的请写明依据；否则不再发布。'],
  ],
};

const withdraw: Guide = {
  address: '/guide/withdraw/',
  title: '撤稿',
  description: '怎样撤回已经发布的信息，急的怎样立即撤下。',
  text: ({ freshness }) => html`<p>信息不该再公开的，撤稿。撤稿不受${termOf(freshness)}和暂停的限制。</p>
<h2>不急的</h2>
<p>在稿件里写明撤稿和原因，送办公室审核、分管领导签发，合并以后从各渠道撤下。</p>
<p>选 Approve 即表示：我已看过这条信息和撤稿的理由，理由属实，同意从各渠道撤下。</p>
<h2>急的：立即撤下</h2>
<p>泄密、敏感、涉及个人信息，或者内容有重大错误的，办公室审核人、分管领导或管理员一个人就能立即撤下，手机上也能办。撤下后，到下一个工作日 24 时以前，由办公室和分管领导补办确认。</p>
<h2>网页上怎样写</h2>
<p>标题留着，正文和图片都去掉，换成一句话：“本信息已于 2026-11-25 16:02 撤回。原因：内容有误。”涉密和涉及个人信息的，标题也隐去。</p>
<h2>微信和微博</h2>
<p>微信文章和微博由系统删除，删不掉的请人到后台删，再登记。已经转发出去的卡片收不回，点开是“内容已删除”。别人的截图和转载，请另行联系。</p>
<h2>涉密的</h2>
<p>先停止传播，再报告：立即采取补救措施，24 小时内报保密行政管理部门。</p>`,
  said: [
    ['撤稿审核已完成，正在撤下', '几分钟内撤完，不用再做什么。'],
    ['已撤下：网站、微信、微博。', '各渠道都已经看不到正文。'],
    ['11 月 25 日 已先行撤下，应在 11 月 26 日 24:00 前补办确认', '立即撤下以后要补的手续，逾期每天提醒。'],
    ['已发布的信息改动要写明更正或撤稿', '改了稿件，没有说是更正还是撤稿；请补上。'],
  ],
};

const GUIDES: Guide[] = [submit, review, publish, withdraw];

/** Names and addresses of the guides, in the order of an item's life. */
export const GUIDE_LINKS: readonly { address: string; title: string; description: string }[] = GUIDES;

function saidTable(said: readonly Said[]): Html {
  const row = ([sentence, meaning]: Said): Html => html`<div><dt>${sentence}</dt><dd>${meaning}</dd></div>\n`;
  return html`<h2>您会看到的话</h2>
<p>人名和日期是示例。</p>
<dl class="said">\n${said.map(row)}</dl>`;
}

function main(site: SiteFrame, { address: here, title, text, said }: Guide): Html {
  const link = ({ address, title: name }: Guide): Html =>
    html`<li><a href="${site.base}${address}"${address === here && html` aria-current="page"`}>${name}</a></li>\n`;
  return html`<div class="frame narrow">
<nav class="guides" aria-label="报送和审核"><ul>\n${GUIDES.map(link)}</ul></nav>
<article data-read>
<div class="page-head"><h1>${title}</h1></div>
<div class="text guide">
${text(site)}
${saidTable(said)}
</div></article></div>`;
}

/** How an item is submitted, reviewed, published and taken back: for those who do it, so search machines stay away. */
export const guide = template<null>({
  name: 'guide',
  pages: () => GUIDES.map(({ address }) => ({ address, shown: null })),
  render: (site, { address }) => {
    const one = GUIDES.find((candidate) => candidate.address === address) as Guide;
    return frame(site, { address, title: one.title, description: one.description, main: main(site, one), hidden: true });
  },
});
