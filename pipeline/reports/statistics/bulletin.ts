import { beijingDate } from '../../beijing-time.ts';
import { CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { docxOf, paragraph } from '../../review/form/docx.ts';
import { longDate } from '../../review/words.ts';
import { docxTable } from '../sheets/docx-tables.ts';
import { firstOut } from './count.ts';
import type { Report } from './report.ts';
import { within } from './span.ts';
import type { SubmissionRecord } from './submission.ts';

/** What was first out in a span and was never taken back, by whichever submission, unit by unit in the report's order. */
function adoptedIn(records: readonly SubmissionRecord[], report: Report): SubmissionRecord[] {
  const order = new Map(report.units.map(({ unit }, index) => [unit, index]));
  const gone = new Set(records.flatMap(({ item, withdrawal }) => (withdrawal === null ? [] : [item])));
  const out = records.filter((record) => within(report, firstOut(record)) && !gone.has(record.item) && order.has(record.unit));
  const day = (record: SubmissionRecord): number => Date.parse(firstOut(record) as string);
  return out.sort((a, b) => (order.get(a.unit) ?? 0) - (order.get(b.unit) ?? 0) || day(a) - day(b));
}

/**
 * A 通报 as a draft in Word: how much came in and went out, and what was adopted, by whom. It praises; who sent nothing, was late or was
 * returned isn't named in it.
 */
export function bulletinDocx(report: Report, records: readonly SubmissionRecord[], bureau: string): Uint8Array {
  const { total, units } = report;
  const channels = CHANNELS.map((channel) => `${CHANNEL_NAMES[channel]} ${total.adopted[channel] ?? 0} 条`).join('、');
  const names = new Map(units.map(({ unit, name }) => [unit, name]));
  const adopted = adoptedIn(records, report);
  const body = (words: string): string => paragraph(words, { indent: true, align: 'both', size: 28 });
  const heading = (words: string): string => paragraph(words, { size: 28, face: '黑体', indent: true });
  const own = units.filter(({ published }) => published > 0);
  const tables = [
    heading('二、各单位采用情况'),
    docxTable({
      name: '',
      columns: [
        { title: '单位', kind: 'text' },
        { title: '采用', kind: 'count' },
        ...CHANNELS.map((channel) => ({ title: CHANNEL_NAMES[channel], kind: 'count' as const })),
      ],
      rows: own.map((row) => [row.name, row.published, ...CHANNELS.map((channel) => row.adopted[channel] ?? 0)]),
    }),
    heading('三、采用条目'),
    docxTable({
      name: '',
      columns: ['标题', '单位', '作者', '渠道', '日期'].map((title) => ({ title, kind: 'text' as const })),
      rows: adopted.map((record) => [
        record.title ?? '',
        [record.unit, ...record.joint].map((unit) => names.get(unit) ?? unit).join('、'),
        record.authors.join('、') || null,
        CHANNELS.filter((channel) => record.adopted[channel] !== undefined)
          .map((channel) => CHANNEL_NAMES[channel])
          .join('、') + (record.offline ? '（线下审签）' : ''),
        beijingDate(firstOut(record) as string),
      ]),
    }),
  ];
  return docxOf([
    paragraph('草稿 · 请办公室核改后印发', { size: 21, align: 'right' }),
    ...(report.missing === null ? [] : [paragraph('（报送条数只含审定过的，请核对）', { size: 21, align: 'right' })]),
    paragraph(bureau, { size: 36, bold: true, align: 'center' }),
    paragraph('关于信息报送采用情况的通报', { size: 36, bold: true, align: 'center' }),
    paragraph(`（${longDate(report.from)}至${longDate(report.to)}）`, { size: 28, align: 'center' }),
    heading('一、总体情况'),
    body(`各单位共报送信息 ${total.submitted} 条，采用 ${total.published} 条（${channels}）。`),
    ...(adopted.length === 0 ? [body('本期没有采用的信息。')] : tables),
  ]);
}
