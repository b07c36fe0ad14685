// The processes of a measurement: started, watched, and always ended.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Ends all of them in order, and waits for it. */
export async function stopAll() {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGTERM');
      return new Promise((settle) => child.once('exit', settle));
    }),
  );
}

/**
 * A Node process of ours; its standard error is shown, its standard output is for `firstLine` and `output`.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [env] the whole environment besides PATH and HOME
 */
export function node(args, env = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH, HOME, ...env } });
  running.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  /** @type {Promise<number | null>} */
  const exited = new Promise((settle) => child.once('exit', settle)).then((status) => {
    running.delete(child);
    return status;
  });
  return {
    pid: child.pid ?? 0,
    exited,
    /** The first line that matches. @param {RegExp} pattern @returns {Promise<RegExpExecArray>} */
    async line(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        await Promise.race([new Promise((settle) => child.stdout.once('data', settle)), exited.then(failEarly)]);
      }
    },
    /** All of its output once it has ended well. */
    async output() {
      const status = await exited;
      if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${output.slice(-2000)}`);
      return output;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
  /** @param {number | null} status @returns {never} */
  function failEarly(status) {
    throw new Error(`${args[0]} ended with ${status} before it was ready: ${output.slice(-2000)}`);
  }
}

/** Peak and present resident memory of a process in megabytes, as the kernel counts it (Linux). @param {number} pid */
export function residentMegabytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (/** @type {string} */ name) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { peak: kilobytes('VmHWM'), now: kilobytes('VmRSS') };
}

/** Lets the peak of a process begin anew with what it has resident now (Linux). @param {number} pid */
export function forgetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
