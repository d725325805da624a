import { describe, expect, it } from 'vitest';
import { judgeAndShow } from '#pipeline/commands/shared/gate-run.ts';
import { indexMd } from '../contracts/repository.ts';
import { type GateWorld, ITEM, startGateWorld } from './gate-world.ts';

const NAME = 'wucheng_2026-11-23-street.html';
const CHECKS = '/jinhua/news/pull/1/checks';
const RUNS = '/jinhua/news/actions/runs';

/** What the one comment says of the three faces, addresses without their origin. */
async function said(world: GateWorld, number: number): Promise<string> {
  const bodies = (await world.comments(number)).map(({ body }) => body).filter((body) => body.startsWith('<!-- sanshen -->'));
  expect(bodies).toHaveLength(1);
  const line = bodies[0]?.split('\n').find((each) => each.startsWith('**看**')) ?? '';
  return (
    line
      .split('　')
      .find((part) => part.includes('三面预览'))
      ?.replace(/http:\/\/127\.0\.0\.1:\d+/g, '') ?? ''
  );
}

const post = (world: GateWorld, number: number) => world.gate({ pr: String(number), post: true });

describe('the comment’s link to the three faces', () => {
  it('follows the check: words while there is nothing to open, then the page that the run has left, by its ids', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    const words = `检查做完后，三面预览在这里打开（[检查页](${CHECKS})）`;
    await post(world, number);
    expect(await said(world, number)).toBe(words);

    const run = world.github.startRun({ workflow: 'check', head });
    await post(world, number);
    expect(await said(world, number)).toBe(words);

    const artifact = world.github.keepArtifact(run, NAME);
    await post(world, number);
    expect(await said(world, number)).toBe(`[三面预览](${RUNS}/${run}/artifacts/${artifact})（12 月 8 日以前可打开）`);

    const again = world.github.keepArtifact(world.github.startRun({ workflow: 'check', head }), NAME);
    await post(world, number);
    expect(await said(world, number)).toContain(`/artifacts/${again})`);

    world.github.clock.advance(15 * 86_400);
    await post(world, number);
    expect(await said(world, number)).toMatch(/^三面预览已过保留期，在\[检查页\]\(\S+\/actions\/runs\/\d+\)重新运行检查就有$/);
  });

  it('says that there is no page where the check has ended without one', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    const run = world.github.startRun({ workflow: 'check', head });
    world.github.keepArtifact(run, 'check-report.html');
    world.github.completeRun(run);
    await post(world, number);
    expect(await said(world, number)).toBe(`三面预览没有做成网页，见[检查页](${RUNS}/${run})`);
  });

  it('takes no other file, no other head’s, and nothing of what a stranger’s run calls itself', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    const run = world.github.startRun({ workflow: 'check', head });
    for (const name of [`${NAME}.html`, NAME.toUpperCase(), '](https://evil.example)', 'preview']) world.github.keepArtifact(run, name);
    world.github.keepArtifact(world.github.startRun({ workflow: 'check', head: await world.tip('main') }), NAME);
    await post(world, number);
    expect(await said(world, number)).toContain('检查做完后');
    expect((await world.comments(number)).map(({ body }) => body).join()).not.toContain('evil.example');
  });

  it('leads to the page of checks where the token may not look into the runs, which fails nothing', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    world.breaks(/\/actions\//, 403);
    expect((await post(world, number)).exitCode).toBe(1);
    expect(await said(world, number)).toBe(`三面预览在[检查页](${CHECKS})`);
    expect((await world.statuses(head))[0]).toMatch(/^pending 待 周一/);
  });

  it('is there for a pull request from a fork too, which the hourly run tells', async () => {
    const world = await startGateWorld('demo: true\n');
    const head = await world.commit('lisi', await world.tip('main'), { [ITEM]: indexMd() });
    await world.push('lisi', head, 'street');
    const { data } = await world.as('lisi').pulls.create({ ...world.of, head: 'lisi:street', base: 'main', title: '复刻' });
    const run = world.github.startRun({ workflow: 'check', head });
    const artifact = world.github.keepArtifact(run, NAME);
    await world.gate({ open: true, post: true });
    expect(await said(world, data.number)).toContain(`[三面预览](${RUNS}/${run}/artifacts/${artifact})`);
  });

  it('asks for nothing where there is nothing to show: a change of the settings, a pull request that is merged', async () => {
    const world = await startGateWorld();
    const rules = await world.submit('wangwu', 'rules', { 'content/policy.yml': 'demo: true\n# 说明\n' });
    const { number, head } = await world.submitted();
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await world.pass(head);
    await world.as('wangwu').pulls.merge({ ...world.of, pull_number: number, merge_method: 'squash' });
    world.asked();
    await post(world, rules.number);
    await post(world, number);
    expect(world.asked().filter((line) => line.includes('/actions/') && !line.includes('/publish.yml/'))).toEqual([]);
  });
});

describe('gate --wait', () => {
  it('tells at once where it stands, and links the page as soon as it is there', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    const run = world.github.startRun({ workflow: 'check', head });
    const access = await world.access();
    const told: string[] = [];
    let asked = 0;
    const previewAt: typeof access.github.previewAt = async (...of) => {
      asked += 1;
      if (asked === 3) {
        told.push(await said(world, number));
        world.github.keepArtifact(run, NAME);
      }
      return access.github.previewAt(...of);
    };
    const { verdict } = await judgeAndShow({ ...access, github: { ...access.github, previewAt } }, number, null, 30, 0.01);
    expect([verdict.verdict, told]).toEqual(['waiting', [expect.stringContaining('检查做完后')]]);
    expect([asked, await said(world, number)]).toEqual([4, expect.stringContaining('[三面预览](')]);
  });

  it('waits for nothing once it is there, and no longer than it may', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    const access = await world.access();
    await judgeAndShow(access, number, null, 0.3, 0.1);
    expect(world.asked().filter((line) => line.includes('/actions/artifacts'))).toHaveLength(3);
    world.github.keepArtifact(world.github.startRun({ workflow: 'check', head }), NAME);
    await judgeAndShow(access, number, null, 30, 10);
    expect(world.asked().filter((line) => line.includes('/actions/artifacts'))).toHaveLength(1);
  });

  it.each([
    [{ pr: '1', wait: '10' }],
    [{ open: true, post: true, wait: '10' }],
    [{ pr: '1', post: true, wait: 'long' }],
    [{ pr: '1', post: true, wait: '301' }],
  ] as Record<string, string | true>[][])('is refused as %j', async (options) => {
    const world = await startGateWorld();
    await expect(world.gate(options as Record<string, string | true>)).rejects.toMatchObject({ code: 'usage/wait', exitCode: 2 });
  });
});
