import { describe, expect, it } from 'vitest';
import { mayHearSecrets } from '#pipeline/release/channels/addresses.ts';

const RELAY = 'zhongzhuan.example.cn';

describe('secrets go to a host', () => {
  it.each([
    ['wechat', 'https://api.weixin.qq.com/', undefined, true],
    ['weibo', 'https://api.weibo.com/', undefined, true],
    ['weibo', 'https://c.api.weibo.com/', undefined, true],
    ['wechat', 'http://127.0.0.1:4300/', undefined, true],
    ['wechat', `https://${RELAY}/wechat`, RELAY, true],
    ['wechat', `https://${RELAY}:8443/`, `${RELAY}:8443`, true],
  ] as const)('%s: %s with the relay %s', (channel, address, relay, may) =>
    expect(mayHearSecrets(channel, new URL(address), relay)).toBe(may),
  );
});

describe('secrets never go to a host', () => {
  it.each([
    ['wechat', `https://${RELAY}/`, undefined],
    ['wechat', `https://${RELAY}:8443/`, RELAY],
    ['wechat', 'https://api.weixin.qq.com.example.cn/', undefined],
    ['wechat', 'https://api.weixin.qq.com:444/', undefined],
    ['wechat', 'https://api.weibo.com/', undefined],
    ['weibo', 'https://api.weixin.qq.com/', undefined],
    ['weibo', 'https://evil.example/', RELAY],
    ['weibo', 'https://sub.zhongzhuan.example.cn/', RELAY],
  ] as const)('%s: %s with the relay %s', (channel, address, relay) =>
    expect(mayHearSecrets(channel, new URL(address), relay)).toBe(false),
  );
});
