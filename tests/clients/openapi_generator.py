"""Calls by the client that openapi-generator made of the served contract. Called with its folder and a token; prints
what it found as JSON."""

import json
import sys

sys.path.insert(0, sys.argv[1])
import made_client as made
from made_client.models.update_call_handling_setting_custom_hours import UpdateCallHandlingSettingCustomHours

client = made.ApiClient(made.Configuration(access_token=sys.argv[2]))
users = made.UsersApi(client).list_users(page_size=100).users
history = made.CallLogsApi(client).list_account_call_history(page_size=100).call_history
hours = UpdateCallHandlingSettingCustomHours.from_dict({"sub_setting_type": "custom_hours", "settings": {"type": 1}})
changed = made.CallHandlingApi(client).update_call_handling_setting_with_http_info(
    users[0].extension_id, "business_hours", made.UpdateCallHandlingSettingRequest(hours)
)
queues = made.CallQueuesApi(client)
queue = queues.create_call_queue(made.CreateCallQueueRequest(name="generator", site_id=users[0].site.id))
gone = queues.delete_call_queue_with_http_info(queue.id)
try:
    made.UsersApi(client).get_user("nobody")
    refused = None
except made.ApiException as error:
    refused = error.data.code
found = {
    "extensions": [user.extension_number for user in users],
    "abroad": [row.international for row in history],
    "changed": changed.status_code,
    "made": queue.name,
    "gone": gone.status_code,
    "refused": refused,
}
print(json.dumps(found))
