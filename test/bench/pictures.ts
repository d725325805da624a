import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { encodeJpeg } from '#pipeline/sandbox/sample-picture.ts';
import { encodedPictures } from '../../site/encoded-pictures.ts';
import { sampleData } from '../site/sample-data.ts';
import { type Figure, figureOf, processorTime } from './measure.ts';

const [WIDTH, HEIGHT] = [1920, 1280];

/** Whole numbers below 2 ** 32 from a place and a seed. */
function hash(x: number, y: number, seed: number): number {
  let state = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 2_246_822_519);
  state = Math.imul(state ^ (state >>> 13), 1_274_126_177);
  return (state ^ (state >>> 16)) >>> 0;
}

/** Smooth noise at a place, from 0 to 1: what lies between the corners of a net of cells. */
function noise(x: number, y: number, cell: number, seed: number): number {
  const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
  const [right, down] = [x / cell - column, y / cell - row];
  const corner = (dx: number, dy: number) => hash(column + dx, row + dy, seed) / 2 ** 32;
  const top = corner(0, 0) * (1 - right) + corner(1, 0) * right;
  return top * (1 - down) + (corner(0, 1) * (1 - right) + corner(1, 1) * right) * down;
}

/** A picture with detail at each size, as photographs have. */
function photographLike(seed: number): Promise<Uint8Array> {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  const cells = [512, 256, 128, 64, 32, 16, 8, 4, 2];
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      let light = 0;
      for (const [index, cell] of cells.entries()) light += 0.35 * 0.66 ** index * noise(x, y, cell, seed + index);
      const warm = noise(x, y, 300, seed + 20);
      const shade = (part: number) => Math.max(0, Math.min(255, Math.round(255 * light * part)));
      pixels[y * WIDTH + x] = (shade(0.8 + 0.4 * warm) << 16) | (shade(1) << 8) | shade(1.2 - 0.4 * warm);
    }
  return encodeJpeg(WIDTH, HEIGHT, pixels);
}

const always = (value: number): Figure => ({ minimum: value, median: value, maximum: value });

/** What a picture of 1,920 pixels costs a build, the first time, from what is kept and while it lies on the site; and what readers load. */
export async function benchPictures(rounds: number): Promise<Record<string, Record<string, Figure>>> {
  const [sample] = sampleData().items;
  const shown = { name: 'a.jpg', alt: '', credit: '', width: WIDTH, height: HEIGHT };
  const item = { ...(sample as SiteItem), images: [shown], cover: shown };
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-pictures-'));
  const times: Record<'first' | 'kept' | 'there', number[]> = { first: [], kept: [], there: [] };
  const bytes: Record<string, number> = {};
  for (let round = -1; round < Math.min(rounds, 10); round += 1) {
    const jpeg = await photographLike(round + 1);
    const file = { path: `${item.path}a.jpg`, id: (round + 2).toString(16).padStart(40, '0'), read: async () => jpeg };
    const build = async (way: keyof typeof times, there = new Map<string, string>()) => {
      const start = processorTime();
      const encoded = await encodedPictures({ items: [item], pictures: [file], there, folder });
      if (way !== 'there') for (const { content } of encoded.files.values()) await content();
      if (round >= 0) times[way].push(processorTime() - start);
      return encoded.files;
    };
    const files = await build('first');
    await build('kept');
    await build('there', new Map([...files].map(([path, { key }]) => [path, key])));
    for (const [path, { content }] of files) bytes[path.slice(item.path.length)] = (await content()).length / 1000;
    bytes['as it was approved'] = jpeg.length / 1000;
  }
  rmSync(folder, { recursive: true, force: true });
  const { 'as it was approved': approved = 0, ...smaller } = bytes;
  return {
    'a picture of 1,920 × 1,280, all six files': {
      'the first time': figureOf(times.first),
      'from what is kept': figureOf(times.kept),
      'while it lies on the site': figureOf(times.there),
    },
    'what readers load, in kilobytes': {
      'as it was approved': always(approved),
      ...Object.fromEntries(Object.entries(smaller).map(([name, kilobytes]) => [name, always(kilobytes)])),
    },
  };
}
