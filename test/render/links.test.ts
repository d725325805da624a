import { describe, expect, it } from 'vitest';
import { baseOf, encodedAddress, type Target, targetOf } from '#pipeline/render/links.ts';
import { PAGE } from './sample-item.ts';

const external = (url: string, host: string): Target => ({ kind: 'external', url, host });
const inside = (url: string): Target => ({ kind: 'inside', url });
const none: Target = { kind: 'none' };

describe('where a link leads', () => {
  it.each<[address: string, target: Target]>([
    ['https://flk.npc.gov.cn/a?b=c#d', external('https://flk.npc.gov.cn/a?b=c#d', 'flk.npc.gov.cn')],
    ['//evil.example/x', external('https://evil.example/x', 'evil.example')],
    ['/\\evil.example/x', external('https://evil.example/x', 'evil.example')],
    ['\t//evil.example', external('https://evil.example/', 'evil.example')],
    ['http://xzzfj.example.gov.cn:8080/', external('http://xzzfj.example.gov.cn:8080/', 'xzzfj.example.gov.cn')],
    ['https://xzzfj.example.gov.cn/columns/news/', inside('https://xzzfj.example.gov.cn/columns/news/')],
    ['../2026-11-20-x/', inside('https://xzzfj.example.gov.cn/wucheng/2026-11-20-x/')],
    ['mailto:zfj@example.gov.cn', { kind: 'contact', url: 'mailto:zfj@example.gov.cn' }],
    ['tel:12345', { kind: 'contact', url: 'tel:12345' }],
    ['', none],
    ['#top', none],
    ['javascript:alert(1)', none],
    ['java\nscript:alert(1)', none],
    ['data:text/html,x', none],
    ['file:///etc/passwd', none],
    ['https://mp.weixin.qq.com@evil.example/', none],
    ['https://a:b@xzzfj.example.gov.cn/', none],
    ['https://[', none],
  ])('%j is read the way a browser reads it', (address, target) => expect(targetOf(address, baseOf(PAGE))).toEqual(target));

  it('stays a path where the site has no address yet', () => {
    const base = baseOf('/wucheng/2026-11-23-street/');
    expect(targetOf('../2026-11-20-x/', base)).toEqual(inside('/wucheng/2026-11-20-x/'));
    expect(targetOf('http://site.invalid.example/', base)).toEqual(external('http://site.invalid.example/', 'site.invalid.example'));
  });
});

describe('an address in Markdown', () => {
  it.each([
    ['/中 文', '/%E4%B8%AD%20%E6%96%87'],
    ['%E4%B8%AD', '%E4%B8%AD'],
    ['%zz', '%zz'],
    ['100%', '100%25'],
    ['a%2', 'a%252'],
    ['\u{20000}', '%F0%A0%80%80'],
    ['a\uD800b', 'a%EF%BF%BDb'],
    ["!#$&'()*+,-./:;=?@_~", "!#$&'()*+,-./:;=?@_~"],
    ['"<>[]\\^`{|}', '%22%3C%3E%5B%5D%5C%5E%60%7B%7C%7D'],
  ])('%j is encoded as %s', (address, encoded) => expect(encodedAddress(address)).toBe(encoded));
});
