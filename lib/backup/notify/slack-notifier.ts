import type { Notifier } from './notifier';
import { sendRequest } from './send-request';

/** Slack's own three: nothing else in a text means anything to it. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An incoming webhook as Slack has it, and as Mattermost and Discord (`/slack`) understand it. The address is the secret. */
export function slackNotifier({ url }: { url: string }): Notifier {
  return {
    channel: 'slack',
    description: new URL(url).host,
    deliver: ({ title, text, site, link, urgent }, signal) => {
      const mark = urgent ? ':red_circle:' : ':white_check_mark:';
      const lines = [`${mark} *${escaped(title)}* · ${escaped(site)}`, ...(text ? [escaped(text)] : [])];
      if (link) lines.push(`<${escaped(encodeURI(decodeURI(link)))}|Open>`);
      const body = JSON.stringify({ text: lines.join('\n') });
      return sendRequest(url, { body, headers: { 'content-type': 'application/json' }, signal });
    },
  };
}
