import type { Command } from './command.ts';

/** All commands, in the order of an item's life. Each is loaded only when it is called, so that a small command starts fast. */
export const COMMANDS: Record<string, { summary: string; load: () => Promise<Command> }> = {
  sandbox: { summary: '练习环境：在本机走完一件信息的一生', load: async () => (await import('./sandbox.ts')).command },
  check: { summary: '检查信息：格式、时效、涉密、个人信息、图片、链接、渠道限额', load: async () => (await import('./check.ts')).command },
  gate: { summary: '三级审核到了哪一步，能不能发', load: async () => (await import('./gate.ts')).command },
  evidence: { summary: '收集一个合并请求的全部审核证据', load: async () => (await import('./evidence.ts')).command },
  render: { summary: '看一条信息在某个渠道上会发什么', load: async () => (await import('./render.ts')).command },
  preview: { summary: '三面预览：网站、微信、微博放在一页，手机上也能看', load: async () => (await import('./preview.ts')).command },
  generate: { summary: '按名单和规则生成平台要用的文件', load: async () => (await import('./generate.ts')).command },
};
