import { isLoopback } from '../../loopback.ts';

/** Hosts of the platforms' own interfaces. */
const OFFICIAL = { wechat: ['api.weixin.qq.com'], weibo: ['api.weibo.com', 'c.api.weibo.com'] } as const;

/**
 * Whether secrets may be sent to an interface's host: the platform's own, this machine (the sandbox), or the relay that policy.yml names
 * (`channels.….relay`). A repository's variable changes without review, the settings only under the lock of levels 2 and 3. So the
 * variable alone sends secrets nowhere (Art. 10).
 */
export function mayHearSecrets(channel: keyof typeof OFFICIAL, url: URL, relay: string | undefined): boolean {
  return isLoopback(url) || (OFFICIAL[channel] as readonly string[]).includes(url.host) || (relay !== undefined && url.host === relay);
}

/** What to do about an address that is neither. */
export function unknownHost(channel: keyof typeof OFFICIAL, { host }: URL): string {
  const variable = channel === 'wechat' ? 'WECHAT_API_BASE' : 'WEIBO_API_BASE';
  return `接口地址的主机 ${host} 不在规则里，密钥没有发给它；应为平台的官方主机，或 policy.yml 的 channels.${channel}.relay 写明的中转主机；请管理员核对 ${variable}，确要中转的请在 policy.yml 写明并送审。`;
}
