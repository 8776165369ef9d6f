import Markdown, { type Components } from 'react-markdown';
import type { Words } from '../format/words';
import { Foreign, unseenParts } from './foreign';

/** Of a node in the tree that Markdown becomes, what is looked at here. */
interface MarkupNode {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, string>;
  children?: MarkupNode[];
}

/** What hides in the text is made visible, as everywhere; code is text too. */
function showUnseen() {
  const visit = (node: MarkupNode) => {
    node.children = node.children?.flatMap((child): MarkupNode[] => {
      visit(child);
      if (child.type !== 'text' || child.value === undefined) return [child];
      return unseenParts(child.value).map(({ text, unseen }) =>
        unseen
          ? {
              type: 'element',
              tagName: 'span',
              properties: { className: 'bk-unseen' },
              children: [{ type: 'text', value: text }],
            }
          : { type: 'text', value: text },
      );
    });
  };
  return visit;
}

const Heading: Components['h1'] = ({ children }) => <p className="bk-md-h">{children}</p>;

/**
 * Markdown as a reader of the site would have it, with nothing in it that acts: HTML is text, links are not followed
 * but named with their address, pictures are named and not fetched. Headings are none of this page's.
 */
export function MarkdownText({ text, words }: { text: string; words: Words }) {
  const components: Components = {
    h1: Heading,
    h2: Heading,
    h3: Heading,
    h4: Heading,
    h5: Heading,
    h6: Heading,
    a: ({ children, href }) => (
      <>
        <span className="bk-md-a">{children}</span>
        {href ? (
          <span className="bk-3">
            {' '}
            (<Foreign text={href} />)
          </span>
        ) : null}
      </>
    ),
    img: ({ alt, src }) => (
      <span className="bk-chip">
        <Foreign text={words('content.mdPicture', { alt: alt ?? '', address: typeof src === 'string' ? src : '' })} />
      </span>
    ),
  };
  return (
    <div className="bk-md" dir="auto">
      <Markdown components={components} rehypePlugins={[showUnseen]} urlTransform={(address) => address}>
        {text}
      </Markdown>
    </div>
  );
}
