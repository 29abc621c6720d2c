import postgres from "postgres";
import { closedLoop, timed } from "../harness/closed-loop.ts";
import type { Setting } from "./setting.ts";

const CONNECTIONS = 16;
const SECONDS = 5;

/** Tries a second at one bare row that one of them wins: what is left of an accept without all that is decided around it. */
export async function compareAndSetRate({ stack }: Pick<Setting, "stack">): Promise<number> {
  const sql = postgres(stack.urls.postgres, { max: CONNECTIONS, onnotice: () => {} });
  try {
    await sql`drop table if exists bench_rides`;
    await sql`create unlogged table bench_rides (id int primary key, status text not null, rider int)`;
    await sql`insert into bench_rides values (1, 'CONFIRMED')`;
    let rider = 0;
    const tryIt = () =>
      timed(
        () => sql`
          update bench_rides set status = 'ASSIGNED', rider = ${rider++} where id = 1 and status = 'CONFIRMED'`,
      );
    const { durations, seconds } = await closedLoop(CONNECTIONS, SECONDS, tryIt);
    return durations.length / seconds;
  } finally {
    await sql`drop table if exists bench_rides`;
    await sql.end({ timeout: 5 });
  }
}
