import { told } from '@/components/admin/backups/messages/texts/told';
import type { ContentPlanView } from '@/lib/backup/server';

/** A plan with what is said about it in the language of the page; the words of files and commits are left alone. */
export async function toldPlan(plan: ContentPlanView): Promise<ContentPlanView> {
  const { conflicts, unparsable, refusals, warnings } = plan;
  const [messages, findings] = await Promise.all([
    told(conflicts.map(({ message }) => message)),
    told({ unparsable, refusals, warnings }),
  ]);
  return {
    ...plan,
    ...findings,
    conflicts: conflicts.map((conflict, index) => ({ ...conflict, message: messages[index] ?? conflict.message })),
  };
}
