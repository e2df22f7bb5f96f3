import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const workspace = join(import.meta.dirname, '..', '..', '..');

/** What oxlint says of a file when this rule of the plugin is all that it knows; its configuration is written into `folder`. */
export function complaints(rule: string, folder: string, file: string): string {
  const config = join(folder, '.oxlintrc.json');
  const plugin = join(workspace, 'tools/lint/src/plugin.js');
  writeFileSync(config, JSON.stringify({ jsPlugins: [plugin], rules: { [`facet/${rule}`]: 'error' } }));
  try {
    return execFileSync(join(workspace, 'node_modules', '.bin', 'oxlint'), ['-c', config, '--no-ignore', file], {
      encoding: 'utf8',
      cwd: folder,
      // Nothing of nx, which asks for colours: they would stand between the file's name and the line.
      env: { PATH: process.env['PATH'] },
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
