import { type Alert, alertIn } from '../../alerts/alert.ts';
import type { AlertCode } from '../../alerts/catalogue.ts';
import { isRefusedForGood, type MailServer, mailFault, mailServerOf } from '../../alerts/mail.ts';
import { tellOne } from '../../alerts/tell.ts';
import type { Instant } from '../../beijing-time.ts';
import { commitSource } from '../../forge/git/content-source.ts';
import { type Git, openGit } from '../../forge/git/git.ts';
import { requireOrigin } from '../../forge/git/git-remote.ts';
import { type Github, openGithub } from '../../forge/github/github.ts';
import { type Drafts, draftsOf } from '../../intake/drafts.ts';
import type { Letters, Post } from '../../intake/secrecy.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import type { Policy } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import type { CommandContext } from './command.ts';
import { githubIn, tokenIn, webUrlOf } from './environment.ts';
import { settingsAt } from './settings-at.ts';

/** What the intake account works with: everything by its own token, settings as main has them. */
export interface IntakeAccount {
  git: Git;
  github: Github;
  drafts: Drafts;
  organisation: Organisation;
  policy: Policy;
  /** `null` where the policy names no mail server. */
  post: Post | null;
  /** The person behind a login, by the account's number where one is recorded; `null` for nobody of the organisation. */
  personOf: (login: string) => Promise<string | null>;
  /** The repository in a browser. */
  webUrl: string;
  now: Instant;
}

/** The bureau's mail server as those who answer need it. */
function lettersOf(server: MailServer, address: string): Letters {
  return {
    async send({ id, to, answers, subject, text }) {
      try {
        await server.send({ to, subject, text, answer: { id, to: answers, replyTo: address } });
        return 'sent';
      } catch (error) {
        if (isRefusedForGood(error)) return 'refused';
        const words = `回信没有寄出（${mailFault(error)}）；应能寄出；下一次运行再寄，还寄不出的请管理员核对 policy.yml 的 mail 和密钥 SMTP_PASSWORD。`;
        throw new Problem('mail/send', words, { place: 'policy.yml 的 mail', cause: error });
      }
    },
  };
}

function postOf(organisation: Organisation, policy: Policy, env: CommandContext['env']): Post | null {
  const server = mailServerOf(policy, env);
  if (server === null) return null;
  const address = env.IMAP_USER?.includes('@') ? env.IMAP_USER : (policy.mail?.from ?? '');
  return { letters: lettersOf(server, address), organisation, address };
}

/** The commit of main as the forge has it. @throws Problem `intake/no-main` (exit 2) */
async function mainTip(git: Git, branch: string): Promise<string> {
  await git.fetch([`+refs/heads/${branch}:refs/remotes/origin/${branch}`]);
  const tip = await git.resolve(`refs/remotes/origin/${branch}`);
  if (tip !== null) return tip;
  throw new Problem('intake/no-main', `仓库里没有分支 ${branch}；应有主分支；请核对 policy.yml 的 branch 和 origin 的地址。`, {
    place: branch,
  });
}

/**
 * Runs something as the intake account (`SANSHEN_INTAKE_TOKEN`): pull requests that the workflow's own token opens start no checks.
 * @throws Problem `environment/…`, `git/…`, `github/…` (exit 2)
 */
export async function withIntakeAccount<Value>(
  { root, env, at }: Pick<CommandContext, 'root' | 'env' | 'at'>,
  work: (account: IntakeAccount) => Promise<Value>,
): Promise<Value> {
  const token = tokenIn(env, 'SANSHEN_INTAKE_TOKEN', '收稿账号的令牌（能写分支、开合并请求、写评论）');
  const access = { ...githubIn({ ...env, GITHUB_TOKEN: token }), token };
  const git = await openGit(root, { token });
  try {
    await requireOrigin(git.dir, access.repository);
    const github = openGithub(access);
    const here = await git.resolve('HEAD');
    const branch = here === null ? 'main' : (await settingsAt(commitSource(git, here))).policy.branch;
    const { organisation, policy } = await settingsAt(commitSource(git, await mainTip(git, branch)));
    const personOf = async (login: string): Promise<string | null> => {
      const account = await github.account(login);
      return account === null ? null : personOfLogin(organisation, login, { [login]: account });
    };
    const drafts = draftsOf({ git, github, main: policy.branch });
    const webUrl = webUrlOf(access.apiUrl, access.repository);
    const post = postOf(organisation, policy, env);
    return await work({ git, github, drafts, organisation, policy, post, personOf, webUrl, now: at ?? (await github.now()) });
  } finally {
    git.close();
  }
}

/**
 * Keeps one alert for what was sent in and lies aside, and closes it when nothing does.
 * @param alert what lies there; `null`: nothing
 */
export async function tellWhatLiesAside(
  github: Github,
  note: (line: string) => void,
  alert: Alert | null,
  code: AlertCode,
  solved: string,
): Promise<void> {
  const open = await github.alerts();
  if (alert !== null) await tellOne({ github, note }, 'watch', alert, open);
  for (const { number, body } of alert === null ? open : []) {
    if (alertIn(body)?.code === code) await github.closeAlert(number, `**已解决，自动关闭**：${solved}。`);
  }
}

/** Tells the administrator that nobody learnt of something that bears a mark; of the thing itself nothing is said. */
export async function tellUntold(github: Github, note: (line: string) => void): Promise<void> {
  const message =
    '有一件来稿要请保密负责人当面处理，信没有寄到（寄不出信，或名单里没有他的邮箱）；应由他处理；请管理员马上当面告诉他，再补好设置。';
  await tellOne({ github, note }, 'watch', { item: 'secrecy', code: 'secrecy-untold', message, task: true });
}
