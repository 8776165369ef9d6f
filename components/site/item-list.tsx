import type { ContentItem } from '@/lib/content-items';

/** Entries come from the content repository in whatever language they were written, hence `dir="auto"`. */
export function ItemList({ items }: { items: ContentItem[] }) {
  return (
    <ul className="mt-6 grid gap-x-10 border-t border-line md:grid-cols-2 lg:grid-cols-3">
      {items.map(({ slug, name, description, category }) => (
        <li key={slug} className="border-b border-line py-3.5">
          <div className="flex items-baseline justify-between gap-3">
            <h2 dir="auto" className="text-sm font-semibold">
              {name}
            </h2>
            {category && <span className="shrink-0 text-xs text-ink-3">{category}</span>}
          </div>
          {description && (
            <p dir="auto" className="mt-0.5 line-clamp-2 text-[13px]/5 text-ink-2">
              {description}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
