import { z } from 'zod';
import { plannedContentActSchema } from './content-act';

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** What a restore or an undo does to the content, as a plan carries it. `same`: nothing, for it is like that already. */
export const plannedContentSchema = z.discriminatedUnion('way', [
  z.object({ way: z.enum(['commit', 'revert']), sha, act: plannedContentActSchema }),
  z.object({ way: z.enum(['clone', 'same']), sha }),
]);

export type PlannedContent = z.infer<typeof plannedContentSchema>;
