import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actEnvironment, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { folderOf } from '../folder.ts';
import { deployedBureau } from '../release/deployed-site.ts';

interface Step {
  env?: Record<string, string>;
  run?: string;
}
interface Input {
  type: string;
  default?: string;
  required?: boolean;
  options?: string[];
}

const root = join(import.meta.dirname, '../..');
const workflow = parse(readFileSync(join(root, '.github/workflows/act.yml'), 'utf8')) as {
  on: { workflow_dispatch: { inputs: Record<string, Input> } };
  jobs: Record<string, { environment?: string; permissions: Record<string, string>; needs?: string; if?: string; steps: Step[] }>;
};
const { inputs } = workflow.on.workflow_dispatch;
const step = workflow.jobs.act?.steps.at(-1) as Step;
/** What a form that nobody has touched sends: GitHub takes the first of every choice. */
const untouched = Object.fromEntries(Object.entries(inputs).map(([name, { options }]) => [name.toUpperCase(), options?.[0] ?? '']));

interface Ended {
  code: number;
  words: string[][];
  summary: string;
  output: string;
}

/** Runs the step as Actions does, in a folder with a program of its own. */
async function run(folder: string, filled: Record<string, string>, env: Record<string, string> = {}): Promise<Ended> {
  const files = { summary: join(folder, 'summary.md'), words: join(folder, 'words.ndjson') };
  const script = join(folder, 'step.sh');
  writeFileSync(script, step.run ?? '');
  const all = { PATH: process.env.PATH, RUNNER_TEMP: folder, ...untouched, ...filled, ...env, GITHUB_STEP_SUMMARY: files.summary };
  const ended = await promisify(execFile)('bash', ['-e', script], { cwd: folder, env: all }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, output: error.stdout + error.stderr }),
  );
  const lines = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const words = lines(files.words).split('\n').filter(Boolean);
  return { ...ended, words: words.map((line) => JSON.parse(line) as string[]), summary: lines(files.summary) };
}

/** A folder whose program only writes down the words that it was given. */
const listening = (): string =>
  folderOf({
    'sanshen/pipeline/sanshen.js': "require('node:fs').appendFileSync('words.ndjson', JSON.stringify(process.argv.slice(2)) + '\\n');\n",
  });

const choice = (name: string, begins: string): string => inputs[name]?.options?.find((option) => option.startsWith(begins)) as string;

describe('the form 办理', () => {
  const item = 'wucheng/2026-11-23-street';

  it.each<[string, Record<string, string>, string[]]>([
    [
      'takes down',
      { WHAT: choice('what', '撤下'), ITEM: item, KIND: choice('kind', 'privacy'), REASON: '有人的电话' },
      ['withdraw', '--now', '--kind=privacy', '--reason=有人的电话', '--', item],
    ],
    ['pauses', { WHAT: choice('what', '暂停'), REASON: '突发' }, ['hold', '--reason=突发']],
    ['lifts the pause', { WHAT: choice('what', '恢复') }, ['resume']],
    [
      'registers',
      { WHAT: choice('what', '登记'), ITEM: item, CHANNEL: choice('channel', 'wechat'), ADDRESS: 'https://mp.weixin.qq.com/s/a?b=1&c=2' },
      ['record', '--channel=wechat', '--url=https://mp.weixin.qq.com/s/a?b=1&c=2', '--', item],
    ],
    [
      'registers what was signed on paper',
      {
        WHAT: choice('what', '登记'),
        ITEM: item,
        CHANNEL: choice('channel', 'wechat'),
        ADDRESS: 'https://mp.weixin.qq.com/s/a',
        SCAN: 'paper.jpg',
      },
      ['record', '--channel=wechat', '--url=https://mp.weixin.qq.com/s/a', '--offline=paper.jpg', '--', item],
    ],
    [
      'settles',
      {
        WHAT: choice('what', '了结'),
        ITEM: item,
        CHANNEL: choice('channel', 'weibo'),
        OUTCOME: choice('outcome', 'failed'),
        REASON: '没有',
      },
      ['resolve', '--channel=weibo', '--as=failed', '--reason=没有', '--', item],
    ],
    [
      'records a purge',
      { WHAT: choice('what', '清除'), ITEM: ` ${item}  ${item}/map.jpg *`, KIND: choice('kind', 'secrecy'), REASON: '示例〔2026〕1 号' },
      ['purge', '--kind=secrecy', '--decision=示例〔2026〕1 号', '--', item, `${item}/map.jpg`, '*'],
    ],
  ])('%s with exactly the words of one command', async (_, filled, words) =>
    expect(await run(listening(), filled)).toMatchObject({ code: 0, words: [words] }),
  );

  it('gives whatever was filled in to the program as it is, and to no shell', async () => {
    const hostile = `"; touch broken; $(touch broken) \`touch broken\` 'x' | tee broken\n::add-mask::x\n--root=/ *`;
    const folder = listening();
    const filled = { WHAT: choice('what', '撤下'), ITEM: hostile, KIND: choice('kind', 'error'), REASON: hostile };
    expect((await run(folder, filled)).words).toEqual([['withdraw', '--now', '--kind=error', `--reason=${hostile}`, '--', hostile]]);
    expect((await run(listening(), { ...filled, ITEM: '--root=/' })).words[0]?.slice(-2)).toEqual(['--', '--root=/']);
    expect(readdirSync(folder)).not.toContain('broken');
    expect((await run(listening(), { WHAT: hostile })).words).toEqual([]);
  });

  it('does nothing where nobody has chosen what to do, and says so on the page of the run', async () => {
    const ended = await run(listening(), { ITEM: item, REASON: '理由' });
    expect(ended).toMatchObject({ code: 1, words: [], summary: expect.stringContaining('什么也没有办') });
  });

  it('asks the program who may: a refusal fails and stands on the page of the run, an entitled person’s act is done', async () => {
    const bureau = await startBureau({ policy: 'demo: true' });
    symlinkSync(root, join(bureau.root, 'sanshen'));
    const pause = { WHAT: choice('what', '暂停'), REASON: '突发情况' };
    const as = (actor: string, more: Record<string, string> = {}): Promise<Ended> =>
      run(bureau.root, pause, { ...actEnvironment(bureau, actor), ...more });
    expect(await as('lisi')).toMatchObject({ code: 1, summary: expect.stringMatching(/^ {4}✗ lisi 今天无权这样做.*not-entitled/) });
    expect((await as('fengliu', { GITHUB_RUN_ATTEMPT: '2' })).summary).toContain('act/again');
    // What only the environment says, on a machine that has the ledger's token.
    expect((await as('lisi', { GITHUB_ACTOR: 'fengliu' })).summary).toContain('not-entitled');
    expect((await as('fengliu', { GITHUB_TOKEN: bureau.world.github.tokenOf('lisi') })).summary).toContain('act/not-started');
    expect((await as('fengliu', { GITHUB_RUN_ID: bureau.world.github.startRun() })).summary).toContain('act/not-started');
    expect((await as('fengliu', { GITHUB_RUN_ID: '31' })).summary).toContain('act/not-started');
    expect((await as('fengliu', { GITHUB_RUN_ID: '' })).summary).toContain('not-entitled');
    expect(await as('fengliu')).toMatchObject({ code: 0, summary: expect.stringContaining('冯六已暂停全部发布：突发情况') });
    const incomplete = await run(bureau.root, { WHAT: choice('what', '登记'), ITEM: item }, environmentOf(bureau, 'wangwu'));
    expect(incomplete).toMatchObject({ code: 2, summary: expect.stringContaining('没有“不涉及”这样的渠道') });
  });

  it('takes an item down for a leader: the act is done at once, and the page goes with the publishing run that it starts', async () => {
    const { bureau, shown, publish } = await deployedBureau();
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    await publish();
    expect(await bureau.states()).toEqual(['website 1 confirmed']);
    symlinkSync(root, join(bureau.root, 'sanshen'));
    const filled = { WHAT: choice('what', '撤下'), ITEM: item, KIND: choice('kind', 'privacy'), REASON: '有人的电话' };
    const ended = await run(bureau.root, filled, actEnvironment(bureau, 'fengliu'));
    expect(ended, ended.output).toMatchObject({ code: 0, summary: expect.stringContaining('冯六决定撤下') });
    expect(await bureau.states()).toEqual(['website 1 withdraw-intent']);
    await publish();
    expect(await bureau.states()).toEqual(['website 1 withdrawn']);
    expect(readFileSync(join(shown, ITEM, 'index.html'), 'utf8')).not.toContain('正文一段');
  });

  it('offers nothing by itself: the first of every choice is none, and every other is one that the program knows', () => {
    expect(Object.values(inputs).flatMap(({ options }) => options?.[0] ?? [])).toEqual(['请选择', '不涉及', '不涉及', '不涉及']);
    for (const { options, required, ...input } of Object.values(inputs))
      expect([required, input.default]).toEqual([undefined, options?.[0]]);
    const words = (name: string): string[] => (inputs[name]?.options ?? []).slice(1).map((option) => option.split(' ')[0] as string);
    expect(words('channel')).toEqual(['website', 'wechat', 'weibo']);
    expect(words('kind')).toEqual(['error', 'outdated', 'privacy', 'secrecy', 'order', 'other']);
    expect(words('outcome')).toEqual(['confirmed', 'failed', 'abandoned']);
    for (const [name, { options }] of Object.entries(inputs)) expect([name, new Set(options).size]).toEqual([name, (options ?? []).length]);
  });

  it('starts publishing from a job that holds no secret but the right to do so', () => {
    const { publish } = workflow.jobs;
    expect(publish).toMatchObject({ permissions: { actions: 'write' } });
    expect(publish).not.toHaveProperty('environment');
    // The token goes in by a pipe: words of a command can be read by every process of the machine.
    expect(publish?.steps[0]?.run).toMatch(/printf 'Authorization: Bearer %s\\n' "\$GITHUB_TOKEN" \|\n +curl .*--header @-/);
  });
});
