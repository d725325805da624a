import type { Command } from './shared/command.ts';

/** All commands, in the order of an item's life. Each is loaded only when it is called, so that a small command starts fast. */
export const COMMANDS: Record<string, { summary: string; load: () => Promise<Command> }> = {
  sandbox: { summary: '练习环境：在本机走完一件信息的一生', load: async () => (await import('./sandbox.ts')).command },
  intake: { summary: '收稿：把 Word、txt 和图片转成稿件，缺的标出待填', load: async () => (await import('./intake.ts')).command },
  import: { summary: '导入旧网站的信息，成为只上网站的历史信息', load: async () => (await import('./import.ts')).command },
  new: { summary: '新建：在终端一问一答，写成一件稿件', load: async () => (await import('./new.ts')).command },
  check: { summary: '检查信息：格式、时效、涉密、个人信息、图片、链接、渠道限额', load: async () => (await import('./check.ts')).command },
  hook: { summary: '推送前先检查：装一个 Git 钩子，或用 --remove 取消', load: async () => (await import('./hook.ts')).command },
  gate: { summary: '三级审核到了哪一步，能不能发', load: async () => (await import('./gate.ts')).command },
  evidence: { summary: '收集一个合并请求的全部审核证据', load: async () => (await import('./evidence.ts')).command },
  render: { summary: '看一条信息在某个渠道上会发什么', load: async () => (await import('./render.ts')).command },
  preview: { summary: '三面预览：网站、微信、微博放在一页，手机上也能看', load: async () => (await import('./preview.ts')).command },
  form: { summary: '审核单：附件的样式，可打印、可核验', load: async () => (await import('./form.ts')).command },
  approve: { summary: '审定入账：重新核对主分支上的稿件，审完的签名记入台账', load: async () => (await import('./approve.ts')).command },
  plan: {
    summary: '发布计划：再查一遍，列出现在会发、会撤的内容（不用密钥，什么也不写）',
    load: async () => (await import('./plan.ts')).command,
  },
  release: { summary: '发送：把审定的内容发到各渠道，每个渠道只发一次', load: async () => (await import('./release.ts')).command },
  publish: { summary: '发布：审定入账、复查、发送，一次做完', load: async () => (await import('./publish.ts')).command },
  build: { summary: '生成网站：只用审定过的稿件', load: async () => (await import('./build.ts')).command },
  status: {
    summary: '各条信息发到哪一步，下一步谁来做；写明一条信息的，还有它的全部经过',
    load: async () => (await import('./status.ts')).command,
  },
  daily: {
    summary: '每日发布情况：当天发出了什么，还在等什么，要谁在什么时候前办',
    load: async () => (await import('./daily.ts')).command,
  },
  report: {
    summary: '统计：各单位、报送人报送、采用、退回等情况，年度报表数据，阵地台账',
    load: async () => (await import('./report.ts')).command,
  },
  archive: {
    summary: '归档：一年的归档包（审核单、稿件、台账、目录），不用本系统也能核验',
    load: async () => (await import('./archive.ts')).command,
  },
  verify: {
    summary: '核验台账：有没有被改过、删过，每份审核单是否成立（不用联网）',
    load: async () => (await import('./verify.ts')).command,
  },
  withdraw: { summary: '撤稿：写入文首送审；加 --now 立即撤下', load: async () => (await import('./withdraw.ts')).command },
  purge: { summary: '登记清除：涉密、隐私内容从仓库历史中清除，台账照常核验', load: async () => (await import('./purge.ts')).command },
  resolve: { summary: '登记人工核对的结果：等人处理的发布由此了结', load: async () => (await import('./resolve.ts')).command },
  record: { summary: '登记人工发布或人工修改的地址，能读回的先读回', load: async () => (await import('./record.ts')).command },
  hold: { summary: '立即暂停全部发布', load: async () => (await import('./hold.ts')).command },
  resume: { summary: '恢复发布（由办公室审核人）', load: async () => (await import('./resume.ts')).command },
  init: { summary: '建库：建本单位自己的仓库，工作流调用发布的程序', load: async () => (await import('./init.ts')).command },
  generate: { summary: '按名单和规则生成平台要用的文件', load: async () => (await import('./generate.ts')).command },
  setup: { summary: '启用：平台设置照名单、规则核对和修改，签名第一版，做密钥', load: async () => (await import('./setup.ts')).command },
  doctor: { summary: '体检：设置、令牌、钥匙、时钟、平台、台账，哪些要办', load: async () => (await import('./doctor.ts')).command },
};
