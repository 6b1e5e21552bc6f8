// Does with the vendor's own client what an integration does: list users and read call history, page by page.
// Called with the API's base and a token; prints what it found as JSON.
import { PhoneS2SAuthClient } from "@zoom/rivet/phone";

const [baseUrl, accessToken, from, to] = process.argv.slice(2);

const client = new PhoneS2SAuthClient({
  clientId: "demo-client",
  clientSecret: "demo-secret",
  accountId: "demo-account",
  baseUrl,
  disableReceiver: true,
  tokenStore: {
    getLatestToken: () => ({
      accessToken,
      expirationTimeIso: new Date(Date.now() + 3_600_000).toISOString(),
      scopes: [],
    }),
    storeToken: () => {},
  },
});

// Every page of a list, until the token is empty.
const all = async (call, query, rows) => {
  const found = [];
  let token;
  do {
    const { data } = await call({ query: { ...query, ...(token ? { next_page_token: token } : {}) } });
    found.push(...data[rows]);
    token = data.next_page_token;
  } while (token);
  return found;
};

const users = await all(client.endpoints.users.listPhoneUsers, { page_size: 5 }, "users");
const history = query =>
  all(client.endpoints.callLogs.getAccountsCallHistory, { page_size: 50, from, to, ...query }, "call_history");
const everything = await history({});
const some = await history({ call_results: ["busy", "rejected"], directions: ["outbound"], extension_types: ["user"] });
const one = await client.endpoints.callLogs.getCallPath({ path: { callLogId: everything[0].call_history_uuid } });
const own = await client.endpoints.callLogs.getUsersCallHistory({
  path: { userId: users[0].id },
  query: { from, to, page_size: 10, call_results: ["answered"] },
});

console.log(JSON.stringify({ users, everything, some, one: one.data, own: own.data, trackingId: one.trackingId }));
