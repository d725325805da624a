import { styleText } from 'node:util';
import type { Instant } from '../beijing-time.ts';
import type { CheckResult } from '../check/finding.ts';
import { findingPlace } from '../check/reporters/finding-words.ts';
import { type Account, mergeAs, openPullRequestAs, pushAs, reviewAs, type Workplace } from './people.ts';
import { samplePicture } from './sample-picture.ts';
import { firstSample, type Sample, waitingSample } from './samples.ts';

/** One line of the story: the step's name (empty = goes on under the last), and what happened. */
export type Tell = (step: string, line: string) => void;

export interface LevelSummary {
  level: number;
  state: string;
  person: string | null;
  reason: string;
}

/** What the story needs of the sandbox around it. */
export interface Stage {
  workplace: Workplace;
  now(): Instant;
  /** The account of a person by his id in organisation.yml. */
  accountOf(person: string): Account;
  nameOf(person: string): string;
  /** Waits until check, gate and publish have done what the last event asks for. */
  settled(): Promise<void>;
  checkOf(head: string): CheckResult | null;
  gateOf(number: number): Promise<{ verdict: string; levels: LevelSummary[]; ignored: { login: string | null; reason: string }[] }>;
  /** The merge's outcome: releases per channel, the form's number, the ledger's count. */
  outcome(item: string): Promise<{
    formNumber: string;
    releases: { channel: string; state: string; url: string }[];
    events: number;
    verified: boolean;
    sends: Record<string, number>;
  }>;
}

const CHANNEL_LINES: Record<string, string> = {
  website: '网站  能打开，标题一致',
  wechat: '微信  已读回，内容一致',
  weibo: '微博  已读回，内容一致',
};
const CHANNEL_NAMES: Record<string, string> = { website: '网站', wechat: '微信', weibo: '微博' };

export interface StoryEnd {
  pullRequest: { number: number; title: string; merged: boolean; mergeSha: string };
  levels: LevelSummary[];
  releases: { item: string; channel: string; state: string; url: string }[];
  formNumber: string;
  ledger: { events: number; verified: boolean };
}

/** Pushes one version of a sample as its submitter; gives the new head. */
async function pushVersion(stage: Stage, sample: Sample, index: number, from: string): Promise<string> {
  const version = sample.versions[index];
  if (!version) throw new RangeError(`the sample has no version ${index}`);
  const files = [
    { path: `${sample.path}/index.md`, bytes: version.text },
    { path: `${sample.path}/street.jpg`, bytes: await samplePicture({ seed: sample.slug.length, gps: version.gps }) },
  ];
  const account = stage.accountOf(sample.submitter);
  return pushAs(stage.workplace, account, { branch: branchOf(sample), from, files, message: version.message });
}

const branchOf = ({ unit, slug }: Sample): string => `${unit}/${slug}`;

function openFor(stage: Stage, sample: Sample): Promise<number> {
  const pullRequest = { branch: branchOf(sample), base: 'main', title: sample.title, body: '报送一件，请审核。', draft: false };
  return openPullRequestAs(stage.workplace, stage.accountOf(sample.submitter), pullRequest);
}

/** The contributor's part: a submission that the check sends back, and the mended one. */
async function submit(stage: Stage, tell: Tell): Promise<{ number: number; head: string; title: string; item: string }> {
  const sample = firstSample(stage.now());
  const faulty = await pushVersion(stage, sample, 0, 'main');
  const number = await openFor(stage, sample);
  tell('报送', `${stage.nameOf(sample.submitter)}（婺城分局）报送《${sample.title}》`);
  await stage.settled();
  const first = stage.checkOf(faulty);
  if (!first?.errors) throw new Error('有毛病的第一稿没有被检查出来');
  tell('检查', `✗ 须改 ${first.errors} 处`);
  const errors = first.items.flatMap(({ findings }) => findings).filter(({ severity, waived }) => severity === 'error' && !waived);
  for (const finding of errors) tell('', `  ${findingPlace(finding)}  ${finding.words.problem}`);
  const head = await pushVersion(stage, sample, 1, branchOf(sample));
  await stage.settled();
  const second = stage.checkOf(head);
  if (second === null || second.errors > 0) throw new Error('改好的稿件没有通过检查');
  tell('修改', '改用 12345，清除照片位置；重查 ✓ 通过');
  return { number, head, title: sample.title, item: sample.path };
}

/** Leaves a second submission waiting for its first signature: something to do for whoever comes to the desk. */
export async function submitAnother(stage: Stage): Promise<void> {
  const sample = waitingSample(stage.now());
  await pushVersion(stage, sample, 0, 'main');
  await openFor(stage, sample);
  await stage.settled();
}

/** Three signatures in order, after one that came too early and isn't counted. */
async function sign(stage: Stage, tell: Tell, number: number, head: string): Promise<LevelSummary[]> {
  const sign = async (person: string, body: string): Promise<void> => {
    await reviewAs(stage.workplace, stage.accountOf(person), { number, head, event: 'APPROVE', body });
    await stage.settled();
  };
  await sign('fengliu', '');
  const early = await stage.gateOf(number);
  if (early.levels.some(({ level, state }) => level === 3 && state === 'approved')) throw new Error('先签的签发被计入了');
  tell('抢签', '冯六先签 → 办公室未审，未计入');
  await sign('zhouyi', '同意报送，数据已核。');
  tell('审核', '✓ 一 周一（分局负责人）同意');
  await sign('zhengsi', '');
  tell('', '✓ 二 郑四（办公室）同意');
  await sign('fengliu', '同意发布。');
  const { verdict, levels } = await stage.gateOf(number);
  if (verdict !== 'passed') throw new Error(`三级依次审完，结论却是 ${verdict}`);
  tell('', '✓ 三 冯六（分管领导）签发');
  return levels;
}

/** Takes a submission from the contributor's first push to three channels, as people would, and tells it as it goes (office.md B7). */
export async function playStory(stage: Stage, administrator: Account, tell: Tell): Promise<StoryEnd> {
  const { number, head, title, item } = await submit(stage, tell);
  const levels = await sign(stage, tell, number, head);
  const mergeSha = await mergeAs(stage.workplace, administrator, number, head);
  tell('合并', '管理员合并；发布程序正在重新核对三级审核，签名、发送、读回，一般十到二十秒，电脑忙时要久一些');
  await stage.settled();
  const id = item.slice('content/items/'.length);
  const outcome = await stage.outcome(id);
  tell('入账', `审核单 ${outcome.formNumber} 已签名，记入台账`);
  outcome.releases.forEach(({ channel, state }, index) => {
    const line = state === 'confirmed' ? `✓ ${CHANNEL_LINES[channel]}` : `✗ ${CHANNEL_NAMES[channel]}  ${state}`;
    tell(index === 0 ? '发布' : '', line);
  });
  const twice = Object.values(outcome.sends).filter((count) => count > 1).length;
  const lost = outcome.releases.filter(({ state }) => state !== 'confirmed').length;
  tell('核验', `台账 ${outcome.events} 条${outcome.verified ? '全部校验通过' : '校验没有通过'}；重复 ${twice}，遗漏 ${lost}`);
  return {
    pullRequest: { number, title, merged: true, mergeSha },
    levels,
    releases: outcome.releases.map(({ channel, state, url }) => ({ item: id, channel, state, url })),
    formNumber: outcome.formNumber,
    ledger: { events: outcome.events, verified: outcome.verified },
  };
}

/** Writes the story on the terminal as office.md B7 shows it: seconds, the step's name, what happened. */
export function storyTeller(write: (line: string) => void, seconds: () => number, colour: boolean): (step: string, line: string) => void {
  const paint = (style: 'green' | 'red' | 'dim', text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  return (step, line) => {
    const goesOn = step === '' && line.startsWith('  ');
    const time = goesOn ? '' : `${seconds().toFixed(1)} 秒`;
    const label = step === '' ? '    ' : step;
    const text = line.replace('✓', paint('green', '✓')).replace('✗', paint('red', '✗'));
    write(`${paint('dim', time.padStart(goesOn ? 8 : 7))}  ${label}  ${text}`);
  };
}
