import { beijingDate } from '../../beijing-time.ts';
import { escapeHtml } from '../../render/elements.ts';
import { type Column, plainText, type Sheet } from '../sheets/sheet.ts';
import { xlsxOf } from '../sheets/xlsx.ts';
import type { Entry } from './entries.ts';
import type { Material } from './material.ts';

/** An entry with how much there is of it. */
export interface Listed extends Entry {
  /** A4 pages of its forms, texts among them. */
  pages: number;
  /** Files in its folder. */
  files: number;
}

const FIELDS: { title: string; kind: Column['kind']; of: (listed: Listed) => string | number }[] = [
  { title: '档号', kind: 'text', of: ({ number }) => number },
  { title: '文号', kind: 'text', of: ({ parts }) => parts.map(({ form }) => form.number).join('、') },
  { title: '责任者', kind: 'text', of: ({ unit }) => unit },
  { title: '题名', kind: 'text', of: ({ title }) => title },
  { title: '日期', kind: 'text', of: ({ date }) => date.replaceAll('-', '') },
  { title: '密级', kind: 'text', of: () => '无' },
  { title: '页数', kind: 'count', of: ({ pages }) => pages },
  { title: '文件数', kind: 'count', of: ({ files }) => files },
  { title: '保管期限', kind: 'text', of: ({ period }) => period },
  { title: '保管期限条款', kind: 'text', of: ({ clause }) => clause },
  { title: '备注', kind: 'text', of: ({ remark }) => remark },
  { title: '文件夹', kind: 'text', of: ({ folder }) => folder },
];

const SECRET = '因涉密撤回，只列编号';

/** Every number of the year and where its form is. */
export function numbersIn({ year, withheld, elsewhere }: Material, listed: readonly Entry[]): { number: string; place: string }[] {
  const own = listed.flatMap(({ number, parts }) =>
    parts.map(({ form, kind }) => ({ number: form.number, place: `${number}（${kind}）` })),
  );
  const hidden = withheld.flatMap(({ numbers }) => numbers.map((number) => ({ number, place: SECRET })));
  const others = elsewhere.map((entry) => ({ number: entry.number, place: `信息属于 ${entry.year} 年，见该年归档包` }));
  const all = [...own, ...hidden, ...others].filter(
    ({ number }) => number.startsWith(`${year}-`) || hidden.some((one) => one.number === number),
  );
  return all.sort((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1));
}

/** 归档文件目录 as a workbook: the entries, and the year's numbers from the first to the last. */
export function catalogueXlsx(material: Material, listed: readonly Listed[]): Uint8Array {
  const columns = FIELDS.map(({ title, kind }) => ({ title, kind }));
  const rows = listed.map((one) => FIELDS.map(({ of }) => of(one)));
  const numbers: Sheet = {
    name: '审核单编号去向',
    columns: [
      { title: '审核单编号', kind: 'text' },
      { title: '去向', kind: 'text' },
    ],
    rows: numbersIn(material, listed).map(({ number, place }) => [number, place]),
  };
  return xlsxOf([{ name: '归档文件目录', columns, rows }, numbers]);
}

const attribute = (name: string, value: string | number): string => ` ${name}="${escapeHtml(plainText(String(value)))}"`;
const member = (name: string, value: string | number): string => `<${name}>${escapeHtml(plainText(String(value)))}</${name}>`;

/** The same as XML, with the form of each text. */
export function catalogueXml(material: Material, listed: readonly Listed[]): Uint8Array {
  const { year, ledger, versions } = material;
  const newest = versions.at(-1);
  const entry = (one: Listed): string => {
    const forms = one.parts.map(
      ({ form, kind }) =>
        `<审核单${attribute('编号', form.number)}${attribute('类别', kind)}${attribute('日期', beijingDate(form.signedAt ?? ''))}${attribute('目录树', form.content.tree)}/>`,
    );
    return `  <件>${FIELDS.map(({ title, of }) => member(title, of(one))).join('')}${forms.join('')}</件>\n`;
  };
  const numbers = numbersIn(material, listed).map(
    ({ number, place }) => `  <编号去向${attribute('编号', number)}${attribute('去向', place)}/>\n`,
  );
  const root = `归档文件目录${attribute('版本', 1)}${attribute('年度', year)}${attribute('全宗号', newest?.policy.archive?.fonds ?? '')}${attribute('立档单位', newest?.organisation.bureau ?? '')}${attribute('台账提交', ledger)}`;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${listed.map(entry).join('')}${numbers.join('')}</归档文件目录>\n`,
  );
}
