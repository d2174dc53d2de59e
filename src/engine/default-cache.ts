import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where fetched engines are kept when nobody says: `docknet/engines` in the user's cache directory, which XDG_CACHE_HOME names
 * (XDG Base Directory Specification; a relative path there counts as none).
 */
export function defaultEngineCache(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'docknet', 'engines');
}
