import { Problem } from '../problem.ts';
import type { Command, CommandContext } from './shared/command.ts';

/** Options that say what setup does; at most one of them. */
const WAYS = ['apply', 'letter', 'new-key'] as const;

/** Options that belong to another. */
const NEEDS: Record<string, (typeof WAYS)[number]> = { out: 'letter', 'confirm-removals': 'apply' };

function requireSound(options: CommandContext['options']): void {
  const ways = WAYS.filter((name) => options[name] !== undefined && options[name] !== false);
  if (ways.length > 1) {
    const message = `--${ways[0]} 不能与 --${ways[1]} 同用；一次只做一件；请分两次运行。`;
    throw new Problem('usage/setup', message, { place: `--${ways[1]}` });
  }
  for (const [name, way] of Object.entries(NEEDS)) {
    if (options[name] === undefined || ways.includes(way)) continue;
    const message = `--${name} 要与 --${way} 同用；请加上 --${way}，或去掉 --${name}。`;
    throw new Problem('usage/setup', message, { place: `--${name}` });
  }
}

function confirmedIn(given: unknown): number | null {
  if (given === undefined) return null;
  if (typeof given === 'string' && /^\d{1,6}$/.test(given)) return Number(given);
  throw new Problem('usage/setup', `--confirm-removals “${String(given)}”不是人数；应为要移出的人数，如 2；请改正。`, {
    place: '--confirm-removals',
  });
}

export const command: Command = {
  summary: '启用：平台设置照名单、规则核对和修改，签名第一版，做密钥',
  usage: 'setup [--apply [--confirm-removals 人数]] | setup --new-key 文件 | setup --letter [--out 文件]',
  options: {
    apply: { type: 'boolean', help: '照计划改；不写时只列出要建、要改、要删和须由人办的' },
    'confirm-removals': { type: 'string', help: '一次移出四分之一以上的审核人时，写明人数才改' },
    'new-key': { type: 'string', help: '做一把签名密钥，私钥写到仓库外的这个文件，显示要加到 policy.yml 的一行' },
    letter: { type: 'boolean', help: '写一页给领导的请示：申请哪些账号、放行哪些地址、谁来审核、决定哪些开关' },
    out: { type: 'string', help: '请示写到这个文件（.docx、.md、.txt）；不写时显示在屏幕上' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const { options } = context;
    requireSound(options);
    if (options.letter === true) return (await import('./shared/setup-letter.ts')).setupLetter(context);
    const newKey = options['new-key'];
    if (typeof newKey === 'string') return (await import('./shared/setup-key.ts')).setupKey(context, newKey);
    const confirmed = confirmedIn(options['confirm-removals']);
    return (await import('./shared/setup-repository.ts')).setUpRepository(context, { apply: options.apply === true, confirmed });
  },
};
