import { describe, expect, it } from 'vitest';
import { type Story, story } from './evidence-builder.ts';
import { compared, expected, judged } from './judged.ts';
import { rules } from './rules.ts';
import { malformedCases } from './rules-malformed.ts';
import { delegated, emergency } from './stories.ts';

describe.each(Object.entries(rules))('rule %s', (_rule, cases) => {
  it.each(cases)('$it', (each) => expect(compared(judged(each.given), each)).toEqual(expected(each)));
});

describe('rule 4: malformed evidence or organisation is an error without a verdict', () => {
  it.each(malformedCases)('$it', ({ given, code, place }) =>
    expect(() => judged(given)).toThrow(expect.objectContaining({ code, exitCode: 2, ...(place ? { place } : {}) })),
  );
});

/** Eight pushes, one a minute; the text goes to and fro between two, and ends as it was at the second, fourth and sixth. */
function toAndFro(): Story {
  const told = story();
  for (let push = 2; push <= 8; push += 1) told.pushes('lisi', `c${push}`, `09:0${push}`, { text: push % 2 === 0 ? 'even' : 'odd' });
  return told;
}

describe('rule 9, however often the branch was pushed', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])('finds the head that somebody saw after push %i', (push) => {
    const { levels } = judged(toAndFro().approves('zhouyi', `09:0${push}:30`, { commit: 'c8' }));
    expect(levels[0]).toBe(push % 2 === 0 ? 'approved zhouyi' : 'stale zhouyi');
  });

  it.each([3, 5, 7])('and not the one of the very instant of push %i', (push) => {
    const { levels } = judged(toAndFro().approves('zhouyi', `09:0${push}:00`, { commit: 'c8' }));
    expect(levels[0]).toBe('approved zhouyi');
  });
});

describe('what a verdict tells besides', () => {
  it('names the principal of a delegate, and his document', () => {
    const { full } = judged(delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20'));
    expect(full.items[0]?.levels[2]).toMatchObject({ person: 'baomi', login: 'baomi', for: 'fengliu' });
    expect(full.items[0]?.levels[2]?.reason).toContain('授权 1 号');
  });

  it('says until when the reviews after an emergency are due', () => {
    const { full } = judged(emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }));
    expect(full.items[0]?.emergency).toEqual({ person: 'fengliu', due: '2026-11-25T10:00:00+08:00' });
  });

  it('names the units of a joint item', () => {
    const { full } = judged(story().frontMatter({ joint_units: ['jindong', 'wucheng'] }));
    expect(full.items[0]?.levels.map(({ level, unit }) => [level, unit])).toEqual([
      [1, 'wucheng'],
      [1, 'jindong'],
      [2, undefined],
      [3, undefined],
    ]);
  });
});
