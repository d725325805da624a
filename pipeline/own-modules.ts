import module from 'node:module';

/** What an entry of `module.registerHooks` gets and gives, as far as it is needed here. */
type Resolve = (specifier: string, context: { parentURL?: string }, next: (specifier: string, context: object) => object) => object;
type RegisterHooks = (hooks: { resolve: Resolve }) => void;

const HERE = new URL('.', import.meta.url).href;

/**
 * Lets our own files find each other by the names that they say, which are whole: Node would ask the file system several times for each, a
 * tenth of a short run. Only where Node itself strips types and knows such hooks; elsewhere modules are found as ever.
 */
export function resolveOwnModules(): void {
  const { registerHooks } = module as unknown as { registerHooks?: RegisterHooks };
  if (!registerHooks || !process.features.typescript || HERE.includes('/node_modules/')) return;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith('.') && specifier.endsWith('.ts') && context.parentURL?.startsWith(HERE)
        ? { url: new URL(specifier, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  });
}
