/** What the pipeline reads with `GITHUB_TOKEN`, each with one harmless request that tells whether it may. */
export interface Right {
  name: RightName;
  /** What is read, as people say it. */
  what: string;
  route: string;
  /** The permission of a fine-grained token and of a workflow (docs.github.com, "Permissions required for fine-grained tokens"). */
  permission: string;
  workflow: string;
  /** What doesn't work without it. */
  without: string;
  severity: 'error' | 'warning';
}

export type RightName = 'activity' | 'statuses' | 'pulls' | 'issues';

export const RIGHTS: readonly Right[] = [
  {
    name: 'activity',
    what: '分支活动',
    route: 'GET /repos/{owner}/{repo}/activity',
    permission: 'Contents（内容）：只读',
    workflow: 'contents: read',
    without: '查不出审核人看的是哪一版，所有审核都按失效算',
    severity: 'error',
  },
  {
    name: 'pulls',
    what: '合并请求和审核记录',
    route: 'GET /repos/{owner}/{repo}/pulls',
    permission: 'Pull requests（合并请求）：只读',
    workflow: 'pull-requests: read',
    without: '收集不到审核记录，什么也审定不了',
    severity: 'error',
  },
  {
    name: 'statuses',
    what: '提交状态',
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
    permission: 'Commit statuses（提交状态）：读写',
    workflow: 'statuses: write（只看用 read）',
    without: '审核进度写不到合并请求上',
    severity: 'error',
  },
  {
    name: 'issues',
    what: '提醒（议题）',
    route: 'GET /repos/{owner}/{repo}/issues',
    permission: 'Issues（议题）：读写',
    workflow: 'issues: write（只看用 read）',
    without: '需要人处理的事没有提醒',
    severity: 'warning',
  },
];
