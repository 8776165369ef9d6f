import { cache } from 'react';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getContentStatus } from '@/lib/backup/server';

/** How the content stands, read once for a page and the frame around it. */
export const contentStatus = cache(() => told(getContentStatus()));
