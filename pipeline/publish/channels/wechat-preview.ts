import type { Progress, WechatAccount } from './wechat-account.ts';

/**
 * Sends a checked draft to the telephones that the policy names (`message/mass/preview`, 100 a day), once per draft. Whatever becomes of it
 * stops nothing: only these persons see it, and the text is the approved one.
 * @returns what the person at the button should know of it; empty if nobody gets previews
 */
export async function sendPreviews({ api, preview }: WechatAccount, { steps }: Progress, draft: string): Promise<string> {
  if (preview.length === 0 || steps.preview === draft) return '';
  steps.preview = draft;
  let sent = 0;
  const failures = new Set<string>();
  for (const towxname of preview) {
    const reply = await api.post('/cgi-bin/message/mass/preview', { towxname, mpnews: { media_id: draft }, msgtype: 'mpnews' });
    if (reply.kind === 'ok') sent += 1;
    else failures.add(reply.kind === 'refused' ? String(reply.errcode) : reply.code);
  }
  const told = sent > 0 ? `预览已发到 ${sent} 人的手机微信。` : '';
  if (failures.size === 0) return told;
  const left = preview.length - sent;
  return `${told}有 ${left} 人没有收到预览（${[...failures].join('、')}），不影响发布；请管理员核对 policy.yml 里的微信号、是否已关注公众号。`;
}
