import type { Metadata } from 'next';
import { GameDayScreen } from '@/components/admin/backups/game-day/game-day-screen';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getGameDay, host } from '@/lib/backup/server';
import { cancelRunAction } from '../_actions/cancel-run';
import { endGameDayAction } from '../_actions/end-game-day';
import { lookAtGameDayAction } from '../_actions/look-at-game-day';
import { rehearseRestoreAction } from '../_actions/rehearse-restore';
import { startGameDayAction } from '../_actions/start-game-day';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('gameDay.pageTitle') }) };
}

const actions = {
  startGameDay: startGameDayAction,
  rehearseRestore: rehearseRestoreAction,
  lookAtGameDay: lookAtGameDayAction,
  endGameDay: endGameDayAction,
  cancelRun: cancelRunAction,
};

export default async function GameDayPage() {
  await host.requireAdminPage('view');
  return <GameDayScreen page={await told(getGameDay())} actions={actions} />;
}
