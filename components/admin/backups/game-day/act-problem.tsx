'use client';

import type { ActionError } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Reference } from '../run/problem-note';
import { Link } from '../ui/link';

/** Why a press was refused, under its button. */
export function ActProblem({ problem }: { problem: ActionError | null }) {
  const words = useWords();
  if (!problem) return null;
  const runId = problem.details?.runId;
  return (
    <p className="bk-hint" data-k="bad" role="alert">
      <bdi>{sentences(problem.message, problem.hint)}</bdi>
      <Reference code={problem.ref} />
      {typeof runId === 'string' ? (
        <>
          {' '}
          <Link className="bk-link" href={`/admin/backups/runs/${runId}`}>
            {words('busy.watch')}
          </Link>
        </>
      ) : null}
    </p>
  );
}
