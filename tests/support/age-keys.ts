import { spawnSync } from 'node:child_process';

/** Key pairs that protect nothing: made for tests alone. */
export const OWNER = {
  identity: 'AGE-SECRET-KEY-1VFVSMK2M3U6HS2FEJPTNRJVUT8C7ZTVWDJZY7TMM3AWV7ZGKV3YSA4PVXU',
  recipient: 'age1t9eygr86sf38q7a9c7mvcz27t55clnhknz6pghvdf2pm942weurqk62282',
};
export const OFFICE = {
  identity: 'AGE-SECRET-KEY-12GWN5QH2888GUX5MV8T0QTTK8HYZ3THZJ36PAWPT7E0CZ2G8WKDSL6TQFK',
  recipient: 'age193y4r8j6s972vsraun7zktwjpshs9jxd2yrxr3ftrq0fl9m4xcpq8sf2kz',
};
export const STRANGER = {
  identity: 'AGE-SECRET-KEY-162E2QHRDS48VHEDWUX0Z3TKUVMZM290FFN856PFCMD9MWJR5NZDS7V0A45',
  recipient: 'age14elwstnhjcdpsvxffvgefq9jfu7ysqmhpdfjz9w3v3ztw2nm0gzs54p2s7',
};

/** Whether the `age` program is here. Where it is not, a test that compares with it says so and is skipped. */
export const hasAgeProgram = spawnSync('age', ['--version']).status === 0;
if (!hasAgeProgram) process.stderr.write('Skipped: comparisons with the age program, which is not installed here.\n');
