import { describe, expect, it } from 'vitest';
import { type Github, openGithub } from '#pipeline/forge/github/github.ts';
import { itemsOf } from '#pipeline/ledger/ledger.ts';
import { askAgain, type OnlineReport } from '#pipeline/verify/verify-online.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { listen } from '../listen.ts';

type Body = Record<string, unknown>;

/** The bureau's GitHub behind a server that changes what it says of reviews (`null`: the pull request is gone). */
async function retold({ world: { github } }: Bureau, change: (reviews: Body[]) => Body[] | null): Promise<Github> {
  const apiUrl = await listen(async (request, response) => {
    const { authorization = '' } = request.headers;
    const answer = await fetch(`${github.url}${request.url}`, { headers: { authorization } });
    const text = await answer.text();
    const reviews = /\/pulls\/\d+\/reviews/.test(request.url ?? '') ? change(JSON.parse(text) as Body[]) : undefined;
    response.writeHead(reviews === null ? 404 : answer.status, {
      'content-type': 'application/json',
      date: answer.headers.get('date') ?? '',
    });
    response.end(reviews === undefined ? text : JSON.stringify(reviews ?? { message: 'Not Found' }));
  });
  return openGithub({ apiUrl, token: github.tokenOf('sanshen-bot'), repository: github.repository });
}

/** A bureau with one approved item, and its second version of the settings. */
async function approved(): Promise<{ bureau: Bureau; number: number; settings: number }> {
  const bureau = await startBureau();
  const changed = await bureau.publish(
    { 'content/policy.yml': `files_per_pull_request: 100\n${bureau.policy}` },
    { reviewers: ['zhengsi', 'fengliu'] },
  );
  const { number } = await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  await bureau.approve();
  return { bureau, number, settings: changed.number };
}

async function ask(bureau: Bureau, github: Github, items?: string[]): Promise<OnlineReport> {
  const { store } = await bureau.publisher();
  const ledger = await bureau.ledger();
  return askAgain(github, store, ledger, items ?? itemsOf(ledger));
}

describe('asking GitHub again about what was approved', () => {
  it('finds nothing where nothing has changed, and asks once for each pull request', async () => {
    const { bureau } = await approved();
    const { github } = await bureau.publisher();
    expect(await ask(bureau, github)).toEqual({ at: await github.now(), pullRequests: 2, problems: [] });
    expect(await ask(bureau, github, [])).toMatchObject({ pullRequests: 1 });
  });

  it('tells of a review that was dismissed afterwards, of an item and of the settings', async () => {
    const { bureau, number, settings } = await approved();
    const { github } = await bureau.publisher();
    for (const pull_number of [number, settings]) {
      const { reviews } = await github.records(pull_number);
      const review_id = reviews.find(({ login }) => login === 'fengliu')?.id ?? 0;
      await bureau.world.as('wangwu').pulls.dismissReview({ ...bureau.world.of, pull_number, review_id, message: '示例' });
    }
    const { problems } = await ask(bureau, github);
    expect(problems.map(({ item, code }) => [item, code])).toEqual([
      ['settings', 'review-dismissed'],
      [ITEM, 'review-dismissed'],
    ]);
    expect(problems[1]?.event).toMatch(/0001-approval-/);
    expect(problems[1]?.message).toMatch(
      /^第 2 号合并请求里 fengliu 2026 年 11 月 24 日 09:\d\d 的审核（\d+）已于 2026 年 11 月 24 日 09:\d\d 被 wangwu 撤销；登记的审核记录不变，仍以台账为准；请管理员查明原因，记入案卷。$/,
    );
  });

  const first = (change: Body) => (reviews: Body[]) => reviews.map((review, index) => (index === 0 ? { ...review, ...change } : review));
  const account = (login: string, id: number) => ({ user: { login, id, type: 'User' } });
  const cases: [what: string, change: (reviews: Body[]) => Body[] | null, code: string, words: RegExp][] = [
    ['a review that is gone', (reviews) => reviews.slice(1), 'review-missing', /的审核（\d+）在 GitHub 上已经没有了；/],
    ['a pull request that is gone', () => null, 'pull-request-missing', /^第 \d 号合并请求在 GitHub 上已经没有了；/],
    ['an account that was deleted', first({ user: null }), 'review-account-gone', /审核人的账号 zh\w+ 已注销；/],
    [
      'a review that is somebody else’s now',
      first(account('fengliu', 105)),
      'review-other-account',
      /登记时是 zh\w+ 的，现在是 fengliu 的；/,
    ],
    [
      'words that were changed',
      first({ body: '改过的意见' }),
      'review-edited',
      /意见被改过（摘要登记时 [0-9a-f]{12}，现在 [0-9a-f]{12}）；/,
    ],
    ['another commit', first({ commit_id: 'f'.repeat(40) }), 'review-commit', /所看的提交登记时是 [0-9a-f]{40}，现在是 f{40}；/],
    ['a commit that is gone', first({ commit_id: null }), 'review-commit', /现在是 未知；/],
    ['another state', first({ state: 'CHANGES_REQUESTED' }), 'review-state', /登记时是“同意”，现在是“退回”；/],
    ['a dismissal that nobody recorded', first({ state: 'DISMISSED' }), 'review-state', /现在是“已撤销”；/],
  ];
  it('tells of everything else that is no longer as it was recorded', async () => {
    const { bureau } = await approved();
    for (const [what, change, code, words] of cases) {
      const { problems } = await ask(bureau, await retold(bureau, change));
      expect([what, ...problems.map((problem) => [problem.item, problem.code])]).toEqual([what, ['settings', code], [ITEM, code]]);
      expect(problems[1]?.message, what).toMatch(words);
    }
  });

  it('takes an account under a new name for the same one, by its number; and what came later for nothing that was recorded', async () => {
    const { bureau } = await approved();
    const renamed = (reviews: Body[]) => [
      ...reviews.map((review) => {
        const { login, ...user } = review.user as { login: string };
        return { ...review, user: { ...user, login: `${login}-new` } };
      }),
      { ...reviews[0], id: 1, body: '后来的' },
    ];
    expect(await ask(bureau, await retold(bureau, renamed))).toMatchObject({ problems: [] });
  });

  it('is a failure, and no finding, where GitHub does not answer or does not know the repository', async () => {
    const { bureau } = await approved();
    const { url } = bureau.world.github;
    const token = bureau.world.github.tokenOf('sanshen-bot');
    const other = openGithub({ apiUrl: url, token, repository: 'jinhua/none' });
    await expect(ask(bureau, other)).rejects.toMatchObject({ code: 'github/not-found', exitCode: 2 });
    const nobody = openGithub({ apiUrl: 'http://127.0.0.1:9', token, repository: 'jinhua/news' });
    await expect(ask(bureau, nobody)).rejects.toMatchObject({ code: 'github/unreachable', exitCode: 2 });
  });
});
