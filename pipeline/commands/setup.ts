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
  usage: 'setup [--apply]',
  options: { apply: { type: 'boolean', help: '写入；不写时只说会做什么' } },
  formats: ['text', 'json'],
  run: async (context) => {
    const apply = context.options.apply === true;
    const key = apply ? signingKey(context.env) : '';
    const settings = await withPublisher(context, (publisher) => signFirstSettings(publisher, key, apply));
    return { exitCode: settings.state === 'missing' ? 1 : 0, json: { version: 1, settings }, text: WORDS[settings.state] };
  },
};
