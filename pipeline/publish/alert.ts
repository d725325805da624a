import type { Channel } from '../item/front-matter-schema.ts';

/** Something that a person has to know or do. One issue per key (`code`, item, channel), updated and never doubled. */
export interface Alert {
  /** An item's id, or `settings`, `ledger`, `run`. */
  item: string;
  code: string;
  message: string;
  channel?: Channel;
  /** True for work that belongs to the normal course (a post by hand): the run itself went well. */
  task?: boolean;
}

/** The key that the alert's issue is found by. */
export function alertKey({ item, code, channel }: Alert): string {
  return ['sanshen', code, item, channel].filter((part) => part !== undefined).join(':');
}

/** Title and text of the alert's issue. */
export function alertText({ item, code, message, channel }: Alert): { title: string; body: string } {
  const name = channel === undefined ? item : `${item}（${CHANNEL_NAMES[channel]}）`;
  const lines = [
    message,
    '',
    `- 对象：${name}`,
    `- 编号：\`${code}\``,
    '',
    '系统不会重复发送；处理完以后，下一次运行会自动核对，本条可关闭。',
    '登记、了结、撤下、暂停都可以在手机上办：打开仓库 → Actions → 办理 → Run workflow（管理员、办公室审核人、分管领导）。',
  ];
  return { title: `发布提醒：${name}`, body: lines.join('\n') };
}

export const CHANNEL_NAMES: Record<Channel, string> = { website: '网站', wechat: '微信', weibo: '微博' };

/** Alerts without repeats, first come first. */
export function distinct(alerts: readonly Alert[]): Alert[] {
  return [...new Map(alerts.map((alert) => [alertKey(alert), alert])).values()];
}

/** The alerts as every command prints them. */
export function printed(alerts: readonly Alert[]): { item: string; code: string; message: string; channel?: Channel }[] {
  return alerts.map(({ task: _, ...alert }) => alert);
}
