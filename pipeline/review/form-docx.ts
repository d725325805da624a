import { beijingDate } from '../beijing-time.ts';
import { CHANNEL_NAMES } from '../item/channel-names.ts';
import { escapeHtml } from '../render/escape-html.ts';
import { type FormPageOptions, opinionOf } from './form-page.ts';
import type { FormLevel, ReviewForm } from './review-form.ts';
import { ATTESTATION_ON_FORM, longDate, longMinute, monthDay } from './words.ts';
import { zipOf } from './zip.ts';

type DocxOptions = Pick<FormPageOptions, 'draft' | 'verifyCommand' | 'ledgerNumber' | 'paragraphs' | 'pictures'>;

/** Twentieths of a point: A4 less margins of 20 mm, and the annex's column of labels. */
const WIDTH = 9638;
const LABEL = 2041;
const MILLIMETRE = 56.7;

/** How a paragraph looks: half-points, and where it stands. */
interface Look {
  size?: number;
  bold?: boolean;
  align?: 'left' | 'center' | 'right' | 'both';
  indent?: boolean;
}

/** Text as XML may hold it: no control characters, no halves of a pair. */
function xmlText(text: string): string {
  return escapeHtml(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD'));
}

function paragraph(text: string, { size = 24, bold = false, align = 'left', indent = false }: Look = {}): string {
  const run = `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr>`;
  const lines = text.split('\n').map((line) => `<w:t xml:space="preserve">${xmlText(line)}</w:t>`);
  const place = `<w:pPr>${indent ? '<w:ind w:firstLineChars="200"/>' : ''}<w:jc w:val="${align}"/></w:pPr>`;
  return `<w:p>${place}<w:r>${run}${lines.join('<w:br/>')}</w:r></w:p>`;
}

function cell(width: number, content: string): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${content}</w:tc>`;
}

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
  const border = (side: string) => `<w:${side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="${LABEL}"/><w:gridCol w:w="${WIDTH - LABEL}"/></w:tblGrid>${[
    row('报 送 人', paragraph(form.submitter.name), 10),
    row('报送单位', paragraph(form.unit.name), 10),
    row('标　　题', paragraph(form.title, { size: 28, bold: true }), 19),
    row('信息内容', content(form, options), 62),
    row('拟发布渠道', paragraph(boxes.join('　　')), 10),
    row('报送单位/部门\n负责人审核', signatures(form, 1), 25),
    row('办公室审核', signatures(form, 2), 25),
    row('分管领导签发', signatures(form, 3), 25),
    row('备　　注', paragraph(form.remarks.join('')), 10),
  ].join('')}</w:tbl>`;
}

function documentXml(form: ReviewForm, options: DocxOptions): string {
  const submitted = form.submittedAt === null ? '　　 年　月　日' : longDate(beijingDate(form.submittedAt));
  const facts = [
    `内容指纹 ${form.content.tree}`,
    `第 ${form.pullRequest} 号合并请求`,
    ...(form.mergeSha ? [`合并 ${form.mergeSha.slice(0, 10)}`] : []),
    ...(options.ledgerNumber ? [`台账第 ${options.ledgerNumber} 号`] : []),
  ];
  const small = { size: 18 };
  const body = [
    ...(options.draft ? [paragraph('草稿 · 审核未完成', { size: 21, align: 'right' })] : []),
    paragraph(form.bureau, { size: 36, bold: true, align: 'center' }),
    paragraph('“两微一站”信息发布审核单', { size: 36, bold: true, align: 'center' }),
    paragraph(`报送时间：${submitted}　　　　编号：${form.number}`),
    table(form, options),
    paragraph('本单由审核系统根据三级审核记录生成，姓名为系统记录，不是手写签名。可在空白处补签归档。', small),
    paragraph(facts.join('　'), small),
    ...(options.verifyCommand === '' ? [] : [paragraph(`验证：${options.verifyCommand}`, small)]),
  ];
  const page =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}${page}</w:body></w:document>`;
}

const TYPES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const RELATIONS = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;

/**
 * The annex as a Word file (ISO/IEC 29500): the table with the whole text, which Word breaks into pages. The same form gives the same bytes.
 * Everything of the submission is text here; pictures are named, not shown.
 */
export function formDocx(form: ReviewForm, options: DocxOptions): Uint8Array {
  const part = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  return zipOf([
    ['[Content_Types].xml', part(TYPES)],
    ['_rels/.rels', part(RELATIONS)],
    ['word/document.xml', part(documentXml(form, options))],
  ]);
}
