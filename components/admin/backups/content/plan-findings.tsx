import { CircleX, TriangleAlert } from 'lucide-react';
import type { ContentPlanView } from '../contract';
import type { Words } from '../format/words';
import { ButtonLink } from '../ui/link';
import { Note } from '../ui/note';
import { contentPage, filePage } from './addresses';
import { Foreign } from './foreign';
import { RawText } from './raw-text';

function Side({ title, text, words }: { title: string; text: string | null; words: Words }) {
  return (
    <div>
      <h4 className="bk-3">{title}</h4>
      {text === null ? <p className="bk-2">{words('content.sideNone')}</p> : <RawText text={text} label={title} />}
    </div>
  );
}

interface PlanFindingsProps {
  plan: ContentPlanView;
  words: Words;
  token: (path: string) => string;
}

/** What stands in the way of a plan, and what to know about it. */
export function PlanFindings({ plan, words, token }: PlanFindingsProps) {
  const { conflicts, unparsable, unsavedInTheWay, remoteHasMore } = plan;
  return (
    <div className="bk-notes">
      {plan.refusals.map(({ code, message, hint }) => (
        <Note key={code} tone="bad" icon={CircleX} title={message}>
          <bdi>{hint}</bdi>
        </Note>
      ))}
      {plan.warnings.map(({ code, message, hint }) => (
        <Note key={code} tone="warn" icon={TriangleAlert} title={message}>
          <bdi>{hint}</bdi>
        </Note>
      ))}
      {unsavedInTheWay.length > 0 ? (
        <Note
          tone="warn"
          icon={TriangleAlert}
          title={words('content.inTheWay')}
          actions={<ButtonLink href={contentPage('/unsaved')}>{words('content.seeUnsaved')}</ButtonLink>}
        >
          <Foreign text={unsavedInTheWay.join(', ')} mono />
        </Note>
      ) : null}
      {unparsable.map(({ path, message }) => (
        <Note key={path} tone="warn" icon={TriangleAlert} title={words('content.unparsable')}>
          <Foreign text={path} mono /> <Foreign text={message} />
        </Note>
      ))}
      {remoteHasMore ? <p className="bk-2">{words('content.remoteMore', { n: remoteHasMore })}</p> : null}
      {plan.firstParentOfMerge ? <p className="bk-2">{words('content.firstParent')}</p> : null}
      {conflicts.length > 0 ? (
        <section className="bk-conflicts">
          <h2 className="bk-h2">{words('content.conflicts', { n: conflicts.length })}</h2>
          {conflicts.map(({ path, message, now, wanted }) => (
            <article className="bk-panel bk-file" key={path}>
              <header className="bk-file-h">
                <h3>
                  <Foreign text={path} mono />
                </h3>
                <ButtonLink data-s="sm" href={filePage(token(path))} prefetch={false}>
                  {words('content.viewFile')}
                </ButtonLink>
              </header>
              <p className="bk-file-p">
                <Foreign text={message} />
              </p>
              <div className="bk-sides">
                <Side title={words('content.sideNow')} text={now} words={words} />
                <Side title={words('content.sideWanted')} text={wanted} words={words} />
              </div>
            </article>
          ))}
        </section>
      ) : null}
    </div>
  );
}
