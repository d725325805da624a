import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { isApart } from '../find.ts';
import type { Report } from '../rule.ts';
import { MOTTOES, SLOGANS } from './pattern-tables.ts';
import { patternReports } from './patterns.ts';
import { sayingReports } from './sayings.ts';
import { turnedReports } from './turned-round.ts';

/** Slogans, mottoes and sayings in the blocks, each place told once, by the gravest; looked for once, however many rules ask. */
export const sloganReports = onceFor((blocks: readonly TextBlock[]): readonly Report[] =>
  [...patternReports(blocks, SLOGANS), ...patternReports(blocks, MOTTOES), ...turnedReports(blocks), ...sayingReports(blocks)]
    .sort((one, other) => Number(one.severity !== undefined) - Number(other.severity !== undefined))
    .filter(({ span }, index, all) => all.slice(0, index).every((before) => isApart(span, before.span))),
);
