import { expect, test } from '@playwright/test';
import { runCampaign } from '../campaign/disaster';
import { missingS3Programs } from '../support/s3-server';

test('the worst day: database, folder and content are gone; the commands of the runbook, a bucket and the keys bring them back', async () => {
  const missing = missingS3Programs();
  test.skip(missing !== null, missing ?? '');
  test.setTimeout(300_000);
  const said = await runCampaign();
  console.log(said);
  expect(said).toContain('by the 10 steps of the runbook');
  expect(said).toContain('audit events equal');
});
