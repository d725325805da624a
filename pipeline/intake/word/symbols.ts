/** Signs of faces that draw pictures in letters' places; others are told as unknown. */
const SIGNS: Record<string, ReadonlyMap<number, string>> = {
  wingdings: signs('28☎ 6c● 6d❍ 6e■ 6f□ 71❑ 75◆ 76❖ 77◆ 9f• a1○ a4◉ a7▪ a8☐ ab★ b6☆ d8➢ e0→ e8➔ fb✗ fc✓ fd☒ fe☑'),
  'wingdings 2': signs('2a□ 4f✗ 50✓ 51☒ 52☑ 53☒ 54☒ a3☐ eb★'),
  symbol: signs('a3≤ b0° b1± b3≥ b4× b7• b8÷ b9≠ bb≈ ae→ d6√ 61α 62β 67γ 6dμ 57Ω 44Δ 53Σ 70π 71θ'),
};

/** Places in hexadecimal, each with its sign. */
function signs(row: string): ReadonlyMap<number, string> {
  return new Map(row.split(' ').map((entry) => [Number.parseInt(entry.slice(0, 2), 16), entry.slice(2)]));
}

/** Whether a face draws pictures in letters' places. */
export const isPictorial = (face: string | undefined): boolean => /^(?:wingdings|webdings|symbol$)/.test(face ?? '');

/** What people see of a character in such a face; `null` where nobody knows. Word writes them with and without 0xF000. */
export function signOf(face: string, point: number): string | null {
  const place = point >= 0xf000 && point <= 0xf0ff ? point - 0xf000 : point;
  const sign = SIGNS[face]?.get(place);
  if (sign !== undefined || place > 0xff || place <= 0x20) return sign ?? String.fromCodePoint(point);
  return isPictorial(face) || place !== point ? null : String.fromCodePoint(point);
}
