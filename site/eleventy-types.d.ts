// Eleventy 3.1 ships no types; this is the part that the site uses.
declare module '@11ty/eleventy' {
  export interface UserConfig {
    /** 0: nothing is said of what took long. */
    benchmarks: { config: { setMinimumThresholdMs(milliseconds: number): void } };
    ignores: Set<string>;
    addGlobalData(name: string, value: unknown): void;
    addTemplate(path: string, template: { data: Record<string, unknown>; render(data: never): string }): void;
    addTransform(name: string, transform: (this: { page: { url: string } }, text: string) => string): void;
    setTemplateFormats(formats: string[]): void;
    setUseGitIgnore(use: boolean): void;
    setDataFileSuffixes(suffixes: string[]): void;
    setFrontMatterParsingOptions(options: { language: string; engines: Record<string, () => never> }): void;
  }

  export interface Options {
    quietMode?: boolean;
    /** False: no configuration file of the working directory is looked for. */
    configPath?: string | false;
    config?: (configuration: UserConfig) => void;
  }

  export default class Eleventy {
    constructor(input: string, output: string | undefined, options: Options);
    disableLogger(): void;
    toJSON(): Promise<unknown>;
  }
}
