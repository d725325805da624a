import type { ReleasedProgram } from '../organisation/policy.ts';
import { entriesToFill } from '../organisation/to-fill.ts';
import { VERSION } from '../version.ts';
import { CHANGES, changesBetween, versionNumber } from './changes.ts';
import type { DoctorFacts } from './facts.ts';
import { type Check, type Finding, fine, mustDo, remind } from './report.ts';

const POLICY = 'content/policy.yml program';

/** What a bureau's own repository runs on beside what runs here: what an upgrade would bring, or has brought. */
export function programFindings(recorded: ReleasedProgram | undefined, running = VERSION, changes = CHANGES): Finding[] {
  if (recorded === undefined) return [];
  const { tag, checksums } = recorded;
  const unknown =
    'program 没有写 checksums，工作流取来的程序无从核对，一律不运行；应为发布页上 checksums.txt 的 SHA-256；请补上，再运行 sanshen generate。';
  const [mine, theirs] = [versionNumber(running), versionNumber(tag)];
  const rows = changesBetween(tag, running, changes).map(({ version, what, forWhom, toDo }) => `${version}（${forWhom}）${what}，${toDo}`);
  const newer = `本单位用的是 ${tag}，这里运行的是 v${running}：${rows.length > 0 ? rows.join('；') : '没有要本单位留意的变化'}；要升级的，请改 policy.yml 的 program 一行，运行 sanshen generate，送审。`;
  const older = `本单位用的是 ${tag}，这里运行的是较旧的 v${running}，查出来的可能不准；应用同一版；请换成 ${tag} 再运行一次。`;
  return [
    ...(checksums === undefined ? [mustDo('program/no-checksums', unknown, POLICY)] : []),
    ...(mine > theirs ? [remind('program/newer', newer, POLICY)] : []),
    ...(mine < theirs ? [remind('program/older', older, POLICY)] : []),
    ...(mine === theirs ? [fine('program/same', `运行的就是本单位用的 ${tag}。`, POLICY)] : []),
  ];
}

function toFill({ organisation, policy }: DoctorFacts): Finding[] {
  const places = entriesToFill(organisation, policy);
  const message = `名单、规则里还有 ${places.length} 处是建库时的样子（${places.slice(0, 3).join('、')}${places.length > 3 ? '等' : ''}）；应换成本单位的单位、人员、账号和产品仓库；请照文件里的说明填写，再运行 sanshen generate。`;
  return places.length === 0 ? [] : [mustDo('organisation/to-fill', message, 'content/organisation.yml')];
}

/** What a bureau that has begun by `init` still lacks, and which release it runs on. */
export const PROGRAM_CHECKS: readonly Check<DoctorFacts>[] = [
  { name: 'to-fill', title: '名单填好没有', look: toFill },
  { name: 'program', title: '用的是哪一版程序', look: ({ policy }) => programFindings(policy.program) },
];
