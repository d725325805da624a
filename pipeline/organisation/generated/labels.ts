/** Where a pull request stands; it has one of these at a time, set by the gate. */
export const STAGE_LABELS = ['改稿中', '须改', '待单位审', '待办公室审', '待签发', '已通过', '退回', '需重审', '超期', '不能发布'] as const;
export type StageLabel = (typeof STAGE_LABELS)[number];

/** What a pull request is besides, set by the gate as well. */
export const FLAG_LABELS = ['规则变更', '紧急'] as const;

/** Labels are queues for people to look through; they decide nothing (contracts.md 4, rule 11). */
export const LABELS: { name: string; color: string; description: string }[] = [
  { name: '报送', color: '0b4a8f', description: '用表单报送的信息' },
  { name: '改稿中', color: '7a8797', description: '草稿，未送审' },
  { name: '须改', color: '8a5300', description: '检查发现须改的地方' },
  { name: '待单位审', color: '0b4a8f', description: '等报送单位/部门负责人审核' },
  { name: '待办公室审', color: '0b4a8f', description: '等办公室审核' },
  { name: '待签发', color: '0b4a8f', description: '等分管领导签发' },
  { name: '已通过', color: '1b6b3a', description: '三级审核已完成' },
  { name: '退回', color: 'b3261e', description: '审核人退回，等修改' },
  { name: '需重审', color: '8a5300', description: '稿件改过，原审核失效' },
  { name: '超期', color: 'b3261e', description: '已过七日时效' },
  { name: '不能发布', color: 'b3261e', description: '不合要求，先处理' },
  { name: '规则变更', color: '475467', description: '改名单、规则或规范用语' },
  { name: '紧急', color: 'b3261e', description: '紧急签发，前两级须补审' },
  { name: 'publish-alert', color: 'b3261e', description: '发布出了问题，要人处理' },
  { name: 'daily-report', color: '475467', description: '每日发布情况' },
];
