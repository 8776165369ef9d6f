import { readContentPoint } from '../content/content-point';
import type { BackupContext } from '../context';
import { ok, type Result } from '../kernel/result';
import type { ContentView } from '../views';

/** The commit that the site's content stands at. Errors: NOT_FOUND (no repository there), UNSUPPORTED (no git here). */
export async function getContent({ host, settings }: BackupContext): Promise<Result<ContentView>> {
  const point = await readContentPoint(host.contentPath(), { pathVariable: settings.PATH });
  if (!point.ok) return point;
  return ok({ ...point.value, dirty: point.value.dirty.length });
}
