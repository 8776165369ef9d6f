import { writeActivity } from './demo-activity';
import { writeEngagement } from './demo-engagement';
import { writePayments } from './demo-payments';
import { writePeople } from './demo-people';
import { writeSignIns } from './demo-sign-ins';
import type { RowWriter } from './insert-rows';

/** Everything that makes a demo site look lived in: about 60,000 rows. */
export async function writeDemoRows(writer: RowWriter): Promise<void> {
  const people = await writePeople(writer);
  await writeSignIns(writer, people);
  await writeEngagement(writer, people);
  await writePayments(writer, people);
  await writeActivity(writer, people);
}
