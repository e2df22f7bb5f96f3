/**
 * `npm test`: lint, format, types, what nobody uses, then every project's tests through nx.
 * All steps run even when one fails, so that one run shows everything; the last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
/** Where each project's vitest writes its JSON report (a Python package's tests write the same), relative to the project; git ignores it. */
const reportFile = '.facet/test.json';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  success: boolean;
}

/** Static checks; each counts as one test. */
const checks: [name: string, command: string[]][] = [
  ['lint', ['oxlint', '--deny-warnings']],
  ['format', ['prettier', '--check', '--log-level=warn', '.']],
  ['types', ['tsc', '-p', 'tsconfig.json']],
  ['types of the web application', ['tsc', '-p', 'apps/web']],
  ['nothing unused', ['knip', '--no-progress']],
];

async function main(): Promise<void> {
  const quick = process.argv.slice(2);
  let passed = 0;
  let failed = 0;
  let skipped = 0;

  for (const [name, command] of checks) {
    const ok = (await run(command)) === 0;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
    if (ok) passed++;
    else failed++;
  }

  for (const report of reports()) rmSync(report);
  const projects = quick.length > 0 ? ['--projects', quick.join(',')] : [];
  const status = await run([
    'nx',
    'run-many',
    '-t',
    'test',
    '--output-style=static',
    '--parallel=2',
    '--nxBail=false',
    ...projects,
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  for (const file of reports()) {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
    passed += report.numPassedTests;
    skipped += report.numPendingTests;
    failed += report.numFailedTests;
    // A file that does not load has no test that could fail; it still is a failure.
    if (!report.success && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites);
  }
  // A project that crashed before writing its report must not pass unseen.
  if (status !== 0 && failed === 0) failed++;

  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function reports(): string[] {
  return globSync(`{apps,integrations,libs,tools}/*/${reportFile}`, { cwd: root })
    .map((file) => join(root, file))
    .filter((file) => existsSync(file));
}

/** Runs a program of node_modules/.bin at the root; resolves to its exit status. */
function run([program, ...args]: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules', '.bin', program ?? ''), args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

await main();
