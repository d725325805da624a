import type { OfflineReview } from '#pipeline/ledger/event.ts';

/** A minute of November 2026 in Beijing: `23 09:00`. */
export const at = (minute: string): string => `2026-11-${minute.replace(' ', 'T')}:00+08:00`;

/** What the three levels signed on paper on the 23rd, published at noon and registered a day later. */
export const PAPER: OfflineReview = {
  scan: { name: 'paper.jpg', sha256: 'a'.repeat(64), bytes: 1000 },
  signed: [
    { level: 1, person: 'zhouyi', at: at('23 09:00') },
    { level: 2, person: 'zhengsi', at: at('23 10:00') },
    { level: 3, person: 'fengliu', at: at('23 11:00') },
  ],
  posted: at('23 12:00'),
  person: 'wangwu',
  entered: at('24 09:00'),
  due: '2026-11-24',
  reviewsDue: '2026-11-25',
};
