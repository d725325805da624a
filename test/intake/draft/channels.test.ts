import { describe, expect, it } from 'vitest';
import { channelsIn } from '#pipeline/intake/draft/channels.ts';

describe('the channels that a form or a line names', () => {
  it.each<[string, string | null]>([
    ['微信☑ 微博□ 网站□', 'wechat'],
    ['微信□ 微博□ 网站■', 'website'],
    ['☑微信 □微博 ☑网站', 'website wechat'],
    ['☑ 网站 □ 微信 ☑ 微博', 'website weibo'],
    ['微信（√） 微博（） 网站（√）', 'website wechat'],
    ['网站[√] 微信[ ] 微博[ ]', 'website'],
    ['√微信 √微博 √网站', 'website wechat weibo'],
    ['网站√微信√微博√', 'website wechat weibo'],
    ['√网站 √微信 微博', 'website wechat'],
    ['网站 微信√ 微博√', 'wechat weibo'],
    ['网站 √微信 微博', 'wechat'],
    ['网站√ 微信 微博', 'website'],
    ['全部', 'website wechat weibo'],
    ['√全部', 'website wechat weibo'],
    ['全部渠道发布', 'website wechat weibo'],
    ['网站、微信、微博（全部）', 'website wechat weibo'],
    ['三个渠道都发', 'website wechat weibo'],
    ['微信', 'wechat'],
    ['网站、微信', 'website wechat'],
    // A tick that could be several's, or anybody's.
    ['网站 微信 微博 √', null],
    ['网站 微信 微博√', null],
    ['√网站 微信 微博', null],
    ['√ 网站 微信 微博', null],
    ['网站√微信 微博', null],
    ['网站√√ 微信 微博', null],
    ['网站√ √微信 微博', null],
    ['网站√ 微信□ 微博', null],
    ['微信□ 微博□ 网站□', null],
    ['微信 微博 网站', null],
    ['□全部', null],
    ['除微博外全部', null],
    ['网站全部', null],
    ['', null],
  ])('in a form: %s', (words, channels) => expect(channelsIn(words, true)?.join(' ') ?? null).toBe(channels));

  it('are all three where a line names all of them', () => expect(channelsIn('网站、微信、微博')).toEqual(['website', 'wechat', 'weibo']));
});
