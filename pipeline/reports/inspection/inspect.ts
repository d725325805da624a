import type { Alert } from '../../alerts/alert.ts';
import type { BeijingDate } from '../../beijing-time.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { INDICATORS, type Indicator, type InspectionFacts, type Look } from './indicators.ts';

/** One row of the table: an indicator, and what one look at it found. */
export type InspectionRow = Omit<Indicator, 'look'> & Pick<Look, 'what' | 'result' | 'todo'> & { by: string | null };

function byOf({ result, until }: Look): string | null {
  if (result === '不合格') return '今天';
  return until === undefined ? null : `${until} 24:00`;
}

/** Every indicator with what was found; one that goes by columns has a row a column. */
export function inspect(facts: InspectionFacts): InspectionRow[] {
  return INDICATORS.flatMap(({ look, ...indicator }) =>
    look(facts).map((found) => {
      const { what, result, todo } = found;
      return { ...indicator, what, result, todo, by: byOf(found) };
    }),
  );
}

const failed = ({ result }: InspectionRow): boolean => result === '不合格';
const due = ({ result }: InspectionRow): boolean => result === '三天内到期';

/** True where something fails by now. */
export function fails(rows: readonly InspectionRow[]): boolean {
  return rows.some(failed);
}

const COLUMNS = ['编号', '指标', '性质', '看了什么', '结果', '怎么办', '最迟', '谁办'];

const ORDER: readonly Look['result'][] = ['不合格', '三天内到期', '好', '没有看'];

/** The table as people read it: what has to be done stands first, each group in the order of the document. */
export function inspectionSheet(rows: readonly InspectionRow[], today: BeijingDate): Sheet {
  return {
    name: `检查指标自查（${today}）`,
    columns: COLUMNS.map((title) => ({ title, kind: 'text' })),
    rows: ORDER.flatMap((group) => rows.filter(({ result }) => result === group)).map(
      ({ number, name, kind, what, result, todo, by, who }) => [number, name, kind, what, result, todo, by, who],
    ),
  };
}

/** What has to be known first. @param unseen why no built page was looked at; `null` where they were */
export function summaryOf(rows: readonly InspectionRow[], unseen: string | null = null): string[] {
  const count = (result: Look['result']): number => rows.filter((row) => row.result === result).length;
  return [
    `不合格 ${count('不合格')} 项，三天内到期 ${count('三天内到期')} 项，好 ${count('好')} 项，没有看 ${count('没有看')} 项。“没有看”的要人看，不等于没有问题。`,
    ...(unseen === null ? [] : [`${unseen}，网页上的发稿日期、来源、标签、页脚都没有看。`]),
    '依据国办秘函〔2019〕19号（编号照检查表的次序）和国办发〔2017〕47号；扣分项只用于门户网站，省里另有规定的从其规定。',
  ];
}

/** One alert for all that fails or soon will; `null` where nothing does. What nobody looked at is told by the table alone. */
export function inspectionAlert(rows: readonly InspectionRow[]): Alert | null {
  const told = rows.filter((row) => failed(row) || due(row));
  if (told.length === 0) return null;
  const lines = told.map(
    ({ number, name, what, result, todo, by, who }) => `- ${number} ${name}：${result}。${what}。${who}：${todo}最迟${by}。`,
  );
  const [first] = told.flatMap(({ by }) => by ?? []).sort();
  const message = [`检查指标自查：不合格 ${told.filter(failed).length} 项，三天内到期 ${told.filter(due).length} 项。`, '', ...lines].join(
    '\n',
  );
  return { item: 'inspection', code: 'inspection-due', message, task: true, ...(fails(rows) || !first ? {} : { due: first }) };
}
