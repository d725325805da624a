import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'uqr';

/** The file of an item's code, beside its page. */
export const QR_FILE = 'qr.svg';

/** The code of the bureau's WeChat account, on the home page. */
export const WECHAT_CODE = '/assets/wechat-code.svg';

/**
 * A QR code as an SVG file, dark on white whatever the theme: one run of dark modules, one rectangle. The mask is fixed, for any can be read
 * and choosing the prettiest of eight takes longer than all the rest.
 */
export function qrCode(text: string): string {
  const { data, size } = encode(text, { border: 2, maskPattern: 0 });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      const width = x - start + 1;
      path += `M${start} ${y}h${width}v1h-${width}z`;
    }
  }
  const box = `viewBox="0 0 ${size} ${size}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>\n`;
}

/** Names the bytes of codes by what draws them (this file and the library's version) and what they say besides their place on the site. */
export function qrKey(says: string): string {
  const program = createHash('sha256');
  for (const file of ['qr-code.ts', '../package.json']) program.update(readFileSync(join(import.meta.dirname, file)));
  return program.update(says).digest('hex').slice(0, 32);
}
