// Calls typed by what openapi-typescript made of the served contract, contract.ts beside this. Compiled, and then called
// with a token; prints what it found as JSON.
import createClient from "openapi-fetch";
import { base, type paths } from "./contract.js";

declare const process: { argv: string[] };
const client = createClient<paths>({ baseUrl: base, headers: { Authorization: `Bearer ${process.argv[2]}` } });

// What was answered; fails with what the server said otherwise.
const good = <T>({ data, error }: { data?: T; error?: unknown }): T => {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
};

const { users } = good(await client.GET("/phone/users", { params: { query: { page_size: 100 } } }));
const history = good(await client.GET("/phone/call_history", { params: { query: { page_size: 100 } } }));
const abroad: boolean[] = history.call_history.map(row => row.international);
const { extension_id: extensionId = "", site } = users[0]!;
const path = { extensionId, settingType: "business_hours" } as const;
const handling = "/phone/extension/{extensionId}/call_handling/settings/{settingType}";
const body = { sub_setting_type: "custom_hours", settings: { type: 1 } } as const;
const changed = await client.PATCH(handling, { params: { path }, body });
const queue = { name: "typescript", site_id: site?.id ?? "" };
const made = good(await client.POST("/phone/call_queues", { body: queue }));
const gone = await client.DELETE("/phone/call_queues/{callQueueId}", { params: { path: { callQueueId: made.id } } });
const { error } = await client.GET("/phone/users/{userId}", { params: { path: { userId: "nobody" } } });

console.log(
  JSON.stringify({
    extensions: users.map(user => user.extension_number),
    abroad,
    changed: changed.response.status,
    made: made.name,
    gone: gone.response.status,
    refused: error?.code,
  }),
);
