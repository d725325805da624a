/** By this line the hook is known as ours: nothing else is ever replaced or removed. */
export const MARK = '# sanshen pre-push';

/**
 * The hook's text: what is pushed is compared with the remote's publishing branch and checked before it leaves the machine. A shell that Git
 * brings along runs it (Git Bash on Windows); it needs nothing but git and node. Deleted branches and commits without content (the ledger) pass.
 * @param branch the publishing branch, a plain name
 */
export function prePush(branch: string): string {
  return `#!/bin/sh
${MARK}: made by "sanshen hook", taken away by "sanshen hook --remove".
# Checks the items that a push brings, before they leave this machine. In need: git push --no-verify
if ! command -v node >/dev/null 2>&1; then
  echo '没有推送：找不到 Node.js，推送前的检查做不了。请安装后重试；急用时运行 git push --no-verify。' >&2
  exit 1
fi
if [ -f pipeline/sanshen.js ]; then sanshen='node pipeline/sanshen.js'; else sanshen='npx --no-install sanshen'; fi
base="refs/remotes/$1/${branch}"
git rev-parse --quiet --verify "$base^{commit}" >/dev/null || base=
while read -r name commit there before; do
  git rev-parse --quiet --verify "$commit:content/organisation.yml" >/dev/null || continue
  if [ -n "$base" ]; then $sanshen check --rev "$commit^{commit}" --base "$base" </dev/null
  else $sanshen check --rev "$commit^{commit}" </dev/null
  fi || {
    echo "没有推送 $name：上面须改的问题和提醒请先改好（或写豁免），提交后再推送。" >&2
    exit 1
  }
done
`;
}
