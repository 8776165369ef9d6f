import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { siteDatabase } from '../../support/postgres';
import { type ContentRepository, workshop } from '../content/content-repository';
import { type CliResult, openCli, type TestCli } from './run-cli';

/** The command line on a site with content of its own. */
export interface ContentCli {
  cli: TestCli;
  site: ContentRepository;
  /** `content …` with its answer as JSON. */
  content(...words: string[]): Promise<CliResult>;
  /** A file as it lies in the content folder. */
  here(file: string): Promise<string>;
  close(): Promise<void>;
}

export async function openContentCli(fill: (site: ContentRepository) => void): Promise<ContentCli> {
  const places = workshop();
  const site = places.repository();
  fill(site);
  const database = await siteDatabase();
  const cli = await openCli(database.url, { CONTENT_PATH: site.path });
  return {
    cli,
    site,

    content: (...words) => cli.run(['content', ...words, '--json']),
    here: (file) => readFile(path.join(site.path, file), 'utf8'),
    async close() {
      await cli.close();
      await database.drop();
      places.remove();
    },
  };
}
