import { refreshCommitGraph } from '@/lib/backup/content/commit-graph';
import { openGit } from '@/lib/backup/content/git-repository';
import type { BackupContext } from '@/lib/backup/context';
import { openModule } from '../../support/backup-module';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

export interface ContentModule {
  shop: Workshop;
  site: ContentRepository;
  context: BackupContext;
  close(): Promise<void>;
}

/** The module on a content repository of its own, without a database. */
export async function openContentModule(environment: Record<string, string> = {}): Promise<ContentModule> {
  const shop = workshop();
  const site = shop.repository();
  const host = { contentPath: () => site.path };
  const module = await openModule('postgres://nobody@127.0.0.1:1/none', { host, environment });
  return {
    shop,
    site,
    context: module.context,
    async close() {
      // What runs in the background has ended before its folder goes.
      const git = await openGit(site.path, { pathVariable: process.env.PATH ?? '' });
      if (git.ok) await refreshCommitGraph(git.value);
      await module.close();
      shop.remove();
    },
  };
}
