// @types/node of Node 20 doesn't know this yet.
declare namespace NodeJS {
  interface ProcessFeatures {
    readonly typescript?: 'strip' | 'transform' | false;
  }
}
