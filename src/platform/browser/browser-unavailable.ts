/** No browser can be had on this machine as it is; the message tells the operator what to do. */
export class BrowserUnavailable extends Error {
  override readonly name = 'BrowserUnavailable'
  readonly code = 'browser_unavailable'
}

const NO_SANDBOX = [
  'Chromium’s sandbox does not start: this system forbids unprivileged user namespaces. One of these helps:',
  '- install Google Chrome or the system’s Chromium package, which bring their own permission;',
  '- allow them: sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), user.max_user_namespaces=10000;',
  '- in a container: a seccomp profile that allows clone and unshare with user namespaces;',
  '- use a browser elsewhere: BROWSER_WS_ENDPOINT.',
].join('\n')

/** What a failed launch means, read from Chromium's own last words. */
export function explainLaunchFailure(location: string, cause: unknown): BrowserUnavailable {
  const words = cause instanceof Error ? cause.message : String(cause)
  const library = /error while loading shared libraries: ([\w.+-]+)/.exec(words)?.[1]
  if (/No usable sandbox|sandbox_host|Failed to move to new namespace|setuid_sandbox/.test(words)) {
    return new BrowserUnavailable(NO_SANDBOX, { cause })
  }
  if (library !== undefined) {
    const wayOut = 'Install it, or Chromium with the system’s package manager, or set CHROME_PATH.'
    return new BrowserUnavailable(`${location} needs the library ${library}, which is missing. ${wayOut}`, { cause })
  }
  return new BrowserUnavailable(`${location} does not start. Set CHROME_PATH or BROWSER_WS_ENDPOINT.`, { cause })
}
