import { beijingDate } from '../beijing-time.ts';
import { CHANNEL_NAMES } from '../item/channel-names.ts';
import { cell, docxOf, paragraph, tableOf, WIDTH } from './docx.ts';
import { type FormPageOptions, opinionOf } from './form-page.ts';
import type { FormLevel, ReviewForm } from './review-form.ts';
import { ATTESTATION_ON_FORM, longDate, longMinute, monthDay } from './words.ts';

type DocxOptions = Pick<FormPageOptions, 'draft' | 'verifyCommand' | 'ledgerNumber' | 'paragraphs' | 'pictures'>;

/** The annex's column of labels. */
const LABEL = 2041;
const MILLIMETRE = 56.7;

function row(label: string, content: string, millimetres: number): string {
  const height = `<w:trPr><w:trHeight w:val="${Math.round(millimetres * MILLIMETRE)}" w:hRule="atLeast"/></w:trPr>`;
  return `<w:tr>${height}${cell(LABEL, paragraph(label, { align: 'center' }))}${cell(WIDTH - LABEL, content)}</w:tr>`;
}

function who({ person, post, delegation }: FormLevel): string {
  if (!delegation) return `${person ?? ''}${post ? `（${post}）` : ''}`;
  return `${person ?? ''}（受${delegation.person}委托${delegation.document ? `，${delegation.document}` : ''}）`;
}

/** A level's signatures: words, at level 1 what signing attests, then name and time. */
function signatures(form: ReviewForm, number: 1 | 2 | 3): string {
  const given = form.levels.filter(({ level, decision }) => level === number && (decision === 'approved' || decision === 'rejected'));
  const cells = given.map((level) =>
    [
      paragraph(`${level.unit ? `${level.unit.name}：` : ''}${opinionOf(level)}`),
      ...(number === 1 && level.decision === 'approved'
        ? [paragraph(`${ATTESTATION_ON_FORM}。保密审查：${form.secrecyReview.name}，${form.secrecyReview.conclusion}`, { size: 18 })]
        : []),
      paragraph(`${who(level)}　${level.at ? longMinute(level.at) : ''}`, { align: 'right' }),
    ].join(''),
  );
  return cells.join('') || paragraph('');
}

function content(form: ReviewForm, { paragraphs = [], pictures = [] }: DocxOptions): string {
  const limit = form.lastDay === null ? '不受七日限制' : `时效至 ${monthDay(form.lastDay)} 24 时`;
  const names = pictures.map(({ name, caption }) => (caption === '' ? name : `${caption}（${name}）`)).join('、');
  return [
    ...paragraphs.map((text) => paragraph(text, { indent: true, align: 'both' })),
    paragraph(`（图片 ${pictures.length} 张${names === '' ? '' : `：${names}`}。信息日期 ${monthDay(form.informationDate)}，${limit}。）`, {
      size: 21,
    }),
  ].join('');
}

function table(form: ReviewForm, options: DocxOptions): string {
  const boxes = (['wechat', 'weibo', 'website'] as const).map((channel) => {
    return `${CHANNEL_NAMES[channel]}${form.channels.includes(channel) ? '☑' : '□'}`;
  });
  const rows = [
    row('报 送 人', paragraph(form.submitter.name), 10),
    row('报送单位', paragraph(form.unit.name), 10),
    row('标　　题', paragraph(form.title, { size: 28, bold: true }), 19),
    row('信息内容', content(form, options), 62),
    row('拟发布渠道', paragraph(boxes.join('　　')), 10),
    row('报送单位/部门\n负责人审核', signatures(form, 1), 25),
    row('办公室审核', signatures(form, 2), 25),
    row('分管领导签发', signatures(form, 3), 25),
    row('备　　注', paragraph(form.remarks.join('')), 10),
  ];
  return tableOf([LABEL, WIDTH - LABEL], rows);
}

function bodyOf(form: ReviewForm, options: DocxOptions): string[] {
  const submitted = form.submittedAt === null ? '　　 年　月　日' : longDate(beijingDate(form.submittedAt));
  const facts = [
    `内容指纹 ${form.content.tree}`,
    `第 ${form.pullRequest} 号合并请求`,
    ...(form.mergeSha ? [`合并 ${form.mergeSha.slice(0, 10)}`] : []),
    ...(options.ledgerNumber ? [`台账第 ${options.ledgerNumber} 号`] : []),
  ];
  const small = { size: 18 };
  return [
    ...(options.draft ? [paragraph('草稿 · 审核未完成', { size: 21, align: 'right' })] : []),
    paragraph(form.bureau, { size: 36, bold: true, align: 'center' }),
    paragraph('“两微一站”信息发布审核单', { size: 36, bold: true, align: 'center' }),
    paragraph(`报送时间：${submitted}　　　　编号：${form.number}`),
    table(form, options),
    paragraph('本单由审核系统根据三级审核记录生成，姓名为系统记录，不是手写签名。可在空白处补签归档。', small),
    paragraph(facts.join('　'), small),
    ...(options.verifyCommand === '' ? [] : [paragraph(`验证：${options.verifyCommand}`, small)]),
  ];
}

/**
 * The annex as a Word file (ISO/IEC 29500): the table with the whole text, which Word breaks into pages. The same form gives the same bytes.
 * Everything of the submission is text here; pictures are named, not shown.
 */
export function formDocx(form: ReviewForm, options: DocxOptions): Uint8Array {
  return docxOf(bodyOf(form, options));
}
