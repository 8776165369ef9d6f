import { z } from 'zod';

const text = z.string();

/** What the host application around the module reads, under the template's names. For the README's table. */
export const hostEnvironmentSchema = z.object({
  DATABASE_URL: text.optional().describe('The site’s PostgreSQL database.'),
  DB_POOL_SIZE: z.coerce
    .number()
    .optional()
    .describe('Connections of the site’s pool, 1 to 50. Default: 20 in production, 10 elsewhere.'),
  SITE_NAME: text.default('Ever Works Directory').describe('Name of the site, as people read it.'),
  CONTENT_PATH: text
    .optional()
    .describe('Folder of the content repository. Default: .content, on Vercel the temporary folder.'),
  DATA_REPOSITORY: text.optional().describe('Content repository that scripts/clone.ts clones or updates.'),
  GH_TOKEN: text.optional().describe('Token for a private content repository.'),
  GITHUB_BRANCH: text.optional().describe('Branch of the content repository. Default: its own default branch.'),
  SEED_ADMIN_EMAIL: text.default('admin@demo.ever.works').describe('E-mail address of the admin who is seeded.'),
  SEED_ADMIN_PASSWORD: text.optional().describe('Password of that admin. Required in production.'),
  NEXT_PUBLIC_DEMO: text.optional().describe('true: the first start seeds about 60,000 rows of demo data.'),
  ENABLE_RUNTIME_DB_INIT: text.optional().describe('false: the site does not migrate and seed at its start.'),
  FAIL_ON_RUNTIME_DB_INIT: text.optional().describe('true: a failed migration or seed stops the start.'),
  TRUSTED_PROXIES: text
    .optional()
    .describe('How many proxies stand in front of the site; decides whose address sign-in limits count. Default: 1.'),
  NEXT_OUTPUT: text.optional().describe('standalone: the build makes a folder that runs elsewhere.'),
});
