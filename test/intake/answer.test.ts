import { describe, expect, it } from 'vitest';
import { answerText, foreign, missingWords } from '#pipeline/intake/answer.ts';
import { apart, labelledIn } from '#pipeline/intake/draft/labelled.ts';
import { reportLine } from '#pipeline/intake/report.ts';
import { ORGANISATION } from './draft/received-text.ts';
import { FOREIGN, HARMLESS } from './foreign-words.ts';

describe('words of others in a text of the forge', () => {
  it('name nobody and nothing, link nowhere and are no Markdown', () => expect(foreign(FOREIGN)).toBe(HARMLESS));

  it('are one line, and no longer than they may be', () => {
    expect(foreign('a\n\nb\r\n- c')).toBe('a b - c');
    expect(foreign('长'.repeat(20), 5)).toBe('长长长长…');
  });

  it('are so in every line of an answer, while the program’s own lines keep their links', () => {
    const report = [reportLine('comment', FOREIGN, FOREIGN), reportLine('picture-missing', FOREIGN)];
    const text = answerText(['由 #1 的报送生成。'], { missing: [FOREIGN], report }, ['[上传页](https://git.example)']);
    const lines = text.split('\n');
    expect([lines[0], lines.at(-2)]).toEqual(['由 #1 的报送生成。', '[上传页](https://git.example)']);
    expect(lines.slice(1, -2).join('\n')).not.toMatch(/@someone|#\d|GH-4|(?<!\\)[<*|`]|:\/\/|www\.|\/issues\//);
    expect(text.split(HARMLESS).length - 1).toBe(4);
  });
});

describe('what is asked of whoever sends a text', () => {
  it('is read in the words in which it is asked', () => {
    const lines = ['拟发布渠道（channels）：网站（website）、微信（wechat）', '8. 保密审查（secrecy_review）：周一，11月24日，可公开'];
    expect(labelledIn(lines, ORGANISATION, '2026-11-24')).toEqual({
      told: { channels: ['website', 'wechat'], secrecy_review: { by: 'zhouyi', date: '2026-11-24', conclusion: '可公开' } },
      rest: [],
    });
    expect(missingWords('channels')).toBe('拟发布渠道（channels）：网站（website）、微信（wechat）、微博（weibo）中的一个或几个。');
    expect(missingWords('secrecy_review')).toContain('如“周一，11月24日，可公开”');
  });

  it('answers nothing where the line alone was copied, and only by what stands behind it', () => {
    const keys = ['title', 'authors', 'event_date', 'category', 'source', 'summary', 'channels', 'secrecy_review'];
    const copied = keys.map((key, index) => `${index + 1}. ${missingWords(key)}`);
    const wrapped = '保密审查（secrecy_review）：谁审查的、哪一天、结论（可公开、依申请公开、不公开），三项都要写，如“周一，11月24日';
    expect(labelledIn([...copied, wrapped], ORGANISATION, '2026-11-24').told).toEqual({});
    expect(apart(missingWords('caption:a.jpg'))).toEqual({ label: '图片说明（a.jpg）', words: '' });
    expect(labelledIn([`${missingWords('event_date')}11月20日`], ORGANISATION, '2026-11-24').told).toEqual({ event_date: '2026-11-20' });
  });
});
