import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../beijing-time.ts';
import type { CheckResult, Finding } from '../check/finding.ts';
import { collectEvidence } from '../forge/evidence.ts';
import { openGit } from '../forge/git.ts';
import { openGithub } from '../forge/github.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import { evaluate } from '../review/evaluate.ts';
import type { Evidence } from '../review/evidence.ts';
import type { DeskStage, ReleaseView } from './desk/stage.ts';
import type { FindingView } from './desk/view.ts';
import type { GithubEvent } from './github/state.ts';
import type { Account } from './people.ts';
import { startRunner } from './runner.ts';
import type { Sandbox } from './sandbox.ts';
import { GATE_MACHINE } from './sandbox.ts';
import type { CheckSummary, Stage } from './story.ts';

/** Runs a `sanshen` command in the practice repository, with the same arguments that a workflow would give. */
export type RunCommand = (
  name: string,
  operands: string[],
  options: Record<string, string | boolean>,
) => Promise<{ exitCode: number; json: unknown; text: string }>;

interface StatusDocument {
  items: {
    id: string;
    number: string | null;
    releases: { channel: ReleaseView['channel']; revision: number; state: string; url: string | null; at: Instant | null }[];
  }[];
}

/** The sandbox at work: checks, gate and publisher follow every event, and the desk and the story see what comes of it. */
export interface Practice extends Stage, DeskStage {
  close(): Promise<void>;
}

const CHECK_CONTEXT = 'sanshen/check';

function placeOf(finding: Finding): string {
  const file = finding.file.split('/').at(-1) ?? finding.file;
  if (file !== 'index.md') return file;
  return finding.where ? `${file} 第 ${finding.line} 行（${finding.where}）` : `${file} 第 ${finding.line} 行`;
}

function findingView(finding: Finding): FindingView {
  const { problem, expected, fix } = finding.words;
  return {
    severity: finding.severity,
    place: placeOf(finding),
    problem,
    expected,
    remedy: fix,
    rule: finding.rule,
    article: finding.article,
  };
}

function mustFix(result: CheckResult): string {
  return result.errors + result.warnings === 0 ? '检查通过' : `须改 ${result.errors} 处，提醒 ${result.warnings} 处；改后自动重查`;
}

/**
 * Puts the sandbox to work.
 * @param failed told of a job that ended in an error, in words
 */
export async function openPractice(
  sandbox: Sandbox,
  runCommand: RunCommand,
  productRoot: string,
  failed: (line: string) => void,
): Promise<Practice> {
  const { github: server, workplace } = sandbox;
  const git = await openGit(sandbox.root, { token: sandbox.env.GITHUB_TOKEN as string });
  const github = openGithub({ apiUrl: server.url, token: server.tokenOf(GATE_MACHINE), repository: server.repository });
  const checks = new Map<string, CheckResult>();
  const alerts = new Map<string, string>();
  const mergedNumbers: number[] = [];
  const runner = startRunner((name, error) => failed(`${name}：${error instanceof Error ? error.message : String(error)}`));

  const review = async (number: number): Promise<void> => {
    const { head } = await github.pullRequest(number);
    await git.fetch([head.sha, '+refs/heads/*:refs/remotes/origin/*']);
    const { json } = await runCommand('check', [], { rev: head.sha, base: 'origin/main' });
    const result = json as CheckResult;
    checks.set(head.sha, result);
    await github.setStatus(head.sha, CHECK_CONTEXT, result.errors + result.warnings === 0 ? 'success' : 'failure', mustFix(result));
    await runCommand('gate', [], { pr: String(number), post: true });
  };
  const publish = async (): Promise<void> => {
    const { json } = await runCommand('publish', [], {});
    alerts.clear();
    for (const alert of (json as { alerts: { item: string; code: string; message: string }[] }).alerts)
      alerts.set(`${alert.item} ${alert.code}`, alert.message);
  };
  const follow = (event: GithubEvent): void => {
    if (event.kind === 'merge') mergedNumbers.unshift(event.number);
    if (event.kind === 'push' && event.branch === 'main') runner.enqueue('发布', publish);
    if ((event.kind === 'pull_request' && event.action !== 'closed') || event.kind === 'pull_request_review')
      runner.enqueue(`第 ${event.number} 号`, () => review(event.number));
  };
  const stop = server.onEvent(follow);

  const settings = async () => {
    await git.fetch(['+refs/heads/*:refs/remotes/origin/*']);
    const main = (await git.resolve('refs/remotes/origin/main')) as string;
    const text = async (path: string): Promise<string> => (await git.readAt(main, path))?.toString('utf8') ?? '';
    return {
      organisation: readOrganisation(await text('content/organisation.yml'), 'content/organisation.yml'),
      policy: readPolicy(await text('content/policy.yml'), 'content/policy.yml'),
    };
  };
  const people = (await settings()).organisation.people;
  const evidenceOf = (number: number): Promise<Evidence> => collectEvidence({ git, github, number });
  const statusOf = async (): Promise<StatusDocument['items']> => ((await runCommand('status', [], {})).json as StatusDocument).items;
  const releases = async (): Promise<ReleaseView[]> =>
    (await statusOf()).flatMap(({ id, releases }) =>
      releases.map(({ channel, state, url, at }) => ({ item: id, channel, state, url: url ?? '', at })),
    );
  const formNumberOf = async (item: string): Promise<string | null> => (await statusOf()).find(({ id }) => id === item)?.number ?? null;
  const signedForm = async (item: string): Promise<string | null> => {
    const signed = await runCommand('form', [item], { format: 'html' });
    return signed.exitCode === 0 ? signed.text : null;
  };

  return {
    workplace,
    git,
    github,
    bureau: '示例市综合行政执法局',
    tokens: readFileSync(join(productRoot, 'site/assets/tokens.css'), 'utf8'),
    now: () => server.clock.now(),
    accounts: sandbox.accounts.filter(({ login }) => !login.endsWith('[bot]')),
    accountOf: (person) => sandbox.accounts.find(({ login }) => login === people[person]?.logins[0]) as Account,
    nameOf: (person) => people[person]?.name ?? person,
    settings,
    evidenceOf,
    verdictOf: evaluate,
    settled: () => runner.idle(),
    checkOf: (head) => summaryOf(checks.get(head)),
    findingsOf: (head) =>
      checks.get(head)?.items.flatMap(({ findings }) => findings.filter(({ waived }) => !waived).map(findingView)) ?? null,
    gateOf: async (number) => {
      const verdict = evaluate(await evidenceOf(number));
      const [item] = verdict.items;
      return { verdict: verdict.verdict, levels: item?.levels ?? [], ignored: item?.ignored ?? [] };
    },
    merged: async () => mergedNumbers,
    releases,
    alerts: () => [...alerts.values()],
    formPage: async (number) => {
      const id = (await evidenceOf(number)).items[0]?.path.slice('content/items/'.length) ?? '';
      if ((await formNumberOf(id)) !== null) return signedForm(id);
      return (await runCommand('form', [], { pr: String(number), format: 'html' })).text;
    },
    signedFormPage: async (formNumber) => {
      const item = (await statusOf()).find(({ number }) => number === formNumber);
      return item ? signedForm(item.id) : null;
    },
    formNumberOf,
    publish: async () => {
      runner.enqueue('发布', publish);
      await runner.idle();
    },
    outcome: async (item) => {
      const { json } = await runCommand('verify', [], {});
      const { verified, events } = json as { verified: boolean; events: number };
      const sends = { wechat: sandbox.wechat?.articles().length ?? 1, weibo: sandbox.weibo?.posts().length ?? 1 };
      const own = (await releases()).filter((release) => release.item === item);
      return {
        formNumber: (await formNumberOf(item)) ?? '',
        releases: own.map(({ channel, state, url }) => ({ channel, state, url })),
        events,
        verified,
        sends,
      };
    },
    phone: () => ({
      account: sandbox.accountName,
      articles: (sandbox.wechat?.articles() ?? []).map(({ title, digest, at, url }) => ({
        title,
        digest,
        at: at.slice(0, 16).replace('T', ' '),
        url,
      })),
      posts: (sandbox.weibo?.posts() ?? []).map(({ text, at, url, picture }) => ({
        text,
        at: at.slice(0, 16).replace('T', ' '),
        url,
        picture,
      })),
      wechatOn: sandbox.wechat?.running() ?? true,
      weiboOn: sandbox.weibo?.running() ?? true,
    }),
    services: () => [
      ...(sandbox.wechat ? [{ id: 'wechat' as const, name: '微信', on: sandbox.wechat.running() }] : []),
      ...(sandbox.weibo ? [{ id: 'weibo' as const, name: '微博', on: sandbox.weibo.running() }] : []),
    ],
    toggle: async (id) => {
      const service = sandbox[id];
      await (service?.running() ? service.stop() : service?.start());
    },
    close: async () => {
      stop();
      await runner.stop();
      git.close();
    },
  };
}

function summaryOf(result: CheckResult | undefined): CheckSummary | null {
  if (!result) return null;
  const findings = result.items.flatMap((item) => item.findings).filter(({ severity, waived }) => severity === 'error' && !waived);
  return { errors: result.errors, findings: findings.map((finding) => ({ place: placeOf(finding), problem: finding.words.problem })) };
}
