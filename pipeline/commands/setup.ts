import { Problem } from '../problem.ts';
import { signFirstSettings } from '../publish/first-settings.ts';
import type { Command } from './command.ts';
import { signingKey, withPublisher } from './publisher-access.ts';

const WORDS = {
  signed: '已把第一版名单与规则签名登记到台账；以后的改动须经办公室审核和分管领导签发才生效。',
  already: '台账里已有名单与规则，没有改动；以后的改动请用合并请求送审。',
  missing: '台账里还没有名单与规则；确认主分支上的 content/ 无误后，运行 sanshen setup --apply 登记第一版。',
} as const;

export const command: Command = {
  summary: '启用：核对名单与规则，把第一版签名登记到台账',
  usage: 'setup [--apply] | setup --letter [--out 文件]',
  options: {
    apply: { type: 'boolean', help: '写入；不写时只说会做什么' },
    letter: { type: 'boolean', help: '写一页给领导的请示：申请哪些账号、放行哪些地址、谁来审核、决定哪些开关' },
    out: { type: 'string', help: '请示写到这个文件（.html、.docx、.md、.txt）；不写时显示在屏幕上' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const apply = context.options.apply === true;
    if (context.options.letter === true) {
      if (apply) throw new Problem('usage/setup', '--letter 只写请示，不能与 --apply 同用；请分两次运行。', { place: '--letter' });
      return (await import('./setup-letter.ts')).setupLetter(context);
    }
    if (context.options.out !== undefined) {
      throw new Problem('usage/setup', '--out 要与 --letter 同用；请加上 --letter，或去掉 --out。', { place: '--out' });
    }
    const key = apply ? signingKey(context.env) : '';
    const settings = await withPublisher(context, (publisher) => signFirstSettings(publisher, key, apply));
    return { exitCode: settings.state === 'missing' ? 1 : 0, json: { version: 1, settings }, text: WORDS[settings.state] };
  },
};
