/** Pairs of an OAuth application, under the names that the template reads. */
const pair = (name: string, prefix: string) => ({
  name,
  variables: [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`],
});

/** What this application reads from its environment, for the page that counts what has to be kept elsewhere too. */
export const SITE_ENVIRONMENT = {
  required: [['DATABASE_URL'], ['AUTH_SECRET', 'COOKIE_SECRET']],
  secrets: ['SEED_ADMIN_PASSWORD'],
  signIn: [
    pair('Google', 'GOOGLE'),
    pair('GitHub', 'GITHUB'),
    pair('Microsoft', 'MICROSOFT'),
    pair('Facebook', 'FB'),
    pair('X', 'X'),
    pair('LinkedIn', 'LINKEDIN'),
  ],
};
