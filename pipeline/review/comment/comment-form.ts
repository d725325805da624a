import { beijingDate } from '../../beijing-time.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { link, plain } from '../../item/markdown/markdown-text.ts';
import { LEVEL_NAMES } from '../../organisation/organisation.ts';
import type { FormLevel, ReviewForm } from '../form/review-form.ts';
import { longDate, longMinute, monthDay } from '../words.ts';

const LEVELS = [1, 2, 3] as const;

function signature({ unit, decision, opinion, person, post, delegation, at }: FormLevel): string {
  const words = decision === 'rejected' ? `退回：${opinion}` : opinion || '同意。';
  const whom = delegation ? `受${delegation.person}委托${delegation.document ? `，${delegation.document}` : ''}` : post;
  return `${unit ? `${unit.name}：` : ''}${words}　${person ?? ''}${whom ? `（${whom}）` : ''}　${at ? longMinute(at) : ''}`;
}

function signatures({ levels }: ReviewForm, number: (typeof LEVELS)[number]): string {
  const given = levels.filter(({ level, decision }) => level === number && (decision === 'approved' || decision === 'rejected'));
  return given.map((level) => plain(signature(level), 300)).join('<br>');
}

function contentCell({ content, informationDate, lastDay }: ReviewForm, text: string | undefined): string {
  const pictures = content.files.filter(({ path }) => path !== 'index.md').length;
  const limit = lastDay === null ? '不受七日限制' : `时效至 ${monthDay(lastDay)} 24 时`;
  return [...link('看全文和图片', text), `图片 ${pictures} 张。信息日期 ${monthDay(informationDate)}，${limit}。`].join('，');
}

/** The annex's fields in its order, folded away: read on any phone without a server (Art. 8, annex). */
export function formDetails(form: ReviewForm, links: { text?: string }): string[] {
  const boxes = (['wechat', 'weibo', 'website'] as const).map(
    (channel) => `${CHANNEL_NAMES[channel]}${form.channels.includes(channel) ? '☑' : '☐'}`,
  );
  const rows: [string, string][] = [
    ['报送时间', form.submittedAt === null ? '' : longDate(beijingDate(form.submittedAt))],
    ['报送人', plain(form.submitter.name)],
    ['报送单位', plain(form.unit.name)],
    ['标题', plain(form.title, 200)],
    ['信息内容', contentCell(form, links.text)],
    ['拟发布渠道', boxes.join('　')],
    ...LEVELS.map((level): [string, string] => [LEVEL_NAMES[level], signatures(form, level)]),
    ['备注', plain(form.remarks.join(''), 600)],
  ];
  const title = form.number === '' ? '审核单草稿' : `审核单 ${plain(form.number)}`;
  return [
    '',
    `<details><summary>${title}</summary>`,
    '',
    `| ${plain(form.bureau)} | “两微一站”信息发布审核单 |`,
    '|---|---|',
    ...rows.map(([label, cell]) => `| ${label} | ${cell} |`),
    '</details>',
  ];
}
