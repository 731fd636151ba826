import { DcrError } from './errors.js';

/**
 * What few runs need is loaded when it is needed, and always before a request that it is for: an answer must not be lost because
 * a file of this package is gone from the web server since the page was opened.
 */
export async function loaded<Part>(loading: Promise<Part>): Promise<Part> {
  try {
    return await loading;
  } catch (cause) {
    throw new DcrError(
      'part-not-loaded',
      'A part of dcr-client could not be loaded, and what it is for was not begun. In a page, load it anew: it is offline, or a ' +
        'deployment has removed its files. Elsewhere, look at how it was bundled: dynamic imports must be kept or inlined.',
      { cause },
    );
  }
}
