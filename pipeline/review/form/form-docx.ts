import { beijingDate } from '../../beijing-time.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { longDate, longMinute, monthDay } from '../words.ts';
import { cell, docxOf, paragraph, tableOf, WIDTH } from './docx.ts';
import { cutParagraphs, cutTo, type Measure } from './form-fit.ts';
import type { FormPageOptions } from './form-page.ts';
import { attestationOf, isSigned, opinionOf, opinionsOf, proofInShort, proofOf, signerOf } from './form-signed.ts';
import type { ReviewForm } from './review-form.ts';

type DocxOptions = Pick<FormPageOptions, 'draft' | 'verifyCommand' | 'ledgerNumber' | 'paragraphs' | 'pictures'>;

/** What a cell beside the labels holds of text. */
const TEXT: Measure = { width: 130, points: 12, line: 5.6 };
/** Height of 信息内容, what each further signature of a joint item takes of it, the least that is left, and what its note needs. */
const ROOM = { most: 62, signature: 14, least: 20, note: 14 };
const MORE = '……（全文见附页）';

/** The annex's column of labels. */
const LABEL = 2041;
const MILLIMETRE = 56.7;

function row(label: string, content: string, millimetres: number, place: 'center' | 'top' = 'center'): string {
  const height = `<w:trPr><w:trHeight w:val="${Math.round(millimetres * MILLIMETRE)}" w:hRule="atLeast"/></w:trPr>`;
  return `<w:tr>${height}${cell(LABEL, paragraph(label, { align: 'center' }))}${cell(WIDTH - LABEL, content, place)}</w:tr>`;
}

/** A level's signatures: words, at level 1 once what signing attests, then name and time. */
function signatures(form: ReviewForm, number: 1 | 2 | 3): string {
  const levels = form.levels.filter(({ level }) => level === number);
  // A withdrawal needs no level 1 (rule 2).
  if (levels.length === 0) return paragraph('撤稿由办公室审核、分管领导签发。', { size: 18 });
  const given = levels.filter(isSigned);
  const attested = number === 1 ? attestationOf(form) : '';
  const cells = given.flatMap((level, index) => [
    paragraph(
      cutTo(
        `${level.unit ? `${level.unit.name}：` : ''}${opinionOf(level)}`.replace(/(?<!\s)\s*\n\s*/g, '　'),
        given.length > 1 ? 1 : 2,
        TEXT,
        MORE,
      ),
    ),
    ...(index === 0 && attested !== '' ? [paragraph(attested, { size: 18 })] : []),
    paragraph(`${signerOf(level)}　${longMinute(level.at)}`, { align: 'right' }),
  ]);
  return cells.join('') || paragraph('');
}

function content(form: ReviewForm, { paragraphs = [], pictures = [] }: DocxOptions, millimetres: number): string {
  const lines = Math.floor((millimetres - ROOM.note) / TEXT.line);
  const limit = form.lastDay === null ? '不受七日限制' : `时效至 ${monthDay(form.lastDay)} 24 时`;
  return [
    ...cutParagraphs(paragraphs, lines, TEXT, '……', 2).map((text) => paragraph(text, { indent: true, align: 'both' })),
    paragraph(`（全文见附页。图片 ${pictures.length} 张。信息日期 ${monthDay(form.informationDate)}，${limit}。）`, { size: 21 }),
  ].join('');
}

function table(form: ReviewForm, options: DocxOptions): string {
  const boxes = (['wechat', 'weibo', 'website'] as const).map((channel) => {
    return `${CHANNEL_NAMES[channel]}${form.channels.includes(channel) ? '☑' : '□'}`;
  });
  const joint = form.levels.filter(({ level }) => level === 1).length - 1;
  const height = Math.max(ROOM.least, ROOM.most - Math.max(0, joint) * ROOM.signature);
  const rows = [
    row('报 送 人', paragraph(form.submitter.name), 10),
    row('报送单位', paragraph(form.unit.name), 10),
    row('标　　题', paragraph(form.title, { size: 28, bold: true }), 19),
    row('信息内容', content(form, options, height), height, 'top'),
    row('拟发布渠道', paragraph(boxes.join('　　')), 10),
    row('报送单位/部门\n负责人审核', signatures(form, 1), 25),
    row('办公室审核', signatures(form, 2), 25),
    row('分管领导签发', signatures(form, 3), 25),
    row('备　　注', paragraph(cutTo(form.remarks.join('').replace(/(?<!\s)\s*\n\s*/g, '　'), 3, TEXT, MORE)), 10),
  ];
  return tableOf([LABEL, WIDTH - LABEL], rows);
}

/** The pages behind the table: text, opinions and remarks in full, and everything that the form is checked by. */
function appendix(form: ReviewForm, options: DocxOptions): string[] {
  const { paragraphs = [], pictures = [], draft } = options;
  const heading = (text: string): string => paragraph(text, { size: 26, face: '黑体' });
  const opinions = opinionsOf(form);
  const text = (words: string): string =>
    words
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => paragraph(line.trim(), { indent: true, align: 'both' }))
      .join('');
  return [
    paragraph(`审核单 ${form.number || '草稿'} 附页`, { size: 20, align: 'right', newPage: true }),
    heading(form.title),
    ...paragraphs.map(text),
    ...pictures.map(({ name, caption }) => text(`图片：${caption === '' ? name : `${caption}（${name}）`}`)),
    ...(opinions.length === 0 ? [] : [heading('审核意见'), ...opinions.map(text)]),
    heading('备注'),
    ...form.remarks.map(text),
    ...(draft ? [] : [heading('核验数据'), ...proofOf(form, options).map((line) => paragraph(line, { size: 18 }))]),
  ];
}

function bodyOf(form: ReviewForm, options: DocxOptions): string[] {
  const submitted = form.submittedAt === null ? '　　 年　月　日' : longDate(beijingDate(form.submittedAt));
  const small = { size: 18 };
  return [
    ...(options.draft ? [paragraph('草稿 · 审核未完成', { size: 21, align: 'right' })] : []),
    paragraph(form.bureau, { size: 36, bold: true, align: 'center' }),
    paragraph('“两微一站”信息发布审核单', { size: 36, bold: true, align: 'center' }),
    paragraph(`报送时间：${submitted}　　　　编号：${form.number}`),
    table(form, options),
    paragraph('本单由审核系统根据三级审核记录生成，姓名为系统记录，不是手写签名。可在空白处补签归档。', small),
    ...proofInShort(form, options).map((line) => paragraph(line, small)),
    ...(options.verifyCommand === '' ? [] : [paragraph(`验证：${options.verifyCommand}`, small)]),
    ...appendix(form, options),
  ];
}

/**
 * The annex as a Word file (ISO/IEC 29500): the table on one page, the whole text behind it. The same form gives the same bytes.
 * Everything of the submission is text here; pictures are named, not shown.
 */
export function formDocx(form: ReviewForm, options: DocxOptions): Uint8Array {
  return docxOf(bodyOf(form, options));
}
