export { siteDatabase } from './site-database';
export {
  createDatabase,
  createRole,
  openDatabase,
  type PostgresMajor,
  type TestDatabase,
  type TestRole,
  testServer,
} from './test-database';
