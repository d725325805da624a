import { printable } from '../printable.ts';

/** Whether what is told keeps the item from being reviewed until the sender has done something. */
type Weight = 'tells' | 'blocks';

/**
 * Everything that a reader of files drops, changes or doubts (facts/intake 2), one row a kind: the sentence that people read, and whether the
 * item may go on without an answer.
 */
const REPORT_KINDS = {
  converted: ['由旧格式（.doc、.wps）转换而来；请对照原稿核对文字和版式。', 'tells'],
  header: ['没有放进正文；要发布的请写进正文。', 'tells'],
  footer: ['没有放进正文；要发布的请写进正文。', 'tells'],
  'page-number': ['只有页码，没有放进正文。', 'tells'],
  comment: ['批注没有放进正文；请确认批注里的事已经办完。', 'tells'],
  insertion: ['修订：有增加的文字，还没有接受；请在 Word 里接受或拒绝全部修订后重新报送。', 'blocks'],
  deletion: ['修订：有删去的文字，还没有接受；请在 Word 里接受或拒绝全部修订后重新报送。', 'blocks'],
  move: ['修订：有移动的文字，还没有接受；请在 Word 里接受或拒绝全部修订后重新报送。', 'blocks'],
  'format-revision': ['修订：有格式改动，还没有接受；请在 Word 里接受全部修订后重新报送。', 'blocks'],
  hidden: ['隐藏的文字（包括和底色一样的、小得看不见的）没有放进正文；要发布的请取消隐藏、改成黑色。', 'tells'],
  'text-box': ['文本框里的文字接在所在段落后面；请核对位置。', 'tells'],
  note: ['脚注、尾注移到文末；请核对。', 'tells'],
  watermark: ['水印、艺术字没有放进正文。', 'tells'],
  property: ['文件属性里写的没有放进正文。', 'tells'],
  'embedded-object': ['嵌入的对象没有放进正文；要发布的请改成文字、表格或图片。', 'tells'],
  'embedded-file': ['嵌入的文件没有收；要报送的请单独作为附件发来。', 'tells'],
  'external-image': ['图片只是一个链接，没有取；请把图片插入文稿，或作为附件发来。', 'tells'],
  'external-template': ['文稿引用了别处的模板，没有取。', 'tells'],
  chart: ['图表没有放进正文；请另存为 JPG 图片插入。', 'tells'],
  diagram: ['SmartArt 图形没有放进正文；请另存为 JPG 图片插入。', 'tells'],
  formula: ['公式只留下文字；请核对，或另存为 JPG 图片插入。', 'tells'],
  ruby: ['拼音指南去掉了，只留下汉字。', 'tells'],
  macro: ['宏没有收。', 'tells'],
  'foreign-part': ['嵌入的网页或其他文稿没有放进正文；请把文字复制进来。', 'tells'],
  'foreign-unread': ['嵌入的其他文稿读不出来，里面的话没有核对，也没有放进正文；请把文字复制进来，或删去它，重新报送。', 'blocks'],
  outlook: ['Outlook 打的包读不全，里面的话没有核对；请在 Outlook 里把邮件改成“纯文本”格式重发，文稿作为附件。', 'blocks'],
  'active-field': ['会自动取内容的域没有执行，只留下当时的文字；请核对。', 'tells'],
  'merged-cell': ['合并的单元格拆开了，空出的格子留空；请核对表格。', 'tells'],
  'nested-table': ['表格里的表格改成了文字；请核对。', 'tells'],
  'cell-lines': ['单元格里的几段文字并成了一行；请核对表格。', 'tells'],
  frame: ['只用来排版的表格改成了段落；请核对。', 'tells'],
  struck: ['有删除线的文字照样留着；不要的请在 Word 里删去，要的请去掉删除线，重新报送。', 'blocks'],
  raised: ['上标、下标变成了普通文字；请核对。', 'tells'],
  link: ['链接不是网址，只留下文字。', 'tells'],
  protection: ['文稿设了编辑限制，内容照读。', 'tells'],
  'picture-missing': ['图片在文件里找不到；请重新插入或作为附件发来。', 'blocks'],
  'picture-unreadable': ['图片读不出来，没有收；请另存为 JPG 后重新发来。', 'blocks'],
  'picture-cropped': ['图片在 Word 里裁剪过，收到的是裁剪前的整张；不想公开裁掉部分的，请裁好另存为 JPG 后重新插入。', 'blocks'],
  'picture-kind': ['这种图片（EMF、WMF 等）不能转成 JPG，没有收；请截图或另存为 JPG 后发来。', 'blocks'],
  'picture-converted': ['图片已转成 JPG。', 'tells'],
  'picture-smaller': ['图片最长边超过 4000 像素，已缩小。', 'tells'],
  'picture-cleaned': ['图片里的拍摄位置、设备等信息已去掉。', 'tells'],
  'picture-scan': ['这张图片像审核单或签字页，没有放进正文；是的请告诉办公室，不是的请重新发来。', 'blocks'],
  opinion: ['审核单上的意见和签字不算审核；请审核人在平台上审核。', 'tells'],
  'other-sender': ['写的和报送的账号、信箱对不上，稿件按账号、信箱做；应为同一个单位、同一个人；请说明哪个对。', 'blocks'],
  placeholder: ['文稿里留着没有填的占位文字；请填好或删去。', 'blocks'],
  unfinished: ['像是没有写完；请填好或删去，本来如此的不用改。', 'tells'],
  sign: ['有不认识的符号，可能和在 Word 里看到的不一样，或者没有放进正文；请核对，改成普通文字。', 'tells'],
  unknown: ['有一部分没有放进正文；请核对。', 'tells'],
  attachment: ['附件没有收；只收 Word、txt 和图片。', 'tells'],
  'file-missing': ['平台没有把附件给程序，没有收；里面的话请写进表里，图片请拖进“图片”一栏。', 'blocks'],
  'second-text': ['表里已有正文，附件里的文稿没有用；要用附件的，请把表里的“信息内容”改成“见附件”。', 'tells'],
  'remote-attachment': ['附件只是一个下载链接（超大附件），没有取；请改用普通附件，图片太大的先压缩。', 'blocks'],
  'quoted-mail': ['邮件里引用的来信没有放进正文。', 'tells'],
  'cover-note': ['附言没有放进稿件，稿件按附件里的文稿做。', 'tells'],
  'inline-picture': ['邮件正文里的图片没有收（多半是签名里的标志）；要发布的请作为附件发来。', 'tells'],
  replaced: ['全文换成了这次发来的文稿，原来的留在这一稿的历史里。', 'tells'],
  'unread-line': ['这一句看不出是哪一项，没有放进稿件；要放进去的请写成“项目：内容”，如“信息类别：工作动态”。', 'tells'],
} as const satisfies Record<string, readonly [said: string, weight: Weight]>;

export type ReportKind = keyof typeof REPORT_KINDS;

/** One thing that a reader of files tells: what it is, where people find it (`第3段`, `页眉`), and its words, shortened. */
export interface ReportLine {
  kind: ReportKind;
  place: string;
  quote: string;
}

const LONGEST_QUOTE = 120;

/** A line of the report. Quotes are made printable and at most 120 characters. */
export function reportLine(kind: ReportKind, place: string, quote = ''): ReportLine {
  const words = [...printable(quote.replace(/\s+/gu, ' ').trim())];
  return { kind, place, quote: words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE - 1).join('')}…` : words.join('') };
}

/** Whether the item has to wait for the sender. */
export const blocks = ({ kind }: ReportLine): boolean => REPORT_KINDS[kind][1] === 'blocks';

/** What keeps an item from being reviewed, as the front matter's `unsettled` says it: without the sender's words. */
export const unsettledBy = (report: readonly ReportLine[]): string[] => [
  ...new Set(report.filter(blocks).map((line) => reportWords({ ...line, quote: '' }))),
];

const PICTURES = ['picture-missing', 'picture-unreadable', 'picture-cropped', 'picture-kind'] as const;

/** Lines of `unsettled` without those that ask for pictures, where as many as they ask for have come since. */
export function settledBy(unsettled: readonly string[], pictures: number): string[] {
  const rest = unsettled.filter((line) => !PICTURES.some((kind) => line.endsWith(REPORT_KINDS[kind][0])));
  return unsettled.length - rest.length <= pictures ? rest : [...unsettled];
}

/** What people read of a line: place, sentence, words. */
export function reportWords({ kind, place, quote }: ReportLine): string {
  return `${place}：${REPORT_KINDS[kind][0]}${quote === '' ? '' : `原文：“${quote}”`}`;
}
