import { createRequire } from 'node:module';
import type { z } from 'zod';

const require = createRequire(import.meta.url);

export type Zod = typeof z;

/** zod, loaded when it is first needed: that takes longer than checking ten items. Nothing imports it otherwise, so there is one copy. */
export function zod(): Zod {
  return (require('zod') as typeof import('zod')).z;
}

/** A schema that is built when the first value is held against it. */
export interface LateSchema<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** @throws ZodError */
  parse: (value: unknown) => z.output<Schema>;
  safeParse: (value: unknown) => z.ZodSafeParseResult<z.output<Schema>>;
}

/** What a value is that such a schema has let pass. */
export type Output<Late> = Late extends LateSchema<infer Schema> ? z.output<Schema> : never;

/** Keeps how a schema is built until it is needed. */
export function lateSchema<Schema extends z.ZodType>(build: (zod: Zod) => Schema): LateSchema<Schema> {
  let built: Schema | null = null;
  const schema = (): Schema => {
    built ??= build(zod());
    return built;
  };
  return {
    get schema() {
      return schema();
    },
    parse: (value) => schema().parse(value),
    safeParse: (value) => schema().safeParse(value),
  };
}
