/** What is otherwise from a version on, for whom, and what he does. */
export interface Change {
  version: string;
  what: string;
  forWhom: string;
  toDo: string;
}

/** What a bureau notices of each version, newest last; what only engineers notice stands in the commits. */
export const CHANGES: readonly Change[] = [
  {
    version: '0.1.1',
    what: '可以建本单位自己的仓库（init）：程序不再复制进来，工作流调用发布的版本',
    forWhom: '管理员',
    toDo: '复制过程序的，照手册“建本单位自己的仓库”换过来',
  },
];

/** `v0.2.10` or `0.2.10` as three numbers in one, for comparing. */
export function versionNumber(version: string): number {
  return version
    .replace(/^v/, '')
    .split('.')
    .reduce((sum, part) => sum * 10_000 + Number(part), 0);
}

/** What changed after one version, up to and with another. */
export function changesBetween(from: string, to: string, changes: readonly Change[] = CHANGES): Change[] {
  return changes.filter(({ version }) => versionNumber(version) > versionNumber(from) && versionNumber(version) <= versionNumber(to));
}
