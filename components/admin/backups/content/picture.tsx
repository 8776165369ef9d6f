import type { Words } from '../format/words';
import { visibleText } from './foreign';

/** A picture of the content, on a ground that shows what is clear in it. */
export function Picture({ src, alt }: { src: string; alt: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: bytes of a commit behind the sign-in, at no address to optimise.
    <img className="bk-picture" src={src} alt={visibleText(alt)} loading="lazy" decoding="async" />
  );
}

/** Addresses of both sides of a picture; null: it is not there, or in no commit yet. */
export interface PictureSides {
  before: string | null;
  after: string | null;
}

/** A picture before and after, side by side on a wide page. */
export function PicturePair({ sides, path, words }: { sides: PictureSides; path: string; words: Words }) {
  const shown = [
    { name: words('content.pictureBefore'), src: sides.before },
    { name: words('content.pictureAfter'), src: sides.after },
  ];
  return (
    <div className="bk-sides">
      {shown.map(({ name, src }) =>
        src ? (
          <figure key={name}>
            <figcaption className="bk-3">{name}</figcaption>
            <Picture src={src} alt={`${name}: ${path}`} />
          </figure>
        ) : null,
      )}
    </div>
  );
}
