/** The walk in a process of its own, and what that process has loaded. */
import { openAsBlob } from 'node:fs';
import { loadedLibraries } from './loaded-libraries.ts';
import { walk } from './walk.ts';

const [url, picture, email] = process.argv.slice(2) as [string, string, string];
const walked = await walk({
  url,
  picture: await openAsBlob(picture),
  email,
  cut: async () => void process.send!('cut'),
});
process.send!({ walked, libraries: loadedLibraries() });
process.disconnect();
