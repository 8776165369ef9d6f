const ROOT = '/admin/backups/content';

export const contentPage = (page = '') => `${ROOT}${page}`;
export const commitPage = (sha: string) => `${ROOT}/commits/${sha}`;
export const planPage = (kind: 'restore' | 'revert' | 'recover' | 'restore-all', sha: string, tokens: string[] = []) =>
  `${ROOT}/plan?kind=${kind}&sha=${sha}${tokens.map((token) => `&path=${token}`).join('')}`;
/** The plan for many files, named by one token. */
export const planOfMany = (sha: string, token: string) => `${ROOT}/plan?kind=restore&sha=${sha}&paths=${token}`;
export const filePage = (token: string, query = '') => `${ROOT}/files/${token}${query}`;
export const shortSha = (sha: string) => sha.slice(0, 7);
/** The bytes of a file at a commit: as a download, or as a picture to be shown. */
export const rawFile = (sha: string, token: string, use: 'download' | 'picture') =>
  `/api/admin/backups/content/raw?sha=${sha}&path=${token}${use === 'picture' ? '&view=1' : ''}`;
