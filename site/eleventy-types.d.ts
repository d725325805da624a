// Eleventy 3.1 ships no types; this is the part that the site uses.
declare module '@11ty/eleventy' {
  export interface UserConfig {
    ignores: Set<string>;
    addGlobalData(name: string, value: unknown): void;
    addTemplate(path: string, template: { data: Record<string, unknown>; render(data: never): string }): void;
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
    constructor(input: string, output: string, options: Options);
    disableLogger(): void;
    write(): Promise<unknown>;
  }
}
