import { CHANNEL_NAMES } from '../../alerts/alert.ts';
import { beijingMinute } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Level } from '../../organisation/organisation.ts';
import { LEVEL_ORDINALS } from '../../review/words.ts';
import type { Answer } from '../sheets/page.ts';
import type { Cell, Sheet } from '../sheets/sheet.ts';
import { type Audit, DEVIATIONS, faultyNumbers } from './audit.ts';
import { ACTS, type Act, type ActKind, type NumberRow, OUTCOMES, type Proof, type Withdrawal } from './audit-row.ts';

/** Short for paper: what finds it again. Long for a workbook: one cell each. */
export type Width = 'short' | 'long';

const LONG_PROOF = ['合并请求', '审核编号', '运行', '台账文件', '审核记录的摘要值'];

function proofCells(proof: Proof | null, width: Width): Cell[] {
  if (proof === null) return width === 'short' ? [null] : LONG_PROOF.map(() => null);
  const { pullRequest, reviews, run, path, digest } = proof;
  if (width === 'long') return [pullRequest, reviews.join('、'), run, path, digest];
  // On paper the item names the folder, and the number the file in it.
  const file = path.startsWith('settings/') ? path.split('-')[0] : path.replace(/^.*\/(\d+-[a-z-]*[a-z])(-[0-9a-f]{40,64})?\.json$/, '$1');
  return [
    joined([
      pullRequest !== null && `#${pullRequest}`,
      reviews.length > 0 && `审核 ${reviews.join('、')}`,
      ...[`运行 ${run}`, `台账 ${file}`, digest !== null && `摘要 ${digest.slice(0, 12)}`],
    ]),
  ];
}

const minute = (at: string | null): Cell => (at === null ? null : beijingMinute(at));
const names = (channels: readonly Channel[]): string => channels.map((channel) => CHANNEL_NAMES[channel]).join('、');

function sheetOf(name: string, titles: readonly string[], rows: readonly (readonly Cell[])[], width?: Width): Sheet {
  const all = width === undefined ? titles : [...titles, ...(width === 'short' ? ['依据'] : LONG_PROOF)];
  return { name, columns: all.map((title) => ({ title, kind: 'text' })), rows };
}

const calledBy = ({ item, title }: Pick<NumberRow, 'item' | 'title'>): Cell => (title === null ? item : `《${title}》${item}`);

export function numbersSheet(rows: readonly NumberRow[], width: Width): Sheet {
  const signed = (row: NumberRow, level: number): Cell =>
    row.signed.flatMap((one) => (one.level === level ? [`${one.person} ${beijingMinute(one.at)}`] : [])).join('；') || null;
  const out = (row: NumberRow): Cell =>
    row.out.map(({ channel, at, url }) => `${CHANNEL_NAMES[channel]} ${beijingMinute(at)} ${url}`.trim()).join('；') || null;
  return sheetOf(
    '编号',
    ['编号', '信息', '一级', '二级', '三级', '发布', '结果', '说明'],
    rows.map((row) => [
      ...[row.number, calledBy(row), signed(row, 1), signed(row, 2), signed(row, 3), out(row)],
      ...[OUTCOMES[row.outcome], row.why || null, ...proofCells(row.evidence, width)],
    ]),
    width,
  );
}

function actsSheet(name: string, kinds: readonly ActKind[], { acts }: Audit, width: Width): Sheet {
  const own = acts.filter(({ kind }) => kinds.includes(kind));
  const cells = ({ at, kind, item, person, what, evidence }: Act): Cell[] => [
    ...[minute(at), ACTS[kind], item, person, what],
    ...proofCells(evidence, width),
  ];
  return sheetOf(name, ['时间', '事项', '信息', '谁', '内容'], own.map(cells), width);
}

const joined = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== '' && part !== false).join('；');

const downWords = ({ atOnce, confirmedBy, left }: Withdrawal): string =>
  joined([
    atOnce && '立即撤下',
    confirmedBy === null ? '还没有补办撤稿审批' : `撤稿审批 ${confirmedBy}`,
    left.length > 0 && `${names(left)}还没有撤完`,
  ]);

/** All tables, those first in which something must not stand. */
export function auditSheets(audit: Audit, width: Width): Sheet[] {
  const { unreviewed, withdrawals, unknownPosts, looked } = audit;
  const faulty = faultyNumbers(audit).map(({ number, outcome, why }) => [number, OUTCOMES[outcome], why]);
  return [
    sheetOf(
      '未经三审的发布',
      ['信息', '编号', '登记', '缺什么', '发布在', '台账文件'],
      unreviewed.map(({ item, number, at, why, out, path }) => [item, number, minute(at), why, names(out) || '没有发出', path]),
    ),
    sheetOf('缺号和重号', ['编号', '结果', '说明'], faulty),
    sheetOf(
      '台账里没有的内容',
      ['渠道', '标题', '时间', '地址'],
      [
        ...unknownPosts.map(({ channel, title, at, url }) => [CHANNEL_NAMES[channel], title, minute(at), url]),
        ...looked.flatMap(({ channel, looked: seen, why }) => (seen ? [] : [[CHANNEL_NAMES[channel], `没有看：${why}`, null, null]])),
      ],
    ),
    sheetOf(
      '撤下的',
      ['信息', '编号', '时间', '谁', '为什么', '办到哪里'],
      withdrawals.map((row) => [
        ...[calledBy(row), row.number, minute(row.at), row.person, row.why, downWords(row)],
        ...proofCells(row.evidence, width),
      ]),
      width,
    ),
    actsSheet('规则允许的例外', DEVIATIONS, audit, width),
    actsSheet('豁免', ['waiver'], audit, width),
    actsSheet('人工登记和了结', ['record', 'resolve'], audit, width),
    actsSheet('暂停和恢复', ['hold', 'resume'], audit, width),
    actsSheet('清除', ['purge'], audit, width),
    actsSheet('名单与规则', ['settings'], audit, width),
    actsSheet('签名密钥', ['key'], audit, width),
    numbersSheet(audit.numbers, width),
  ];
}

/** So many of a list are told at once; the table has all. */
const TOLD = 4;

function signersOf(numbers: readonly NumberRow[], level: number): string {
  const counts = new Map<string, number>();
  for (const { level: own, person } of numbers.flatMap(({ signed }) => signed))
    if (own === level) counts.set(person, (counts.get(person) ?? 0) + 1);
  const told = [...counts].sort(([, a], [, b]) => b - a).slice(0, TOLD);
  const words = told.map(([person, count]) => `${person} ${count}`).join('、') || '没有';
  return `${LEVEL_ORDINALS[level as Level]}级签了几张：${words}${counts.size > TOLD ? ` 等 ${counts.size} 人` : ''}。`;
}

/** What was looked for on the platforms, or how to look. */
function postWords({ looked: channels, unknownPosts }: Audit): string[] {
  const [seen, unseen] = [true, false].map((is) => channels.filter(({ looked }) => looked === is)) as [Looked, Looked];
  const reasons = [...new Set(unseen.map(({ why }) => why))];
  const why = reasons.map((reason) => `${names(unseen.filter((each) => each.why === reason).map(({ channel }) => channel))}（${reason}）`);
  const found = unknownPosts.length === 0 ? '没有台账以外的内容' : `有 ${unknownPosts.length} 条台账里没有，或登记为已撤下`;
  const how = '要看，请在放着平台令牌的地方（环境 publish）运行这条命令或 sanshen doctor';
  return [
    ...(seen.length === 0 ? [] : [`${names(seen.map(({ channel }) => channel))}近来的内容看过了，${found}。`]),
    ...(unseen.length === 0 ? [] : [`有没有台账以外的内容，没有看：${why.join('、')}。${how}。`]),
  ];
}

type Looked = Audit['looked'];

/** An auditor's three questions, each answered in a line, with what it rests on. */
export function answersOf(audit: Audit): Answer[] {
  const { numbers, unreviewed, withdrawals, acts } = audit;
  const faulty = faultyNumbers(audit);
  const forms = `${numbers.filter(({ outcome }) => outcome !== 'missing').length} 张审核单`;
  const counts = DEVIATIONS.map((kind) => [ACTS[kind], acts.filter((act) => act.kind === kind).length] as const);
  const allowed = counts.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`);
  const owed = withdrawals.filter(({ confirmedBy }) => confirmedBy === null).length;
  const gone = withdrawals.slice(-TOLD).reverse();
  return [
    {
      question: '谁批准了这篇',
      answer: faulty.length === 0 ? `${forms}，每张写明三级各是谁、什么时候签的。` : `${forms}，缺号、重号 ${faulty.length} 处。`,
      lines: [
        '在下面“编号”表里找：按标题、编号或发布地址，用浏览器的查找（Ctrl+F）。',
        ...[1, 2, 3].map((level) => signersOf(numbers, level)),
        ...faulty.slice(0, TOLD).map(({ number, why }) => `${number}：${why}。`),
        ...(faulty.length === 0 ? ['编号从 1 起没有缺号、重号。'] : []),
      ],
      wrong: faulty.length > 0,
    },
    {
      question: '有没有未经三审就发布的',
      answer: unreviewed.length === 0 ? '没有。' : `有 ${unreviewed.length} 件。`,
      lines: [
        ...unreviewed.slice(0, TOLD).map((row) => `${row.number ?? '没有编号'} ${row.item}：${row.why}（${names(row.out) || '没有发出'}）`),
        allowed.length === 0 ? '没有按例外办的。' : `按规则允许的例外办的：${allowed.join('、')}（下面逐件列）。`,
        '撤稿按规则只要二、三级。',
        ...postWords(audit),
      ],
      wrong: unreviewed.length + audit.unknownPosts.length > 0,
    },
    {
      question: '撤了什么、为什么',
      answer:
        withdrawals.length === 0 ? '没有撤过。' : `撤了 ${withdrawals.length} 次${owed > 0 ? `，其中 ${owed} 次还没有补办审批` : ''}。`,
      lines: [
        ...gone.map((row) => `${row.number ?? '—'} ${calledBy(row)}：${row.why}（${row.person}，${minute(row.at)}，${downWords(row)}）`),
        ...(withdrawals.length > TOLD ? [`以上是最近的；以前的 ${withdrawals.length - TOLD} 次在“撤下的”表里。`] : []),
      ],
    },
  ];
}

/** What this rests on, for the top of every format. */
export function basisOf({ verified, items, events, head, at, from, to }: Audit): string[] {
  const what =
    head === null
      ? '还没有台账。'
      : `${verified ? '台账全部核验通过' : '台账核验没有通过，下面逐件写明'}：${items} 条信息，${events} 条登记，台账提交 ${head}。`;
  return [`${from === null ? '整本台账' : `${from} 至 ${to}`}，截至 ${beijingMinute(at)}（北京时间）。${what}`];
}
