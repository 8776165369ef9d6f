import type { Metadata } from 'next';
import { serverWords } from '@/components/admin/backups/messages/load-messages';

export type Query = Promise<Record<string, string | string[] | undefined>>;

/** A value of the address that stands there once and is not empty. */
export const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const titled =
  (key: string) =>
  async ({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> => {
    const words = serverWords((await params).locale);
    return { title: words('title.page', { state: words(key) }) };
  };
