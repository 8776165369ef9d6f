export { siteDatabase } from './site-database';
export {
  createDatabase,
  createRole,
  type PostgresMajor,
  type TestDatabase,
  type TestRole,
  testServer,
} from './test-database';
