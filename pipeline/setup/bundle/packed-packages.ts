/** An entry of package-lock.json, as far as it matters here. */
interface LockEntry {
  version: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

export interface Platform {
  os: string;
  cpu: string;
  libc: string;
}

/** A package that goes into a bundle. */
export interface Packed {
  /** `node_modules/…` */
  path: string;
  name: string;
  version: string;
  licence: string;
  integrity: string;
  optional: boolean;
}

const fits = (list: string[] | undefined, here: string): boolean => list === undefined || list.includes(here);

/** The production packages of a lockfile that a platform takes, in order of their paths. */
export function packedPackages(lock: { packages: Record<string, LockEntry> }, { os, cpu, libc }: Platform): Packed[] {
  const entries = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && !entry.dev && fits(entry.os, os) && fits(entry.cpu, cpu) && fits(entry.libc, libc),
  );
  const packed = entries.map(([path, { version, license = '', integrity = '', optional = false }]) => ({
    ...{ path, name: path.replace(/^.*node_modules\//, ''), version, licence: license, integrity, optional },
  }));
  return packed.sort((one, other) => (one.path < other.path ? -1 : 1));
}

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

/** The list of contents as CycloneDX 1.5; no time and no number of its own, so that the same packages give the same bytes. */
export function contentsList(version: string, packages: readonly Packed[]): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: 'sanshen', version, licenses: [{ expression: 'Apache-2.0' }] } },
    components: packages.map(({ name, version: own, licence, integrity }) => ({
      type: 'library',
      name,
      version: own,
      purl: `pkg:npm/${name.replace('@', '%40')}@${own}`,
      ...(licence === '' ? {} : { licenses: [{ expression: licence }] }),
      ...(integrity.startsWith('sha512-') ? { hashes: [{ alg: 'SHA-512', content: hex(integrity.slice('sha512-'.length)) }] } : {}),
    })),
  };
}
