import { Problem } from '../../problem.ts';

/** An error of Octokit as far as it matters here; without a response the request never got an answer. */
interface Failure {
  status?: unknown;
  message?: unknown;
  response?: { headers?: Record<string, unknown> };
}

/** Codes and words by HTTP status (docs.github.com, "Troubleshooting the REST API"). */
const WORDS: Record<number, { code: string; words: string }> = {
  401: { code: 'github/token', words: 'GitHub 不认可这个令牌。应为：GITHUB_TOKEN 有效、未过期。请管理员换一个令牌后重试。' },
  403: { code: 'github/forbidden', words: 'GitHub 不允许这一操作。应为：令牌对本仓库有相应的权限。请管理员核对令牌的权限后重试。' },
  404: {
    code: 'github/not-found',
    words: 'GitHub 上找不到要的内容，或令牌看不到它。应为：仓库名、编号无误，令牌能访问本仓库。请核对 GITHUB_REPOSITORY 和编号后重试。',
  },
  405: { code: 'github/blocked', words: 'GitHub 暂不允许合并。应为：必需的检查都已通过，且没有冲突。请按提示补齐后重试。' },
  409: { code: 'github/conflict', words: '内容在此期间变了。应为：以最新的版本为准。请刷新后重试。' },
  422: { code: 'github/refused', words: 'GitHub 不接受这一操作。请核对内容后重试。' },
  429: { code: 'github/rate-limit', words: 'GitHub 的请求次数暂时用完。请等一小时后重试。' },
};

/** What a failed request means for the person who runs it: a `Problem` with a code `github/…`; anything else is given back as it is. */
export function githubProblem(error: unknown, place: string): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const { status, message, response } = error as Failure;
  if (typeof status !== 'number') return error;
  const options = { place, cause: error };
  const remaining = response?.headers?.['x-ratelimit-remaining'];
  const limited = status === 429 || (status === 403 && (remaining === '0' || /rate limit/i.test(String(message))));
  const known = WORDS[limited ? 429 : status];
  // What a fine-grained token would need, in the server's own words: `administration=write`.
  const needs = limited ? undefined : response?.headers?.['x-accepted-github-permissions'];
  const said = `${String(message).split('\n')[0]}${needs ? `；要有权限 ${String(needs)}` : ''}`;
  if (response && known) return new Problem(known.code, `${known.words}（${said}）`, options);
  const words = response
    ? `GitHub 出错（${status}）。应为：服务正常。请稍后重试。`
    : `连不上 GitHub：${String(message)}。应为：本机能访问 GITHUB_API_URL 的地址。请检查网络后重试。`;
  return new Problem('github/unreachable', words, options);
}

/** True for an answer of GitHub's that the thing isn't there, or isn't for us. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'github/not-found' || error.code === 'github/forbidden');
}
