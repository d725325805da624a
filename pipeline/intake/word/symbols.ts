/** Signs of faces that draw pictures in letters' places; others are told as unknown. */
const SIGNS: Record<string, Record<number, string>> = {
  wingdings: {
    40: '☎',
    108: '●',
    109: '❍',
    110: '■',
    111: '□',
    113: '❑',
    117: '◆',
    118: '❖',
    119: '◆',
    159: '•',
    161: '○',
    164: '◉',
    167: '▪',
    168: '☐',
    171: '★',
    182: '☆',
    216: '➢',
    224: '→',
    232: '➔',
    251: '✗',
    252: '✓',
    253: '☒',
    254: '☑',
  },
  'wingdings 2': {
    42: '□',
    79: '✗',
    80: '✓',
    81: '☒',
    82: '☑',
    83: '☒',
    84: '☒',
    163: '☐',
    235: '★',
  },
  symbol: {
    163: '≤',
    176: '°',
    177: '±',
    179: '≥',
    180: '×',
    183: '•',
    184: '÷',
    185: '≠',
    187: '≈',
    174: '→',
    214: '√',
    97: 'α',
    98: 'β',
    103: 'γ',
    109: 'μ',
    87: 'Ω',
    68: 'Δ',
    83: 'Σ',
    112: 'π',
    113: 'θ',
  },
};

/** Whether a face draws pictures in letters' places. */
export const isPictorial = (face: string | undefined): boolean => /^(?:wingdings|webdings|symbol$)/.test(face ?? '');

/** What people see of a character in such a face; `null` where nobody knows. Word writes them with and without 0xF000. */
export function signOf(face: string, point: number): string | null {
  const place = point >= 0xf000 && point <= 0xf0ff ? point - 0xf000 : point;
  const sign = SIGNS[face]?.[place];
  if (sign !== undefined || place > 0xff || place <= 0x20) return sign ?? String.fromCodePoint(point);
  return isPictorial(face) || place !== point ? null : String.fromCodePoint(point);
}
