/** The exit codes of `facet`; `facet --help` and the README show this table. */
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  badInput: 3,
  model: 4,
  device: 5,
  disk: 6,
  run: 7,
  service: 8,
  interrupted: 130,
} as const;

export type ExitReason = keyof typeof exitCodes;

export const exitReasons: Record<ExitReason, string> = {
  ok: 'done',
  bug: 'an error nobody foresaw: please report it with the text shown',
  usage: 'an option, argument or prompt that makes no sense, or a prompt that is too long',
  badInput: 'a picture, token file or other input that is missing, broken, unsafe or not what it claims to be',
  model: 'a model that is missing, corrupt, unsupported, or another one than the tokens were made with',
  device: 'the wanted device (CUDA, WebGPU) does not work on this machine',
  disk: 'a file could not be written (full disk, no permission); what was there before is intact',
  run: 'the run itself failed: it diverged, or its checkpoint belongs to another run',
  service: 'the service cannot be reached, does not accept the API key, or does not allow it (quota, rate limit)',
  interrupted: 'interrupted by Ctrl-C or a signal; an inversion keeps its checkpoint',
};
