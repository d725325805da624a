import { VERSION } from '#pipeline/version.ts';
import { commandLines, PAGES, shellLines } from '../github/handbook-commands.ts';

/** Lines that aren't run here, or all that begin so, and why. */
export const ELSEWHERE: Record<string, string> = {
  sandbox: 'stays up until it is ended: story.test.ts runs it as people do',
  '--version': 'is no command of the table: test/contracts/usage.deep.test.ts',
  'intake --mailbox': 'asks a mail server: test/intake/mailbox',
  archive: 'names the command; its lines are run',
  import: 'names the command; its lines are run',
  'record 信息 --channel website --url 发布地址': 'is of a website that others run: test/acts/by-hand.deep.test.ts',
  'gh …': 'asks a real platform, which nobody has here',
  'grep -rhoE …': 'goes on with gh',
  'sed -E …': 'goes on with gh',
  'curl …': 'fetches from a release page',
  'node -e …': 'asks a real platform',
  'apt …': 'installs programs on the machine',
  'apt-get …': 'installs programs on the machine',
  'git config --system …': 'is for the whole machine',
  'git filter-repo …': 'is a program of Debian’s; what it does is done to a history in test/acts/purge.deep.test.ts',
  'git push…': 'is refused while main’s rule holds, and the hook’s: test/acts/purge.deep.test.ts, test/commands/hook.test.ts',
  'cat /etc/ssh/ssh_host_ed25519_key.pub': 'is another machine’s key: test/github/site-over-ssh.deep.test.ts',
  'ssh-keygen -t ed25519': 'writes into the home of whoever runs it: test/github/site-over-ssh.deep.test.ts',
  'python3 -m http.server …': 'stays up until it is ended',
  'npm …': 'installs and tests this very program: .ci/run',
};

/** Whether a row of that table is of a line. */
export const isElsewhere = (line: string, [key]: [string, string]): boolean =>
  key.endsWith('…') ? line.startsWith(key.slice(0, -1)) : line === key;

/** What an archive needs of a bureau's rules. */
export const ARCHIVE_RULES = `archive:
  fonds: X001
  number: '{fonds}-WS·{year}-{period}-{unit}-{count}'
  retention:
    - {categories: [重要事项公布, 领导批准], period: 永久, clause: 示例第 1.1 条}
    - {categories: [业务宣传, 工作动态, 转发, 其他], period: 10年, clause: 示例第 8.3 条}
`;

/** What is answered at the terminal. */
export const ANSWERS: Record<string, string[]> = {
  init: ['是', '示例市住房和城乡建设局', 'zjj.example.gov.cn', `v${VERSION}`],
  new: [
    '动态',
    'fazhi',
    'shenshi',
    '法制处回访案卷整改',
    '2026-11-23',
    '网站',
    '法制处回访案卷整改情况。',
    'hanshiyi',
    '',
    '11月23日，法制处回访三十件案卷的整改情况。',
    '',
  ],
};

/** The page whose blocks are pasted whole in `test/acts/by-hand-page.deep.test.ts`. */
const PASTED = '.github/怎样自己验一遍.md';

/** Lines of all pages that begin so. */
export const page = (begin: string): string[] =>
  [...new Set(PAGES.flatMap((name) => [...commandLines(name), ...(name === PASTED ? [] : shellLines(name))]))].filter((line) =>
    line.startsWith(begin),
  );
