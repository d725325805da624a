import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import type { Rule } from '../rule.ts';

const names = (channels: readonly Channel[]) => channels.map((channel) => CHANNEL_NAMES[channel]).join('、');

/** A unit's items go only where the settings let that unit publish. Which channels there are at all is the schema's matter. */
export const channelAllowed: Rule = {
  id: 'chan/select',
  asks: '只发到名单准许本单位使用的渠道。',
  severity: 'error',
  article: '第二条',
  waivable: false,
  check: ({ place, frontMatter, locate }, { organisation }) => {
    const unit = Object.hasOwn(organisation.units, place?.unit ?? '') ? organisation.units[place?.unit ?? ''] : undefined;
    const allowed = unit?.channels;
    if (unit === undefined || allowed === undefined || !frontMatter || frontMatter.withdraw) return [];
    return frontMatter.channels.flatMap((channel, index) => {
      if (allowed.includes(channel)) return [];
      const words = {
        problem: `${unit.name}的信息不能发${CHANNEL_NAMES[channel]}。`,
        expected: `只选名单（content/organisation.yml）准许的渠道：${names(CHANNELS.filter((each) => allowed.includes(each)))}。`,
        fix: `去掉渠道“${CHANNEL_NAMES[channel]}”；确需发布的，请办公室先改名单。不可豁免。`,
      };
      return [{ span: locate(['channels', index]), where: '发布渠道', words }];
    });
  },
  good: [
    { title: '名单没有限定渠道' },
    { title: '限定网站和微信，只选网站', units: { wucheng: { channels: ['wechat', 'website'] } }, frontMatter: { channels: ['website'] } },
    { title: '限定的是别的单位', units: { jindong: { channels: ['website'] } } },
    { title: '联合报送看牵头单位', units: { jindong: { channels: ['website'] } }, frontMatter: { joint_units: ['jindong'] } },
    {
      title: '后来才限定的，照样可以撤稿',
      units: { wucheng: { channels: ['website'] } },
      frontMatter: { withdraw: { kind: 'error', reason: '数据有误' } },
    },
  ],
  bad: [
    { title: '只准发网站，选了三个渠道', units: { wucheng: { channels: ['website'] } }, finds: { line: 7, column: 21, count: 2 } },
    {
      title: '不准发微博，只选了微博',
      units: { wucheng: { channels: ['website', 'wechat'] } },
      frontMatter: { channels: ['weibo'] },
      finds: { line: 7, count: 1 },
    },
    {
      title: '领导批准的也不例外',
      units: { wucheng: { channels: ['website'] } },
      frontMatter: { category: '领导批准', basis: { kind: '领导批准', by: '冯六', date: '2026-11-23' }, channels: ['website', 'wechat'] },
      finds: { line: 7, count: 1 },
    },
  ],
};
