import { type BeijingDate, beijingDate } from '../../beijing-time.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { wasReleased } from '../../ledger/fold.ts';
import { purgeOf } from '../../ledger/purge-event.ts';
import { frontMatterOf } from '../../ledger/recorded-evidence.ts';
import { formOf } from '../../ledger/site-release.ts';
import { ARCHIVE_NUMBER_PARTS, type Policy } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';
import { WITHDRAWALS } from '../../review/words.ts';
import { plainText } from '../sheets/sheet.ts';
import type { ArchivedItem, Material } from './material.ts';

/** One approved text of an item, with its form. */
export interface Part {
  approval: LedgerEvent;
  form: ReviewForm;
  kind: '发布' | '更正' | '撤稿' | '重新审定';
  /** Inside the item's folder: `2026-0113 发布`. */
  folder: string;
  /** What a purge that took something of it out says. */
  gone: string | null;
}

/** One 件 of the catalogue. */
export interface Entry {
  item: ArchivedItem;
  /** 档号 */
  number: string;
  /** From the package's root. */
  folder: string;
  title: string;
  unit: string;
  date: BeijingDate;
  period: string;
  clause: string;
  remark: string;
  parts: Part[];
}

type Rules = NonNullable<Policy['archive']>;

/** How 档号 writes a period (DA/T 22-2015). */
const PERIODS = { 永久: 'Y', '30年': 'D30', '10年': 'D10' } as const;
const LONGEST = 60;

/** The bureau's rules for its archive. @throws Problem `archive/rules` (exit 2) */
export function rulesOf({ versions }: Pick<Material, 'versions'>): Rules {
  const rules = versions.at(-1)?.policy.archive;
  if (rules) return rules;
  const message =
    '规则里没有归档的办法，归档包没有做；应写明全宗号、档号的写法，和经同级档案主管部门审查同意的保管期限表里各类信息的期限、条款，系统不代定；请本单位档案员提供，写进 content/policy.yml 的 archive，经办公室审核、分管领导签发并登记后再运行。';
  throw new Problem('archive/rules', message, { place: 'content/policy.yml archive' });
}

/** A name that every system takes for a folder, of so many characters at most. */
export function safeName(name: string, most = LONGEST): string {
  const safe = plainText(name.normalize('NFC'))
    .replace(/[\\/:*?"<>|\s\u0080-\u009F\uFFFD]+/gu, ' ')
    .trim();
  return [...safe]
    .slice(0, most)
    .join('')
    .replace(/(?<![ .])[ .]+$/, '');
}

function partsOf({ purges }: Material, { state }: ArchivedItem): Part[] {
  return state.approvals.map((approval, index) => {
    const form = formOf(approval) as ReviewForm;
    const before = state.approvals[index - 1];
    const kind = approval.removal ? '撤稿' : before === undefined ? '发布' : approval.revision > 1 ? '更正' : '重新审定';
    const purge = purgeOf(purges, approval);
    const gone = purge && `稿件已登记清除，不在包里（依据 ${purge.decision}，登记人 ${purge.by}，${beijingDate(purge.at)}）`;
    return { approval, form, kind, folder: `${form.number} ${kind}`, gone };
  });
}

/** What became of the item, in a few words. */
function remarkOf({ state }: ArchivedItem, parts: readonly Part[]): string {
  const channels = state.releases
    .filter(({ confirmedAt, revision }) => confirmedAt !== null && revision === 1)
    .map(({ channel }) => CHANNEL_NAMES[channel]);
  const later = parts
    .slice(1)
    .map(({ kind, form, gone }) => `${kind}（${form.number}，${beijingDate(form.signedAt ?? '')}${gone ? '，稿件已清除' : ''}）`);
  const atOnce = state.releases.flatMap(({ takenBack }) => (takenBack?.code ? [takenBack] : []))[0];
  const taken = atOnce ? [`${beijingDate(atOnce.at)} 立即撤下（${WITHDRAWALS[atOnce.code as keyof typeof WITHDRAWALS] ?? '其他'}）`] : [];
  const out = wasReleased(state) ? `发布：${[...new Set(channels)].join('、')}` : '没有发布';
  return [out, ...taken, ...later, ...(parts[0]?.gone ? [parts[0].gone] : [])].join('；');
}

const categoryOf = ({ id, evidence }: ArchivedItem, { seq }: LedgerEvent): FrontMatter['category'] => {
  const recorded = evidence.get(seq);
  if (recorded) return frontMatterOf(recorded, id).category;
  throw new Problem('archive/evidence', `${id} 的审核记录不在，不知道它是哪一类信息；应与审定登记在一起；请查明。`, { place: id });
};

/**
 * The entries of the catalogue, with 档号 by the bureau's rule: 件号 counts within what the rest of the number says.
 * @throws Problem `archive/rules`, `archive/retention` (exit 2)
 */
export function entriesOf(material: Material): Entry[] {
  const rules = rulesOf(material);
  const counts = new Map<string, number>();
  return material.items.map((item) => {
    const parts = partsOf(material, item);
    const newest = parts.findLast(({ kind }) => kind !== '撤稿') ?? (parts[0] as Part);
    const category = categoryOf(item, newest.approval);
    const row = rules.retention.find(({ categories }) => categories.includes(category));
    if (!row) {
      const message = `归档的规则里没有“${category}”这类信息的保管期限（${item.id}），归档包没有做；应按批准的保管期限表逐类写明；请本单位档案员提供，补进 content/policy.yml 的 archive.retention，送审登记后再运行。`;
      throw new Problem('archive/retention', message, { place: 'content/policy.yml archive.retention' });
    }
    const { title, unit } = newest.form;
    const said: Record<string, string> = { fonds: rules.fonds, year: material.year, period: PERIODS[row.period], unit: unit.id };
    const prefix = rules.number.replace('{count}', '').replace(ARCHIVE_NUMBER_PARTS, (_, part: string) => said[part] ?? '');
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    const number = `${prefix}${String(count).padStart(4, '0')}`;
    const folder = `件/${safeName(`${number} ${title}`)}`;
    const date = beijingDate(parts[0]?.form.signedAt ?? '');
    return {
      item,
      number,
      folder,
      title,
      unit: unit.name,
      date,
      period: row.period,
      clause: row.clause,
      remark: remarkOf(item, parts),
      parts,
    };
  });
}
