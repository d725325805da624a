import type { Command } from './shared/command.ts';
import { openForge } from './shared/environment.ts';
import { pullRequestEvidence, pullRequestNumber } from './shared/pull-request-evidence.ts';

export const command: Command = {
  summary: '收集一个合并请求的全部审核证据',
  usage: 'evidence --pr 编号',
  options: { pr: { type: 'string', help: '合并请求的编号' } },
  formats: ['json', 'text'],
  run: async ({ root, at, env, options }) => {
    const number = pullRequestNumber(options.pr);
    const access = await openForge(root, env);
    try {
      const evidence = await pullRequestEvidence(access, number, at);
      return { exitCode: 0, json: evidence, text: JSON.stringify(evidence, null, 2) };
    } finally {
      access.git.close();
    }
  },
};
