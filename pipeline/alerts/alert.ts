import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import { quoting } from '../item/markdown/markdown-text.ts';
import { ENDS } from './catalogue/row.ts';
import { type AlertCode, rowOf } from './catalogue.ts';

export { CHANNEL_NAMES };

/** Something that a person has to know or do. One issue per key (`code`, item, channel), updated and never doubled. */
export interface Alert {
  /** An item's id, or `settings`, `ledger`, `run`. */
  item: string;
  code: AlertCode;
  message: string;
  channel?: Channel;
  /** True for work that belongs to the normal course (a post by hand): the run itself went well. */
  task?: boolean;
  /** True if the channel's account itself is refused, and with it every text that waits for it. */
  account?: true;
  /** True of a doubt about a call, which the rest of the run may settle. */
  doubt?: true;
  /** Until when it has to be done, where that is known: e.g. `2026-11-30 24:00`. */
  due?: string;
}

/** Who tells an alert: only the same step can see that there is nothing to be told any more. `act`: a person's own act. */
const ALERT_STEPS = ['approve', 'release', 'watch', 'gate', 'act'] as const;
export type AlertStep = (typeof ALERT_STEPS)[number];

/** What an alert's issue is about; the code as it stands there. */
export interface AlertKey {
  item: string;
  code: string;
  channel?: Channel | undefined;
}

/** An alert as its issue says it. */
export interface OpenAlert extends AlertKey {
  /** Who told it last; `null`: it doesn't say. */
  step: AlertStep | null;
  /** Until when, where the alert knows its own moment. */
  due?: string;
}

/** The key that the alert's issue is found by. */
export function alertKey({ item, code, channel }: AlertKey): string {
  return ['sanshen', code, item, channel].filter((part) => part !== undefined).join(':');
}

/** What an alert is about where it isn't an item, as people call it. */
const SUBJECTS: Readonly<Record<string, string>> = {
  run: '发布运行',
  settings: '名单与规则',
  ledger: '台账',
  mailbox: '报送邮箱',
  uploads: '上传的来稿',
  secrecy: '保密',
  inspection: '检查指标',
};

/** What an alert is about, in words. */
export function subjectOf({ item, channel }: Pick<AlertKey, 'item' | 'channel'>): string {
  const name = channel === undefined ? '' : CHANNEL_NAMES[channel];
  if (item === 'run' && channel !== undefined) return `${name}账号`;
  return `${SUBJECTS[item] ?? item}${name === '' ? '' : `（${name}）`}`;
}

const [KEY, STEP, DUE, END] = ['<!-- sanshen:', '<!-- step: ', '<!-- due: ', ' -->'];

/** What the last line of a body hides behind such a beginning; `null` if none does. */
function hidden(body: string, begin: string): string | null {
  const line = body.split('\n').findLast((each) => each.startsWith(begin) && each.trimEnd().endsWith(END));
  return line?.trimEnd().slice(begin.length, -END.length) ?? null;
}

/** What an issue was opened for, read from what its body hides; `null` for any other issue. */
export function alertIn(body: string): OpenAlert | null {
  const key = hidden(body, KEY) ?? '';
  const colon = key.indexOf(':');
  if (colon < 1 || colon === key.length - 1) return null;
  const [code, rest] = [key.slice(0, colon), key.slice(colon + 1)];
  const channel = CHANNELS.find((name) => rest.endsWith(`:${name}`));
  const item = channel === undefined ? rest : rest.slice(0, -channel.length - 1);
  const step = ALERT_STEPS.find((name) => name === hidden(body, STEP)) ?? null;
  const due = hidden(body, DUE);
  return { item, code, ...(channel === undefined ? {} : { channel }), step, ...(due === null ? {} : { due }) };
}

/** What is to be done about an alert, in the catalogue's words: who does what, and until when. */
export function toDo({ code, due }: Pick<OpenAlert, 'code' | 'due'>): { what: string; who: string; how: string; by: string } {
  const { what, who, how, by } = rowOf(code);
  return { what, who, how, by: due === undefined ? by : `${due} 前` };
}

/** How most issues end. */
const CLOSED_BY_RUNS = '办好以后，下一次运行自动核对，核对到了就自动关闭本条并写明是怎样解决的；问题还在的，关了会再打开。';

/**
 * Title and text of the alert's issue: 出了什么, 会不会重发, 谁来做什么, 几点前.
 * @param step who tells it
 */
export function alertText(alert: Alert, step: AlertStep): { title: string; body: string } {
  const { code, message, due } = alert;
  const name = subjectOf(alert);
  const { again, end } = rowOf(code);
  const { who, how, by } = toDo(alert);
  const lines = [
    `**出了什么**　${quoting(message)}`,
    '',
    `**会不会重发**　${again}`,
    '',
    `**谁来做什么**　${who}${how}`,
    '',
    `**几点前**　${by}`,
    '',
    `对象：${name}　编号：\`${code}\``,
    '',
    ENDS[end] || CLOSED_BY_RUNS,
    '登记、了结、撤下、暂停都可以在手机上办：打开仓库 → Actions → 办理 → Run workflow（管理员、办公室审核人、分管领导）。',
    '',
    `${STEP}${step}${END}`,
    ...(due === undefined ? [] : [`${DUE}${due}${END}`]),
    `<!-- ${alertKey(alert)}${END}`,
  ];
  return { title: `发布提醒：${name}`, body: lines.join('\n') };
}

/** Alerts without repeats, first come first. */
export function distinct(alerts: readonly Alert[]): Alert[] {
  return [...new Map(alerts.map((alert) => [alertKey(alert), alert])).values()];
}

/** The alerts as every command prints them. */
export function printed(alerts: readonly Alert[]): { item: string; code: string; message: string; channel?: Channel }[] {
  return alerts.map(({ task: _, due: __, account: ___, doubt: ____, ...alert }) => alert);
}

/** Texts that such an alert names; the others are counted. */
const NAMED = 5;

function waiting(items: readonly string[]): string {
  const named = items.slice(0, NAMED).join('、');
  return `因此没有发出的有 ${items.length} 条：${named}${items.length > NAMED ? ' 等' : ''}。`;
}

/** One alert for what an account refuses for a reason, with the earliest last moment of the texts that wait for it. */
function together(alerts: readonly Alert[]): Alert {
  const [first] = alerts as [Alert];
  const dues = alerts.flatMap(({ due }) => due ?? []).sort();
  const { due: _, ...alert } = first;
  const message = `${first.message}${waiting(alerts.map(({ item }) => item))}`;
  return { ...alert, item: 'run', message, ...(dues[0] === undefined ? {} : { due: dues[0] }) };
}

/** One alert a problem, as it was told last. Trouble with an account is one, however many texts wait: one alert a channel and reason. */
export function perAccount(alerts: readonly Alert[]): Alert[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = alert.account === undefined ? `${alert.item} ${alert.code} ${alert.channel}` : `account ${alert.code} ${alert.channel}`;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups.values()].map((group) => (group[0]?.account === undefined ? (group.at(-1) as Alert) : together(group)));
}
