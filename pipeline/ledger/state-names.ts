/** States of a release in words. */
export const STATE_NAMES: Record<string, string> = {
  planned: '待发布',
  intent: '正在发送',
  sent: '平台已接受',
  confirmed: '已发布',
  unknown: '结果不明',
  failed: '没有发出',
  'needs-human': '等人处理',
  'withdraw-intent': '正在撤下',
  withdrawn: '已撤下',
  superseded: '已被新版代替',
  expired: '已过时效',
  abandoned: '已放弃',
};
