import { describe, expect, it } from 'vitest';
import { answerText, foreign } from '#pipeline/intake/answer.ts';
import { reportLine } from '#pipeline/intake/report.ts';
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
