const ROOT = '/admin/backups/content';

export const contentPage = (page = '') => `${ROOT}${page}`;
export const commitPage = (sha: string) => `${ROOT}/commits/${sha}`;
export const planPage = (kind: 'restore' | 'revert' | 'recover' | 'restore-all', sha: string, tokens: string[] = []) =>
  `${ROOT}/plan?kind=${kind}&sha=${sha}${tokens.map((token) => `&path=${token}`).join('')}`;
export const filePage = (token: string, query = '') => `${ROOT}/files/${token}${query}`;
export const shortSha = (sha: string) => sha.slice(0, 7);
