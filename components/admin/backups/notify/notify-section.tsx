'use client';

import { useState } from 'react';
import type { ActionResult, Card, NoticeChannelView, NotificationsView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { callAction } from '../run/call-action';
import { Button } from '../ui/button';
import { StatusWord } from '../ui/status-word';
import { Time } from '../ui/time';
import { showToast } from '../ui/toast';

interface NotifySectionProps {
  card: Card<NotificationsView>;
  sendTest(): Promise<ActionResult<NotificationsView>>;
}

function Channel({ channel, format }: { channel: NoticeChannelView; format: Format }) {
  const { words } = format;
  const { problem, reason, deliveredAt } = channel;
  const sign = problem ? 'warn' : reason ? 'bad' : deliveredAt ? 'ok' : 'mute';
  const state = problem ? 'halfSet' : reason ? 'failed' : deliveredAt ? 'delivered' : 'never';
  return (
    <li>
      <span className="bk-ntf-h">
        <b>{words(`watch.notify.channel.${channel.channel}`)}</b>
        <StatusWord sign={sign}>{words(`watch.notify.${state}`)}</StatusWord>
      </span>
      {channel.description ? (
        <bdi className="bk-3 bk-ntf-w" dir="ltr">
          {channel.description}
        </bdi>
      ) : null}
      {problem || reason ? (
        <span className="bk-2">
          <bdi>{problem ?? reason}</bdi>
        </span>
      ) : deliveredAt ? (
        <span className="bk-3">
          <Time at={deliveredAt} />
        </span>
      ) : null}
    </li>
  );
}

/** The ways to people, what came of the last message on each, and a test. */
export function NotifySection({ card, sendTest }: NotifySectionProps) {
  const format = useFormat();
  const { words } = format;
  const [view, setView] = useState(card);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const test = async () => {
    setSending(true);
    setProblem(null);
    const sent = await callAction(words, sendTest);
    setSending(false);
    if (!sent.ok) return setProblem([sent.error.message, sent.error.hint].filter(Boolean).join(' '));
    setView({ state: 'known', value: sent.data });
    const failed = sent.data.channels.some((channel) => channel.problem || channel.reason);
    const text = words(failed ? 'watch.notify.sentSome' : 'watch.notify.sent');
    showToast({ text, tone: failed ? 'bad' : 'ok' });
  };
  const channels = view.state === 'known' ? view.value.channels : [];
  return (
    <section className="bk-ntf">
      <div className="bk-fh">
        <h2>{words('watch.notify.title')}</h2>
        {channels.length > 0 ? (
          <Button small onClick={test} disabled={sending}>
            {words(sending ? 'watch.notify.testing' : 'watch.notify.test')}
          </Button>
        ) : null}
      </div>
      {view.state === 'unavailable' ? (
        <p className="bk-fp">
          <bdi>{view.error.message}</bdi>
        </p>
      ) : channels.length === 0 ? (
        <p className="bk-fp">
          {words('watch.notify.none')} {words('watch.notify.noneHint')}
        </p>
      ) : (
        <>
          <ul>
            {channels.map((channel) => (
              <Channel key={channel.channel} channel={channel} format={format} />
            ))}
          </ul>
          <p className="bk-fp">{words('watch.notify.repeat', { n: view.value.repeatHours })}</p>
        </>
      )}
      <p className="bk-bad" role="status">
        {problem ? <bdi>{problem}</bdi> : null}
      </p>
    </section>
  );
}
