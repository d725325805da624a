import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beijingMinute } from '../beijing-time.ts';
import { termsAt } from '../forge/at-commit.ts';
import { collectEvidence } from '../forge/evidence/evidence.ts';
import { commitSource } from '../forge/git/content-source.ts';
import { type Git, openGit } from '../forge/git/git.ts';
import { openGithub } from '../forge/github/github.ts';
import { itemState, readLedger } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { offlineIn, publishedIn } from '../ledger/published.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';
import type { TimelineStep } from '../reports/timeline.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { PhoneView } from './desk/phone-page.ts';
import type { DeskStage, ReleaseView } from './desk/stage.ts';
import { followEvents, type RunCommand } from './follow-events.ts';
import type { Account } from './people.ts';
import { GATE_MACHINE, type Sandbox } from './sandbox.ts';
import type { Stage } from './story.ts';

interface StatusDocument {
  items: {
    id: string;
    number: string | null;
    timeline?: TimelineStep[];
    releases: (Omit<ReleaseView, 'item' | 'formNumber' | 'url'> & { url: string | null })[];
  }[];
}

/** The sandbox at work: checks, gate and publisher follow every event, and the desk and the story see what comes of it. */
export interface Practice extends Stage, DeskStage {
  close(): Promise<void>;
}

/** Reads main's settings. Branches are fetched again only once something has happened on the server: a page asks several times. */
function settingsOf(git: Git, server: Sandbox['github']): DeskStage['settings'] {
  let fetched: Promise<unknown> | null = null;
  server.onEvent(() => {
    fetched = null;
  });
  return async () => {
    fetched ??= git.fetch(['+refs/heads/*:refs/remotes/origin/*']);
    await fetched.catch((error: unknown) => {
      fetched = null;
      throw error;
    });
    const main = (await git.resolve('refs/remotes/origin/main')) as string;
    const text = async (path: string): Promise<string> => (await git.readAt(main, path))?.toString('utf8') ?? '';
    return {
      organisation: readOrganisation(await text('content/organisation.yml'), 'content/organisation.yml'),
      policy: readPolicy(await text('content/policy.yml'), 'content/policy.yml'),
      terms: await termsAt(commitSource(git, main)),
    };
  };
}

function phoneOf({ accountName, wechat, weibo }: Sandbox): PhoneView {
  return {
    account: accountName,
    articles: (wechat?.articles() ?? []).map(({ title, digest, at, url }) => ({ title, digest, at: beijingMinute(at), url })),
    posts: (weibo?.posts() ?? []).map(({ text, at, url, picture }) => ({ text, at: beijingMinute(at), url, picture })),
    wechatOn: wechat?.running() ?? true,
    weiboOn: weibo?.running() ?? true,
  };
}

/** What the ledger says, asked by the commands that anybody would use. */
function booksOf(runCommand: RunCommand) {
  const items = async (): Promise<StatusDocument['items']> =>
    ((await runCommand('status', [], { all: true })).json as StatusDocument).items;
  const signedForm = async (item: string): Promise<string | null> => {
    const { exitCode, text } = await runCommand('form', [item], { format: 'html' });
    return exitCode === 0 ? text : null;
  };
  const formNumberOf = async (item: string): Promise<string | null> => (await items()).find(({ id }) => id === item)?.number ?? null;
  const releases = async (): Promise<ReleaseView[]> =>
    (await items()).flatMap((item) =>
      item.releases.map((release) => ({ ...release, item: item.id, formNumber: item.number, url: release.url ?? '' })),
    );
  return {
    formNumberOf,
    releases,
    signedForm,
    timeline: async (item: string): Promise<TimelineStep[]> =>
      ((await runCommand('status', [item], {})).json as StatusDocument).items.find(({ id }) => id === item)?.timeline ?? [],
    signedFormPage: async (name: string): Promise<string | null> => {
      const item = (await items()).find(({ id, number }) => number !== null && (number === name || id === name));
      return item ? signedForm(item.id) : null;
    },
    verify: async () => (await runCommand('verify', [], {})).json as { verified: boolean; events: number },
  };
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
  const { github: server, workplace, wechat, weibo } = sandbox;
  const git = await openGit(sandbox.root, { token: server.tokenOf(GATE_MACHINE) });
  const github = openGithub({ apiUrl: server.url, token: server.tokenOf(GATE_MACHINE), repository: server.repository });
  const followed = followEvents({ server, git, github }, runCommand, failed);
  const books = booksOf(runCommand);
  const settings = settingsOf(git, server);
  const { people } = (await settings()).organisation;
  const evidenceOf = async (number: number): Promise<Evidence> => {
    const evidence = await collectEvidence({ git, github, number });
    const isOffline = evidence.items.some(({ frontMatter }) => frontMatter?.offline_review !== undefined);
    return isOffline ? { ...evidence, offline: await offlineIn(git, await publishedIn(git), evidence) } : evidence;
  };

  return {
    workplace,
    git,
    github,
    bureau: '示例市综合行政执法局',
    tokens: readFileSync(join(productRoot, 'site/assets/tokens.css'), 'utf8'),
    siteStyle: readFileSync(join(productRoot, 'site/assets/site.css'), 'utf8'),
    now: () => server.clock.now(),
    accounts: sandbox.accounts.filter(({ login }) => !login.endsWith('[bot]')),
    accountOf: (person) => sandbox.accounts.find(({ login }) => login === people[person]?.logins[0]) as Account,
    nameOf: (person) => people[person]?.name ?? person,
    settings,
    evidenceOf,
    verdictOf: evaluate,
    settled: followed.settled,
    publish: followed.publish,
    failed,
    stopped: followed.stopped,
    merged: async () => followed.merged(),
    checkOf: followed.checkOf,
    gateOf: async (number) => {
      const { verdict, items } = evaluate(await evidenceOf(number));
      return { verdict, levels: items[0]?.levels ?? [], ignored: items[0]?.ignored ?? [] };
    },
    releases: books.releases,
    formNumberOf: books.formNumberOf,
    timeline: books.timeline,
    approvedAs: async (item, pullRequest) => {
      const { approvals } = itemState(await readLedger(gitLedger(git, { fetch: false })), item);
      const approval = approvals.findLast((event) => event.pullRequest === pullRequest);
      return approval ? { revision: approval.revision, removal: approval.removal === true } : null;
    },
    signedFormPage: books.signedFormPage,
    formPage: async (number) => {
      const id = (await evidenceOf(number)).items[0]?.path.slice('content/items/'.length) ?? '';
      if ((await books.formNumberOf(id)) !== null) return books.signedForm(id);
      return runCommand('form', [], { pr: String(number), format: 'html' }).then(
        ({ text }) => text,
        (error: unknown) => {
          if (error instanceof Problem && error.code.startsWith('form/')) return null;
          throw error;
        },
      );
    },
    outcome: async (item) => ({
      ...(await books.verify()),
      formNumber: (await books.formNumberOf(item)) ?? '',
      releases: (await books.releases())
        .filter((release) => release.item === item)
        .map(({ channel, state, url }) => ({ channel, state, url })),
      sends: { wechat: wechat?.articles().length ?? 1, weibo: weibo?.posts().length ?? 1 },
    }),
    phone: () => phoneOf(sandbox),
    services: () => [
      ...(wechat ? [{ id: 'wechat' as const, name: '微信', on: wechat.running() }] : []),
      ...(weibo ? [{ id: 'weibo' as const, name: '微博', on: weibo.running() }] : []),
    ],
    toggle: async (id) => {
      const service = sandbox[id];
      await (service?.running() ? service.stop() : service?.start());
    },
    close: async () => {
      await followed.stop();
      git.close();
    },
  };
}
