import { unfinishedIn } from '../../check/rules/placeholder.ts';
import { type ReportLine, reportLine } from '../report.ts';
import type { Line } from './lines.ts';

/** What the checks let pass, as it may be meant so, and whoever sent it is asked about. */
const DOUBTFUL =
  /(?:×{2}|X{2})(?=(?:省|市|县|区|局|处|科|镇|街道|社区|村|路|单位|公司|中心)(?!长))|(?:时间|地点|人员|名单|金额|数量)待定|(?<!\p{Script=Han})待定(?!\p{Script=Han})|\((?:此处|插入|插图|配图)[^()]{0,10}\)|[[【][^[\]【】]{0,12}(?:填写|插入|占位)[^[\]【】]{0,12}[\]】]|_{3,20}/gu;

/** The places of a text where something seems still to be written. */
export function unfinishedOf(lines: readonly Line[]): ReportLine[] {
  let paragraph = 0;
  return lines.flatMap(({ folded, plain }) => {
    if (plain) paragraph += 1;
    const found = [...unfinishedIn(folded), ...(folded.match(DOUBTFUL) ?? [])];
    return found.length === 0 ? [] : [reportLine('unfinished', `第${Math.max(1, paragraph)}段`, [...new Set(found)].join(' / '))];
  });
}
